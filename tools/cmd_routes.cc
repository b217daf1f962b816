#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/alertmanager/muting.h"
#include "libcheck/alertmanager/route_text.h"
#include "libcheck/alertmanager/route_trace.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/report/json_text.h"
#include "libcheck/report/report.h"
#include "tools/cmd_test_routes.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/graphviz.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/query_flags.h"

// The commands that show where Alertmanager sends alerts.
namespace tools {
namespace {

namespace am = check::alertmanager;
namespace model = check::model;
using check::report::Json;

struct Options {
  std::string path;
  std::vector<std::string> labels;
  std::string alerts;
  std::string receivers;
  std::string at;
  std::string format;
  std::string svg;
  std::string junit;
  std::vector<std::string> cases;
  ColorFlag color;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

std::uint32_t LineOf(const check::SourceFile& file, const am::Route& route) {
  return file.PositionOf(route.span.begin).line;
}

std::string Text(check::Duration duration) { return check::FormatPrometheusDuration(duration); }

// `a, b`
std::string Joined(const std::vector<std::string>& words, std::string_view separator = ", ") {
  return fmt::format("{}", fmt::join(words, separator));
}

std::string GroupText(const am::Route& route) {
  if (route.group_by_all) return "by all labels";
  return route.group_by.empty() ? "all alerts in one group" : "by " + Joined(route.group_by);
}

std::string TimersText(const am::Route& route) {
  return fmt::format("group_wait {}, group_interval {}, repeat_interval {}", Text(route.group_wait),
                     Text(route.group_interval), Text(route.repeat_interval));
}

Json ToJson(model::Labels labels) {
  Json json = Json::object();
  for (const model::Label& label : labels.list()) {
    json[std::string(label.name->text)] = label.value->text;
  }
  return json;
}

// A JSON list, or one object a line as a list. Something else if the text is neither.
nlohmann::json ListOf(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  const bool has_lines = start != std::string_view::npos && text[start] == '{';
  if (!has_lines) return nlohmann::json::parse(text, nullptr, false);
  auto list = nlohmann::json::array();
  while (!text.empty()) {
    const std::string_view line = check::TakeUpTo(text, '\n');
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    list.push_back(nlohmann::json::parse(line, nullptr, false));
  }
  return list;
}

// A configuration, and alerts to send through its routes.
class Routes {
 public:
  explicit Routes(const Options& options) : options_(options) {}

  // False, with the reason told, if there is nothing to go on with: status() then says how.
  bool Read() {
    check::Result<std::string> text = ReadInput(options_.path);
    if (!text) return Tell(text.error().message, Exit::kFailed);
    file_.emplace(check::SharedText(options_.path == "-" ? "<stdin>" : options_.path),
                  *std::move(text));
    check::Diagnostics diagnostics;
    // A file that Alertmanager refuses sends nothing anywhere.
    const auto checked = check::config::alertmanager::CheckConfig(*file_, {}, arena_, diagnostics);
    if (diagnostics.HasErrors()) {
      WriteErr(Report(diagnostics));
      status_ = Exit::kProblems;
      return false;
    }
    const check::yaml::Node* root = checked.loaded.root;
    if (root == nullptr) return Tell(fmt::format("`{}` is empty", file_->name()));
    const check::schema::Input input = {*file_, checked.loaded.stream, arena_};
    const check::schema::Values values(*root, input, check::yaml::Dialect::kGoYamlV2);
    routing_ = check::config::alertmanager::MakeRouting(
        check::config::alertmanager::ReadConfig(values, model::MatcherMode::kFallback));
    if (!routing_) return Tell(fmt::format("`{}` has no route", file_->name()));
    if (options_.at.empty()) return true;
    const auto time = ReadTimeFlag("--at", options_.at, Now(), "local");
    if (!time) return Tell(time.error().message, Exit::kFailed);
    time_ = *time;
    return true;
  }

  // The labels on the command line.
  bool ReadLabels() {
    std::vector<model::Label> labels;
    for (const std::string& word : options_.labels) {
      const auto parsed = model::ParseMatcher(word, model::MatcherMode::kFallback);
      if (parsed.fault || parsed.matchers[0].type() != model::MatchType::kEqual) {
        return Tell(fmt::format("invalid label `{}`: expected NAME=VALUE", word), Exit::kFailed);
      }
      Add(parsed.matchers[0].name(), parsed.matchers[0].value(), labels);
    }
    alerts_.push_back(table_.Make(labels));
    return true;
  }

