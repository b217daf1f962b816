#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/alerts/alert_routes.h"
#include "libcheck/report/json_text.h"
#include "libcheck/result/grid.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/routing_file.h"
#include "tools/rule_alert_flags.h"
#include "tools/width.h"

// Where the alerts of rules go.
namespace tools {
namespace {

namespace am = check::alertmanager;
namespace alerts = check::alerts;
using check::report::Json;
using check::result::Grid;
using check::result::Tone;

struct Options {
  std::string path;
  RuleAlertFlags rules;
  std::string format = "table";
  ColorFlag color;
};

constexpr std::size_t kMostExceptions = 2;
constexpr std::string_view kDropped = "(dropped by relabelling)";

std::uint32_t LineOf(const alerts::RuleAlert& rule) {
  return rule.where.file->PositionOf(rule.where.span.begin).line;
}

std::string Receivers(const RoutingFile& file, const am::RouteClass& alerts) {
  std::vector<std::string> receivers;
  for (const std::uint32_t end : alerts.ends.front()) {
    receivers.push_back(file.routing().routes[end].receiver);
  }
  return fmt::format("{}", fmt::join(receivers, ", "));
}

// What an alert has to have to be in the class, given its rule; empty: nothing more.
std::string Condition(const am::RouteClass& alerts) {
  const std::string text = am::ToString(alerts.description, kMostExceptions);
  return text == "{}" ? "" : text;
}

Grid ToGrid(const RoutingFile& file, const alerts::AlertRoutes& routes) {
  Grid grid({{"ALERT"}, {"RECEIVERS"}, {"IF IT HAS"}, {"RULE"}});
  const alerts::RuleAlert* last = nullptr;
  for (const alerts::RoutedAlert& alert : routes.alerts()) {
    const alerts::RuleAlert& rule = *alert.sent.rule;
    for (const am::RouteClass& of_class : alert.routes->classes) {
      const bool is_new = std::exchange(last, &rule) != &rule;
      const std::string place =
          is_new ? fmt::format("{}:{}", rule.where.file->name(), LineOf(rule)) : "";
      grid.AddRow({{is_new ? rule.name : "", Tone::kName},
                   {Receivers(file, of_class)},
                   {Condition(of_class)},
                   {place, Tone::kFaint}});
    }
    if (!alert.routes->is_complete()) {
      grid.AddRow({{""}, {"(not known)", Tone::kWarning}, {"labels of other classes"}});
    }
  }
  for (const alerts::RuleAlert* rule : routes.Dropped()) {
    grid.AddRow({{rule->name, Tone::kName},
                 {std::string(kDropped), Tone::kWarning},
                 {""},
                 {fmt::format("{}:{}", rule->where.file->name(), LineOf(*rule)), Tone::kFaint}});
  }
  return grid;
}

Json ToJson(const std::vector<check::model::AlertMatcher>& matchers) {
  Json json = Json::array();
  for (const check::model::AlertMatcher& matcher : matchers) json.push_back(matcher.ToString());
  return json;
}

Json ToJson(const RoutingFile& file, const am::RouteClass& of_class,
            const am::ExampleAlert& example) {
  Json json = {{"matchers", ToJson(of_class.description.matchers)}, {"except", Json::array()}};
  for (const auto& matchers : of_class.description.except) {
    json["except"].push_back(ToJson(matchers));
  }
  json["example"] = Json::object();
  for (const auto& [name, value] : example) json["example"][name] = value;
  json["routes"] = Json::array();
  for (const std::uint32_t end : of_class.ends.front()) {
    json["routes"].push_back(
        {{"receiver", file.routing().routes[end].receiver}, {"line", file.LineOf(end)}});
  }
  return json;
}

// Labels of which something is known.
Json ToJson(const am::AlertShape& shape) {
  Json json = Json::object();
  for (const am::LabelShape& label : shape.labels) {
    const am::LabelPresence presence = label.presence();
    // Nothing is known of it, or no alert could have it.
    if (label.any_value && presence == am::LabelPresence::kMaybe) continue;
    if (label.name == "__name__") continue;
    Json of_label = {{"present", presence == am::LabelPresence::kAlways  ? "always"
                                 : presence == am::LabelPresence::kNever ? "never"
                                                                         : "maybe"}};
    if (!label.any_value) of_label["values"] = label.values;
    json[label.name] = std::move(of_label);
  }
  return json;
}

Json RuleJson(const alerts::RuleAlert& rule) {
  return {{"alert", rule.name}, {"file", rule.where.file->name()}, {"line", LineOf(rule)}};
}

Json ToJson(const RoutingFile& file, const alerts::AlertRoutes& routes) {
  Json list = Json::array();
  for (const alerts::RoutedAlert& alert : routes.alerts()) {
    Json json = RuleJson(*alert.sent.rule);
    json["labels"] = ToJson(alert.sent.shape);
    json["classes"] = Json::array();
    for (const am::RouteClass& of_class : alert.routes->classes) {
      json["classes"].push_back(ToJson(file, of_class, routes.ExampleOf(alert, of_class)));
    }
    json["complete"] = alert.routes->is_complete();
    list.push_back(std::move(json));
  }
  Json dropped = Json::array();
  for (const alerts::RuleAlert* rule : routes.Dropped()) dropped.push_back(RuleJson(*rule));
  return {{"version", 1}, {"alerts", std::move(list)}, {"dropped", std::move(dropped)}};
}

Exit Run(const Options& options) {
  if (!options.rules.given()) {
    WriteError("no rules given: use `--rules`, or `--prometheus` for the rules of a server");
    return Exit::kFailed;
  }
  Exit status = Exit::kFailed;
  const auto file = RoutingFile::Read(options.path, options.color.Use(), status);
  if (file == nullptr) return status;
  const auto rules = options.rules.Read({&check::Disk(), {}});
  if (!rules) {
    WriteError(rules.error().message);
    return Exit::kFailed;
  }
  const alerts::AlertRoutes routes(file->routing(), **rules);
  if (options.format == "json") {
    WriteData(check::report::ToText(ToJson(*file, routes)));
  } else if (options.format == "csv") {
    WriteData(ToGrid(*file, routes).Csv());
  } else {
    const Grid grid = ToGrid(*file, routes);
    WriteOut(grid.empty() ? std::string() : grid.Text(options.color.Use(), TableWidth()));
    if (grid.empty()) WriteErr("pronoia: note: no alerting rules found\n");
  }
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia routes alerts --rules rules/ alertmanager.yml", "Show who is notified of each alert"},
    {"pronoia routes alerts --prometheus prometheus.yml --format json alertmanager.yml",
     "Print JSON, with the labels that the server adds"},
};

}  // namespace

extern const Command kRoutesAlertsCommand = {
    .path = "routes alerts",
    .summary = "Print which receivers get the alerts of rules",
    .description =
        "Print a line for each alerting rule with the receivers of its alerts. The labels are "
        "those that the rule sets, those of its expression's result as far as they are known, and "
        "with `--prometheus` the external labels and the alert relabelling of the server. If the "
        "receivers depend on unknown labels, there is a line for each case, with the matchers that "
        "decide.\n\n`pronoia check alertmanager --rules` reports what looks wrong in the result.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("config", &options->path, "CONFIG",
                     "An alertmanager.yml, or - for standard input", {.required = true});
      options->rules.Declare(flags);
      flags.Option("--format", &options->format, "LIST", "Output format");
      options->color.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
