#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/mimir/rule_plan.h"
#include "libcheck/mimir/ruler.h"
#include "libcheck/report/json_text.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/mimir_flags.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"
#include "tools/rule_plan_report.h"

// The commands for the rule groups that a Mimir or Cortex keeps.
namespace tools {
namespace {

namespace mimir = check::mimir;
using check::Result;
using check::report::Json;
using Groups = std::vector<mimir::RuleGroup>;

struct Options {
  std::vector<std::string> paths;
  std::string name_space;
  bool prune = false;
  std::string format = "text";
  ColorFlag color;
  ListOutput output;
  MimirFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

std::size_t Alerts(const mimir::RuleGroup& group) {
  return static_cast<std::size_t>(std::ranges::count_if(
      group.rules, [](const mimir::Rule& rule) { return rule.title.starts_with("alert"); }));
}

std::string IntervalOf(const mimir::RuleGroup& group) {
  const auto at = group.fields.find("interval");
  return at == group.fields.end() ? "" : at->second;
}

Exit List(const Options& options) {
  const auto asked = options.server.Open(kRulerConfigApi);
  if (!asked) return Exit::kFailed;
  const auto groups = mimir::Ruler(asked->server(), asked->path).Groups(options.name_space);
  if (!groups) return FailWith(groups.fault);
  if (options.output.is_json()) {
    Json list = Json::array();
    for (const mimir::RuleGroup& group : *groups) {
      list.push_back({{"namespace", group.name_space},
                      {"group", group.name},
                      {"interval", IntervalOf(group)},
                      {"rules", group.rules.size()},
                      {"alerts", Alerts(group)}});
    }
    WriteData(check::report::ToText(list));
    return Exit::kOk;
  }
  using check::result::Align;
  check::result::Grid grid({{"NAMESPACE"},
                            {"GROUP"},
                            {"INTERVAL", Align::kRight},
                            {"ALERTS", Align::kRight},
                            {"RECORDING", Align::kRight}});
  for (const mimir::RuleGroup& group : *groups) {
    const std::size_t alerts = Alerts(group);
    grid.AddRow({{group.name_space},
                 {group.name, check::result::Tone::kName},
                 {IntervalOf(group)},
                 {fmt::format("{}", alerts)},
                 {fmt::format("{}", group.rules.size() - alerts)}});
  }
  options.output.Show(grid, "no rule groups");
  return Exit::kOk;
}

Result<Groups> ReadFiles(const Options& options) {
  Groups groups;
  const check::Inputs inputs = check::ExpandInputs(check::Disk(), options.paths);
  if (!inputs.errors.empty()) return inputs.errors.front();
  for (const check::InputFile& input : inputs.files) {
    auto text = check::Disk().Read(input.path);
    if (!text) return text.error();
    const check::SourceBuffer file(input.path, std::move(*text));
    Result<Groups> read = mimir::ReadRuleFile(file, options.name_space);
    if (!read) return read.error();
    std::ranges::move(*read, std::back_inserter(groups));
  }
  if (groups.empty()) return check::Error{"no file contains rule groups"};
  return groups;
}

// What was planned, and what it refers to.
struct Planned {
  Groups wanted, there;
  mimir::RulePlan plan;
};

// Calls `go_on` with the plan, once files have passed all checks.
template <typename GoOn>
Exit Plan(const Options& options, GoOn&& go_on) {
  if (std::ranges::find(options.paths, "-") != options.paths.end()) {
    return Fail("rule files are read twice, so standard input cannot be used");
  }
  const Exit checked = CheckBeforeSending(options.paths, "rules", options.color.Use());
  if (checked != Exit::kOk) return checked;
  Planned planned;
  Result<Groups> wanted = ReadFiles(options);
  if (!wanted) return Fail(wanted.error().message);
  planned.wanted = std::move(*wanted);
  const auto asked = options.server.Open(kRulerConfigApi);
  if (!asked) return Exit::kFailed;
  const mimir::Ruler ruler(asked->server(), asked->path);
  auto there = ruler.Groups();
  if (!there) return FailWith(there.fault);
  planned.there = std::move(*there);
  auto plan = mimir::PlanRules(planned.there, planned.wanted, options.prune);
  if (!plan) return Fail(plan.error().message);
  planned.plan = std::move(*plan);
  if (options.format == "json") {
    WriteData(check::report::ToText(PlanJson(planned.plan)));
  } else {
    WriteOut(PlanText(planned.plan, options.color.Use()));
  }
  return go_on(ruler, planned.plan);
}

Exit Diff(const Options& options) {
  return Plan(options, [](const mimir::Ruler&, const mimir::RulePlan& plan) {
    return plan.changes.empty() ? Exit::kOk : Exit::kProblems;
  });
}

std::string Named(const mimir::RuleGroup& group) {
  return fmt::format("`{}/{}`", group.name_space, group.name);
}

Exit Sync(const Options& options) {
  return Plan(options, [](const mimir::Ruler& ruler, const mimir::RulePlan& plan) {
    const mimir::Applied applied = mimir::Apply(ruler, plan);
    if (!applied.fault) return Exit::kOk;
    WriteFault(*applied.fault);
    std::string done, left;
    for (std::size_t i = 0; i < plan.changes.size(); ++i) {
      std::string& list = i < applied.done ? done : left;
      list += fmt::format("{}{}", list.empty() ? "" : ", ", Named(plan.changes[i].group()));
    }
    WriteErr(fmt::format("sent {} of {} changes{}{}\nnot sent: {}\n", applied.done,
                         plan.changes.size(), done.empty() ? "" : ": ", done, left));
    return Exit::kFailed;
  });
}

void DeclareNamespace(FlagSet& flags, Options& options, std::string_view help) {
  flags.Option("--namespace", &options.name_space, "NAMESPACE", help);
}

void DeclarePlan(FlagSet& flags, Options& options) {
  flags.Argument("path", &options.paths, "PATH", "Rule files, folders or patterns",
                 {.required = true});
  DeclareNamespace(flags, options,
                   "Namespace of all groups (default: `namespace:` in the file, or the file name "
                   "without its extension)");
  flags.Switch("--prune", &options.prune, "Delete groups of these namespaces that are in no file");
  flags.Option("--format", &options.format, "TRACE", "How the plan is printed");
  options.color.Declare(flags);
  options.server.Declare(flags, "--server");
}

constexpr std::string_view kEnding =
    "The server is taken from --server, --context, PRONOIA_URL, PRONOIA_CONTEXT or the current "
    "context, with or without `/prometheus` at the end; --tenant sets the tenant. Groups are "
    "compared by their meaning, not by their formatting.";

constexpr Example kListExamples[] = {
    {"pronoia rules list --server https://mimir --tenant team-a", "List the groups of a tenant"},
};
constexpr Example kDiffExamples[] = {
    {"pronoia rules diff rules/ --server https://mimir --tenant team-a --prune",
     "Show what a sync would change"},
};
constexpr Example kSyncExamples[] = {
    {"pronoia rules sync rules/ --server https://mimir --tenant team-a",
     "Upload groups that are new or differ"},
    {"pronoia rules sync rules/ --namespace team-a --prune",
     "Make a namespace contain exactly the groups of these files"},
};

}  // namespace

extern const Command kRulesListCommand = {
    .path = "rules list",
    .summary = "List the rule groups stored in Mimir or Cortex",
    .ending = kEnding,
    .examples = kListExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclareNamespace(flags, *options, "Only groups of this namespace");
      options->output.Declare(flags);
      options->server.Declare(flags, "--server");
      return [options] { return List(*options); };
    },
};

extern const Command kRulesDiffCommand = {
    .path = "rules diff",
    .summary = "Compare rule files with the rule groups stored in Mimir or Cortex",
    .description =
        "Check the files as `check rules` does, and show what `rules sync` would change: `+` "
        "groups to create, `~` to update, `-` to delete. Nothing is sent.\n\nExit status: 0 no "
        "differences, 1 differences or errors in a file, 2 something could not be read.",
    .ending = kEnding,
    .examples = kDiffExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclarePlan(flags, *options);
      return [options] { return Diff(*options); };
    },
};

extern const Command kRulesSyncCommand = {
    .path = "rules sync",
    .summary = "Upload rule files to Mimir or Cortex",
    .description =
        "Check the files as `check rules` does, show the plan as `rules diff` does, and upload "
        "only the groups that differ. If a file has errors, nothing is sent. Groups of other "
        "namespaces are never changed, and groups that are in no file are deleted only with "
        "--prune. If the command fails, run it again to finish the work.\n\nExit status: 0 the "
        "server has the groups of the files, 1 a file has errors, 2 not all could be sent: "
        "standard error lists what was.",
    .ending = kEnding,
    .examples = kSyncExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclarePlan(flags, *options);
      return [options] { return Sync(*options); };
    },
};

}  // namespace tools
