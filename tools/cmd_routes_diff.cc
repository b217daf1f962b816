#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/alerts/alert_routes.h"
#include "libcheck/report/json_text.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/label_sets.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/routes_diff_report.h"
#include "tools/routes_view.h"
#include "tools/routing_file.h"
#include "tools/rule_alert_flags.h"

// Compares two configurations of Alertmanager by what they do.
namespace tools {
namespace {

namespace am = check::alertmanager;
using check::report::Json;

struct Options {
  std::string old_path;
  std::string new_path;
  std::string alerts;
  RuleAlertFlags rules;
  std::string format = "text";
  ColorFlag color;
};

// How many sets of matchers that are left out of a class are listed.
constexpr std::size_t kMostExceptions = 3;

Json ToJson(const std::vector<check::model::AlertMatcher>& matchers) {
  Json json = Json::array();
  for (const check::model::AlertMatcher& matcher : matchers) json.push_back(matcher.ToString());
  return json;
}

class Diff {
 public:
  Diff(const RoutingFile& old_file, const RoutingFile& new_file) : old_(old_file), new_(new_file) {}

  // By all alerts there can be.
  void CompareAll() {
    const am::RoutingComparison comparison(old_.routing(), new_.routing());
    am::RouteDiff diff = comparison.Compare(nullptr);
    for (am::RouteClassChange& change : diff.classes) {
      report_.Add(std::move(change.changes), {ClassText(change.alerts), ClassJson(change.alerts)});
    }
    TellUnknown(diff.left_out, diff.unclear_labels);
  }

  void CompareAlerts(std::span<const check::model::Labels> alerts) {
    for (const check::model::Labels labels : alerts) {
      auto changes = am::CompareEnds(old_.routing(), old_.routing().routes.Match(labels),
                                     new_.routing(), new_.routing().routes.Match(labels));
      if (changes.empty()) continue;
      report_.Add(std::move(changes), {labels.ToString(), {{"labels", LabelsJson(labels)}}});
    }
  }

  void CompareRules(const check::alerts::RuleAlerts& rules) {
    std::vector<std::string> labels = check::alerts::LabelsOf(old_.routing());
    const std::vector<std::string> more = check::alerts::LabelsOf(new_.routing());
    labels.insert(labels.end(), more.begin(), more.end());
    const std::vector<check::alerts::SentAlert> sent = rules.Sent(labels);
    const am::RoutingComparison comparison(old_.routing(), new_.routing(),
                                           check::alerts::ShapesOf(sent));
    for (const check::alerts::SentAlert& alert : sent) {
      am::RouteDiff diff = comparison.Compare(&alert.shape);
      for (am::RouteClassChange& change : diff.classes) {
        report_.Add(std::move(change.changes), OfRule(alert, change.alerts));
      }
      TellUnknown(diff.left_out, diff.unclear_labels, alert.rule->name);
    }
  }

  RoutesDiffReport Finish() {
    const am::InhibitRuleDiff inhibit =
        am::CompareInhibitRules(old_.routing().inhibit_rules, new_.routing().inhibit_rules);
    for (const std::size_t rule : inhibit.removed) {
      report_.removed_inhibit_rules.push_back(am::ToString(old_.routing().inhibit_rules[rule]));
    }
    for (const std::size_t rule : inhibit.added) {
      report_.added_inhibit_rules.push_back(am::ToString(new_.routing().inhibit_rules[rule]));
    }
    report_.receivers = check::config::alertmanager::CompareReceivers(old_.config(), new_.config());
    return std::move(report_);
  }

 private:
  static std::string ExampleText(const am::RouteClass& alerts) {
    std::vector<check::model::AlertMatcher> labels;
    for (const auto& [name, value] : alerts.example) {
      labels.push_back(
          *check::model::AlertMatcher::Make(check::model::MatchType::kEqual, name, value));
    }
    return check::model::ToString(labels);
  }

  // An example says more than matchers unless those are all equalities.
  static std::string ClassText(const am::RouteClass& alerts) {
    const std::string text = am::ToString(alerts.description, kMostExceptions);
    const std::string example = ExampleText(alerts);
    return text == example ? text : fmt::format("{}  for example {}", text, example);
  }

  static Json ExampleJson(const am::RouteClass& alerts) {
    Json json = Json::object();
    for (const auto& [name, value] : alerts.example) json[name] = value;
    return json;
  }

  Json EndsJson(const RoutingFile& file, const std::vector<std::uint32_t>& ends) const {
    Json json = Json::array();
    for (const std::uint32_t end : ends) {
      json.push_back(
          {{"receiver", file.routing().routes[end].receiver}, {"line", file.LineOf(end)}});
    }
    return json;
  }

  Json ClassJson(const am::RouteClass& alerts) const {
    Json json = {{"matchers", ToJson(alerts.description.matchers)}, {"except", Json::array()}};
    for (const auto& matchers : alerts.description.except) {
      json["except"].push_back(ToJson(matchers));
    }
    json["example"] = ExampleJson(alerts);
    json["old"] = EndsJson(old_, alerts.ends[0]);
    json["new"] = EndsJson(new_, alerts.ends[1]);
    return json;
  }

