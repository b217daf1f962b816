#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/alertmanager/route_text.h"
#include "libcheck/alertmanager/route_trace.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/report/json_text.h"
#include "tools/cmd_test_routes.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/graphviz.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/routes_view.h"

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

Exit WriteSvg(const am::RouteTree& tree, const std::string& path) {
  const auto svg = DrawGraph(am::RoutesDot(tree));
  if (!svg) return Fail(svg.error().message);
  if (const auto error = check::ReplaceFile(path, *svg)) return Fail(error->message);
  return Exit::kOk;
}

Exit Show(const Options& options) {
  RoutesView routes;
  if (!routes.Read(options.path, options.color.Use())) return routes.status();
  if (!options.svg.empty()) return WriteSvg(routes.tree(), options.svg);
  if (options.format == "dot") {
    WriteData(am::RoutesDot(routes.tree()));
  } else if (options.format == "json") {
    Json list = Json::array();
    for (std::uint32_t i = 0; i < routes.tree().routes().size(); ++i) {
      Json json = routes.RouteJson(i);
      json["depth"] = routes.tree()[i].depth;
      list.push_back(std::move(json));
    }
    WriteData(check::report::ToText(Json{{"version", 1}, {"routes", std::move(list)}}));
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
  RoutesView routes;
  if (!options.alerts.empty() && !options.labels.empty()) {
    return Fail("labels are given twice: as arguments and with `--alerts`");
  }
  if (options.alerts == "-" && options.path == "-") {
    return Fail("standard input can be read only once");
  }
  if (!routes.Read(options.path, options.color.Use())) return routes.status();
  if (!routes.ReadTime(options.at)) return routes.status();
  const bool is_list = !options.alerts.empty();
  if (!(is_list ? routes.ReadAlerts(options.alerts) : routes.ReadLabels(options.labels)))
    return routes.status();
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
      Json json = {{"labels", LabelsJson(alert)}, {"matches", Json::array()}};
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
  if (as_json) {
    WriteData(check::report::ToText(Json{{"version", 1}, {"alerts", std::move(list)}}));
  } else {
    WriteOut(text);
  }
  return is_expected ? Exit::kOk : Exit::kProblems;
}

std::string StepText(const RoutesView& routes, const am::RouteStep& step, model::Labels alert) {
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
                     routes.LineOf(step.taken_by));
}

Exit ExplainAlert(const Options& options) {
  RoutesView routes;
  if (!routes.Read(options.path, options.color.Use()) || !routes.ReadTime(options.at) ||
      !routes.ReadLabels(options.labels)) {
    return routes.status();
  }
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
  flags.Argument("label", &options.labels, "NAME=VALUE", "Labels of an alert");
  flags.Option(
      "--at", &options.at, "TIME",
      "Show which routes time intervals mute at this time: now, 14:00, saturday 03:00, RFC 3339");
}

constexpr std::string_view kEnding =
    "If Alertmanager would refuse the configuration, its errors are reported instead.";

constexpr Example kShowExamples[] = {
    {"pronoia routes show alertmanager.yml", "Print the route tree"},
    {"pronoia routes show --svg routes.svg alertmanager.yml", "Draw it as a picture with Graphviz"},
};
constexpr Example kTestExamples[] = {
    {"pronoia routes test alertmanager.yml alertname=Down team=db",
     "Show which receivers are notified"},
    {"pronoia routes test --at 'saturday 03:00' alertmanager.yml team=db",
     "Show whether the route is muted at night"},
    {"amtool alert query -o json | pronoia routes test --alerts - alertmanager.yml",
     "Route the alerts of a server through a new configuration"},
    {"pronoia routes test --verify.receivers db,audit alertmanager.yml team=db",
     "Fail unless these receivers are notified, in this order"},
    {"pronoia routes test --cases routes_test.yml alertmanager.yml", "Run the tests in a file"},
};
constexpr Example kExplainExamples[] = {
    {"pronoia routes explain alertmanager.yml alertname=Down team=db",
     "Show why each route matches or does not match"},
};

}  // namespace

extern const Command kRoutesShowCommand = {
    .path = "routes show",
    .summary = "Print the route tree of an alertmanager.yml",
    .description =
        "Print each route with its matchers and its receiver, below its parent route. The JSON "
        "output also contains inherited settings.",
    .ending = kEnding,
    .examples = kShowExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->format = "tree";
      DeclareConfig(flags, *options);
      flags.Option("--format", &options->format, "ROUTES", "Output format");
      flags.Option("--svg", &options->svg, "FILE",
                   "Draw the tree with Graphviz's `dot`, and write the picture to this file");
      options->color.Declare(flags);
      return [options] { return Show(*options); };
    },
};

extern const Command kRoutesTestCommand = {
    .path = "routes test",
    .summary = "Print which receivers get an alert",
    .description =
        "Print the receivers of an alert with the given labels, each with its route, the labels by "
        "which the alert is grouped, and the timers. With --alerts, print one line for each alert "
        "in a list: its receivers and its labels.\n\nExit status: 0 everything is as expected, 1 "
        "--verify.receivers or a test failed, or Alertmanager would refuse the configuration, 2 "
        "something could not be read.",
    .ending = kEnding,
    .examples = kTestExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->format = "text";
      DeclareConfig(flags, *options);
      DeclareLabels(flags, *options);
      flags.Option("--alerts", &options->alerts, "FILE",
                   "JSON list of alerts, as in Alertmanager's API, or of their labels; or one such "
                   "object per line");
      flags.Option("--cases", &options->cases, "PATH",
                   "Run the tests of this file or folder, as `test routes` does");
      flags.Option("--junit", &options->junit, "FILE",
                   "With --cases: also write results to this file as JUnit XML");
      flags.Option(
          "--verify.receivers", &options->receivers, "RECEIVERS",
          "Fail unless exactly these receivers are notified, in this order, separated by commas");
      flags.Option("--format", &options->format, "TRACE", "Output format");
      options->color.Declare(flags);
      return [options] { return Test(*options); };
    },
};

extern const Command kRoutesExplainCommand = {
    .path = "routes explain",
    .summary = "Show why each route matches an alert or does not",
    .description =
        "Follow an alert with the given labels through the route tree. Children of routes that do "
        "not match are not shown.",
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