  // A list of alerts, or of their labels, from a file.
  bool ReadAlerts() {
    check::Result<std::string> text = ReadInput(options_.alerts);
    if (!text) return Tell(text.error().message, Exit::kFailed);
    const std::string expected =
        "expected a JSON list of alerts or of objects with their labels, or one such object a line";
    const auto refuse = [&] {
      return Tell(fmt::format("cannot read `{}`: {}", options_.alerts, expected), Exit::kFailed);
    };
    const auto list = ListOf(*text);
    if (!list.is_array()) return refuse();
    for (const auto& alert : list) {
      if (!alert.is_object()) return refuse();
      const auto found = alert.find("labels");
      const auto& labels = found != alert.end() && found->is_object() ? *found : alert;
      std::vector<model::Label> read;
      for (const auto& [name, value] : labels.items()) {
        if (!value.is_string()) return refuse();
        Add(name, value.template get_ref<const std::string&>(), read);
      }
      alerts_.push_back(table_.Make(read));
    }
    return true;
  }

  Exit status() const { return status_; }
  const am::RouteTree& tree() const { return routing_->routes; }
  const check::SourceFile& file() const { return *file_; }
  const std::vector<model::Labels>& alerts() const { return alerts_; }

  std::string Receivers(const std::vector<std::uint32_t>& matches) const {
    std::string receivers;
    for (const std::uint32_t match : matches) {
      receivers.append(receivers.empty() ? "" : ",").append(tree()[match].receiver);
    }
    return receivers;
  }

  // By which intervals a route is muted at the time of `--at`; empty if it is not.
  std::string MutedText(const am::Route& route) const {
    if (!time_) return {};
    const am::Muting muting = am::MutingAt(route, routing_->intervals, *time_);
    if (!muting.muted_by.empty()) return "by " + Joined(muting.muted_by);
    if (!muting.is_inactive) return {};
    return "outside of " + Joined(route.active_time_intervals);
  }

  // Where an alert ends, in some lines.
  std::string MatchText(std::uint32_t match, model::Labels alert) {
    const am::Route& route = tree()[match];
    std::string text = fmt::format("{}\n  route   {}, line {}\n", route.receiver,
                                   am::RouteTitle(route), LineOf(*file_, route));
    text += fmt::format("  group   {}: {}\n", GroupText(route),
                        tree().GroupLabels(match, alert, table_).ToString());
    text += fmt::format("  timers  {}\n", TimersText(route));
    const std::string muted = MutedText(route);
    if (!muted.empty()) text += fmt::format("  muted   {}\n", muted);
    return text;
  }

  Json MatchJson(std::uint32_t match, model::Labels alert) {
    const am::Route& route = tree()[match];
    Json json = RouteJson(route);
    json["group_labels"] = ToJson(tree().GroupLabels(match, alert, table_));
    json["key"] = tree().Key(match);
    if (time_) json["muted"] = !MutedText(route).empty();
    return json;
  }

  Json RouteJson(const am::Route& route) const {
    Json json = {{"receiver", route.receiver},
                 {"line", LineOf(*file_, route)},
                 {"matchers", Json::array()},
                 {"continue", route.continues}};
    for (const model::AlertMatcher& matcher : route.matchers) {
      json["matchers"].push_back(matcher.ToString());
    }
    if (route.group_by_all) {
      json["group_by"] = Json::array({"..."});
    } else {
      json["group_by"] = route.group_by;
    }
    json["group_wait"] = Text(route.group_wait);
    json["group_interval"] = Text(route.group_interval);
    json["repeat_interval"] = Text(route.repeat_interval);
    json["mute_time_intervals"] = route.mute_time_intervals;
    json["active_time_intervals"] = route.active_time_intervals;
    json["labels"] = Json(route.labels);
    return json;
  }

 private:
  bool Tell(const std::string& message, Exit status = Exit::kProblems) {
    WriteError(message);
    status_ = status;
    return false;
  }

  // Of a name that is given twice the last value counts, as with amtool.
  void Add(std::string_view name, std::string_view value, std::vector<model::Label>& labels) {
    std::erase_if(labels, [&](const model::Label& label) { return label.name->text == name; });
    if (!value.empty()) labels.push_back({table_.Intern(name), table_.Intern(value)});
  }

  std::string Report(const check::Diagnostics& diagnostics) const {
    check::report::Run run;
    run.files.push_back({.path = std::string(file_->name())});
    for (const check::Diagnostic& diagnostic : diagnostics.found()) {
      run.findings.push_back(check::ToFinding(diagnostic));
    }
    return check::report::FindFormat("text")->Render(run, {.colour = options_.color.Use()});
  }