  RoutesDiffReport::Alerts OfRule(const check::alerts::SentAlert& alert,
                                  const am::RouteClass& alerts) const {
    const check::Location& where = alert.rule->where;
    const std::uint32_t line = where.file->PositionOf(where.span.begin).line;
    Json json = {{"alert", alert.rule->name}, {"file", where.file->name()}, {"line", line}};
    json.update(ClassJson(alerts));
    std::string text = fmt::format("{}  {}:{}", alert.rule->name, where.file->name(), line);
    const std::string description = am::ToString(alerts.description, kMostExceptions);
    if (description != "{}") text += "  if it has " + description;
    return {std::move(text), std::move(json)};
  }

  void TellUnknown(std::size_t left_out, const std::vector<std::string>& labels,
                   const std::string& rule = "") {
    const std::string of = rule.empty() ? "" : fmt::format(" of `{}`", rule);
    if (left_out > 0) {
      report_.remarks.push_back(fmt::format(
          "there are too many classes of alerts{}: at least {} were not compared", of, left_out));
    }
    if (labels.empty() || std::exchange(has_told_labels_, true)) return;
    report_.remarks.push_back(
        fmt::format("the patterns for `{}` are too complex to be sure that no other alerts change",
                    fmt::join(labels, "`, `")));
  }

  const RoutingFile& old_;
  const RoutingFile& new_;
  RoutesDiffReport report_;
  bool has_told_labels_ = false;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

Exit Run(const Options& options) {
  const bool by_rules = options.rules.given();
  if (by_rules && !options.alerts.empty()) {
    return Fail("alerts are given twice: with `--alerts` and with rules");
  }
  const std::string* const inputs[] = {&options.old_path, &options.new_path, &options.alerts};
  if (std::count_if(std::begin(inputs), std::end(inputs),
                    [](const std::string* path) { return *path == "-"; }) > 1) {
    return Fail("standard input can be read only once");
  }
  // Of `diff`: 1 says that there are differences.
  Exit status = Exit::kFailed;
  const auto old_file = RoutingFile::Read(options.old_path, options.color.Use(), status);
  const auto new_file = RoutingFile::Read(options.new_path, options.color.Use(), status);
  if (old_file == nullptr || new_file == nullptr) return Exit::kFailed;
  Diff diff(*old_file, *new_file);
  if (!options.alerts.empty()) {
    check::model::LabelTable table;
    const auto alerts = ReadLabelSets(options.alerts, table);
    if (!alerts) return Fail(alerts.error().message);
    diff.CompareAlerts(*alerts);
  } else if (by_rules) {
    const auto rules = options.rules.Read({&check::Disk(), {}});
    if (!rules) return Fail(rules.error().message);
    diff.CompareRules(**rules);
  } else {
    diff.CompareAll();
  }
  const RoutesDiffReport report = diff.Finish();
  if (options.format == "json") {
    WriteData(check::report::ToText(ToJson(report)));
  } else if (options.format == "markdown") {
    WriteData(ToMarkdown(report));
  } else {
    WriteOut(ToText(report, options.color.Use()));
    for (const std::string& remark : report.remarks) {
      WriteErr("pronoia: note: " + remark + "\n");
    }
  }
  if (!report.empty()) return Exit::kProblems;
  return report.remarks.empty() ? Exit::kOk : Exit::kFailed;
}

constexpr Example kExamples[] = {
    {"pronoia routes diff alertmanager.yml new.yml", "Show which alerts change before a reload"},
    {"git show main:alertmanager.yml | pronoia routes diff --format markdown - alertmanager.yml",
     "Write a comment for a merge request"},
    {"pronoia routes diff --prometheus prometheus.yml alertmanager.yml new.yml",
     "Compare only the alerts of your own rules"},
    {"amtool alert query -o json | pronoia routes diff --alerts - alertmanager.yml new.yml",
     "Compare only the alerts that are firing"},
};

}  // namespace

extern const Command kRoutesDiffCommand = {
    .path = "routes diff",
    .summary = "Compare how two alertmanager.yml files route alerts",
    .description =
        "Divide all possible alerts into classes that both configurations treat alike, and list "
        "those whose receivers, grouping, timers, time intervals or route labels change, with the "
        "labels of an example alert. With `--alerts`, or `--rules` and `--prometheus`, only those "
        "alerts are compared. Inhibition rules that were added or removed, and changed settings of "
        "receivers and of `global`, are listed as well; secrets are never shown.\n\nA note counts "
        "what could not be compared.\n\nExit status: 0 no difference, 1 differences, 2 something "
        "could not be read or Alertmanager would refuse it.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("old", &options->old_path, "CONFIG", "The old alertmanager.yml",
                     {.required = true});
      flags.Argument("new", &options->new_path, "CONFIG", "The new alertmanager.yml",
                     {.required = true});
      flags.Option("--alerts", &options->alerts, "FILE",
                   "JSON list of alerts, as in Alertmanager's API, or of their labels");
      options->rules.Declare(flags);
      flags.Option("--format", &options->format, "DIFF", "Output format");
      options->color.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