  const Options& options_;
  check::Arena arena_;
  std::optional<check::SourceBuffer> file_;
  std::optional<am::Routing> routing_;
  std::optional<std::int64_t> time_;
  model::LabelTable table_;
  std::vector<model::Labels> alerts_;
  Exit status_ = Exit::kFailed;
};

Exit WriteSvg(const am::RouteTree& tree, const std::string& path) {
  const auto svg = DrawGraph(am::RoutesDot(tree));
  if (!svg) return Fail(svg.error().message);
  if (const auto error = check::ReplaceFile(path, *svg)) return Fail(error->message);
  return Exit::kOk;
}

Exit Show(const Options& options) {
  Routes routes(options);
  if (!routes.Read()) return routes.status();
  if (!options.svg.empty()) return WriteSvg(routes.tree(), options.svg);
  if (options.format == "dot") {
    WriteOut(am::RoutesDot(routes.tree()));
  } else if (options.format == "json") {
    Json list = Json::array();
    for (const am::Route& route : routes.tree().routes()) {
      Json json = routes.RouteJson(route);
      json["depth"] = route.depth;
      list.push_back(std::move(json));
    }
    WriteOut(check::report::ToText(Json{{"version", 1}, {"routes", std::move(list)}}));
  } else {
    WriteOut(am::DrawRoutes(routes.tree()));
  }
  return Exit::kOk;
}

// The tests of --cases, against the configuration.
Exit TestCases(const Options& options) {
  if (!options.labels.empty() || !options.alerts.empty() || !options.receivers.empty()) {
    return Fail("`--cases` cannot be used with labels, `--alerts` or `--verify.receivers`");
  }
  RouteTestOptions tests;
  tests.paths = options.cases;
  tests.config = options.path;
  tests.at = options.at;
  tests.junit = options.junit;
  tests.format = options.format;
  tests.color = options.color;
  return RunRouteTests(tests);
}

Exit Test(const Options& options) {
  if (!options.cases.empty()) return TestCases(options);
  if (!options.junit.empty()) return Fail("`--junit` needs `--cases`");
  Routes routes(options);
  if (!options.alerts.empty() && !options.labels.empty()) {
    return Fail("labels are given twice: on the command line and by `--alerts`");
  }
  if (options.alerts == "-" && options.path == "-") {
    return Fail("standard input can be read only once");
  }
  if (!routes.Read()) return routes.status();
  const bool is_list = !options.alerts.empty();
  if (!(is_list ? routes.ReadAlerts() : routes.ReadLabels())) return routes.status();
  const bool as_json = options.format == "json";
  Json list = Json::array();
  std::string text;
  bool is_expected = true;
  for (const model::Labels alert : routes.alerts()) {
    const std::vector<std::uint32_t> matches = routes.tree().Match(alert);
    const std::string receivers = routes.Receivers(matches);
    if (!options.receivers.empty() && options.receivers != receivers) {
      is_expected = false;
      WriteError(fmt::format("{} goes to `{}`, expected `{}`", alert.ToString(), receivers,
                             options.receivers));
    }
    if (as_json) {
      Json json = {{"labels", ToJson(alert)}, {"matches", Json::array()}};
      for (const std::uint32_t match : matches) {
        json["matches"].push_back(routes.MatchJson(match, alert));
      }
      list.push_back(std::move(json));
    } else if (is_list) {
      text += fmt::format("{}  {}\n", receivers, alert.ToString());
    } else {
      for (const std::uint32_t match : matches) text += routes.MatchText(match, alert);
    }
  }
  WriteOut(as_json ? check::report::ToText(Json{{"version", 1}, {"alerts", std::move(list)}})
                   : text);
  return is_expected ? Exit::kOk : Exit::kProblems;
}

std::string StepText(const Routes& routes, const am::RouteStep& step, model::Labels alert) {
  using Outcome = am::RouteStep::Outcome;
  const am::Route& route = routes.tree()[step.route];
  switch (step.outcome) {
    case Outcome::kPassed:
      return "matches";
    case Outcome::kEnded:
      return "matches, receiver: " + route.receiver;
    case Outcome::kNoMatch:
      return "no match: " + am::WhyNoMatch(*step.failed, alert);
    case Outcome::kNotTried:
      break;
  }
  return fmt::format("not tried: the route of line {} has no `continue`",
                     LineOf(routes.file(), routes.tree()[step.taken_by]));
}

Exit ExplainAlert(const Options& options) {
  Routes routes(options);
  if (!routes.Read() || !routes.ReadLabels()) return routes.status();
  const model::Labels alert = routes.alerts()[0];
  std::vector<am::TreeLine> lines;
  for (const am::RouteStep& step : am::TraceAlert(routes.tree(), alert)) {
    const am::Route& route = routes.tree()[step.route];
    lines.push_back(
        {route.depth, fmt::format("{}  {}", am::RouteTitle(route), StepText(routes, step, alert))});
  }
  std::string text = alert.ToString() + "\n" + am::DrawTree(lines);
  for (const std::uint32_t match : routes.tree().Match(alert)) {
    text += "\n" + routes.MatchText(match, alert);
  }
  WriteOut(text);
  return Exit::kOk;
}

void DeclareConfig(FlagSet& flags, Options& options) {
  flags.Argument("config", &options.path, "CONFIG", "An alertmanager.yml, or - for standard input",
                 {.required = true});
}

void DeclareLabels(FlagSet& flags, Options& options) {
  flags.Argument("label", &options.labels, "NAME=VALUE", "The labels of an alert");
  flags.Option("--at", &options.at, "TIME",
               "Show which routes time intervals mute then: now, 14:00, saturday 03:00, RFC 3339");
}

constexpr std::string_view kEnding =
    "A configuration that Alertmanager would refuse sends alerts nowhere: its faults are reported "
    "instead.";

constexpr Example kShowExamples[] = {
    {"pronoia routes show alertmanager.yml", "Draw the tree of routes"},
    {"pronoia routes show --svg routes.svg alertmanager.yml", "Make a picture of it with Graphviz"},
};
constexpr Example kTestExamples[] = {
    {"pronoia routes test alertmanager.yml alertname=Down team=db", "Show who is notified"},
    {"pronoia routes test --at 'saturday 03:00' alertmanager.yml team=db",
     "See whether the route is muted at night"},
    {"amtool alert query -o json | pronoia routes test --alerts - alertmanager.yml",
     "Send the alerts of a server through a new configuration"},
    {"pronoia routes test --verify.receivers db,audit alertmanager.yml team=db",
     "Fail unless these receivers are notified, in this order"},
    {"pronoia routes test --cases routes_test.yml alertmanager.yml", "Run the tests of a file"},
};
constexpr Example kExplainExamples[] = {
    {"pronoia routes explain alertmanager.yml alertname=Down team=db",
     "Show why each route takes the alert or does not"},
};

}  // namespace

extern const Command kRoutesShowCommand = {
    .path = "routes show",
    .summary = "Print the route tree of an alertmanager.yml",
    .description =
        "Prints each route with its matchers and its receiver, below the route it is "
        "part of. JSON has what routes inherit as well.",
    .ending = kEnding,
    .examples = kShowExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->format = "tree";
      DeclareConfig(flags, *options);
      flags.Option("--format", &options->format, "ROUTES", "How it is printed");
      flags.Option("--svg", &options->svg, "FILE",
                   "Draw the tree with Graphviz's `dot`, and write the picture to this file");
      options->color.Declare(flags);
      return [options] { return Show(*options); };
    },
};

extern const Command kRoutesTestCommand = {
    .path = "routes test",
    .summary = "Print which receivers alerts go to",
    .description =
        "Prints the receivers of an alert with the given labels, each with its route, the labels "
        "by which the alert is grouped, and the timers. With --alerts, prints one line for each "
        "alert of a list: its receivers and its labels.\n\n"
        "Exit status: 0, 1 if --verify.receivers or a test expects something else or Alertmanager "
        "would refuse the configuration, 2 something could not be read.",
    .ending = kEnding,
    .examples = kTestExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->format = "text";
      DeclareConfig(flags, *options);
      DeclareLabels(flags, *options);
      flags.Option("--alerts", &options->alerts, "FILE",
                   "A JSON list of alerts, as Alertmanager's API has them, or of their labels; or "
                   "one such object a line");
      flags.Option("--cases", &options->cases, "PATH",
                   "Run the tests of this file or folder, as `test routes` does");
      flags.Option("--junit", &options->junit, "FILE",
                   "With --cases: write results to this file, too, as JUnit's XML");
      flags.Option("--verify.receivers", &options->receivers, "RECEIVERS",
                   "Fail unless these are the receivers, separated by commas");
      flags.Option("--format", &options->format, "TRACE", "How it is printed");
      options->color.Declare(flags);
      return [options] { return Test(*options); };
    },
};

extern const Command kRoutesExplainCommand = {
    .path = "routes explain",
    .summary = "Show why each route matches an alert or does not",
    .description =
        "Follows an alert with the given labels through the tree of routes. Routes "
        "within those that do not match are left out.",
    .ending = kEnding,
    .examples = kExplainExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclareConfig(flags, *options);
      DeclareLabels(flags, *options);
      options->color.Declare(flags);
      return [options] { return ExplainAlert(*options); };
    },
};

}  // namespace tools
