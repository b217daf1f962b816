#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/silences/selection.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"
#include "tools/silence_plan.h"

// The commands that make the silences of a server those of files.
namespace tools {
namespace {

namespace silences = check::silences;
namespace v2 = check::api::v2;

struct Options {
  std::vector<std::string> paths;
  std::string horizon;
  bool prune = false;
  bool offline = false;
  std::string at;
  bool yes = false;
  bool exit_code = false;
  std::size_t workers = 8;
  ListOutput output;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// What is known of a server, or of none.
struct Ground {
  std::vector<v2::Silence> there;
  silences::PlanOptions options;
  std::string zone;
};

// False: there is no plan, as has been told.
bool MakePlans(const Options& options, Ground& ground, std::vector<FilePlan>& plans) {
  ground.options.prune = options.prune;
  if (!options.horizon.empty()) {
    const auto horizon = ReadDurationFlag("--horizon", options.horizon);
    if (!horizon) {
      WriteError(horizon.error().message);
      return false;
    }
    ground.options.horizon_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(*horizon).count();
  }
  for (FilePlan& plan : plans) {
    auto made = silences::MakePlan(plan.file, ground.there, ground.options);
    if (!made) {
      WriteError(fmt::format("cannot use `{}`: {}", plan.path, made.error().message));
      return false;
    }
    plan.plan = std::move(*made);
  }
  return true;
}

// False: the server does not answer, as has been told.
bool Ask(const AskedAlertmanager& asked, Ground& ground) {
  const auto status = v2::ServerStatus(asked.server());
  if (!status) {
    WriteFault(status.fault);
    return false;
  }
  const auto version =
      std::ranges::find(status->version, "version", &std::pair<std::string, std::string>::first);
  ground.options.style =
      silences::MarkStyleOf(version == status->version.end() ? "" : version->second);
  ground.options.now_ms = Now();
  ground.zone = asked.zone;
  auto found = silences::Find(asked.server(), {}, ground.options.now_ms);
  if (!found) {
    WriteFault(found.fault);
    return false;
  }
  ground.there = std::move(*found);
  return true;
}

void ShowPlans(const Options& options, const std::vector<FilePlan>& plans, const Ground& ground) {
  if (options.output.format == "csv") {
    options.output.Show(PlanGrid(plans, ground.zone), "");
  } else {
    WriteOut(PlanText(plans, ground.zone, options.output.color.Use()));
  }
  WriteErr(PlanSummary(plans));
}

Exit PlanOffline(const Options& options, std::vector<FilePlan>& plans) {
  Ground ground = {.zone = options.server.times.Zone("")};
  if (const auto problem = check::CheckTimeZone(ground.zone)) {
    return Fail(fmt::format("--tz: {}", problem->message));
  }
  const auto at = ReadTimeFlag("--at", options.at, Now(), ground.zone);
  if (!at) return Fail(at.error().message);
  ground.options.now_ms = at->value_or(Now());
  ground.options.style = silences::MarkStyle::kAnnotation;
  if (!MakePlans(options, ground, plans)) return Exit::kFailed;
  options.output.is_json() ? WriteData(PlanJson(plans)) : ShowPlans(options, plans, ground);
  return StepCount(plans) == 0 ? Exit::kOk : Exit::kProblems;
}

Exit RunPlan(const Options& options) {
  if (!options.at.empty() && !options.offline) {
    return Fail("--at requires --offline: a server uses its own clock");
  }
  auto plans = ReadSilencesFiles(options.paths, options.output.color.Use());
  if (!plans) return Exit::kFailed;
  if (options.offline) return PlanOffline(options, *plans);
  const auto asked = options.server.Open();
  Ground ground;
  if (!asked || !Ask(*asked, ground) || !MakePlans(options, ground, *plans)) return Exit::kFailed;
  options.output.is_json() ? WriteData(PlanJson(*plans)) : ShowPlans(options, *plans, ground);
  return StepCount(*plans) == 0 ? Exit::kOk : Exit::kProblems;
}

// Whether a person at the terminal wants it. Without a terminal, nobody does.
bool IsWanted() {
  if (!InputIsTerminal() || ::isatty(STDERR_FILENO) != 1) {
    WriteErr("note: nothing was changed; use --yes to apply the plan\n");
    return false;
  }
  WriteErr("apply these changes? only `yes` is accepted: ");
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "yes") return true;
  WriteErr("nothing was changed\n");
  return false;
}

Exit RunApply(const Options& options) {
  auto plans = ReadSilencesFiles(options.paths, options.output.color.Use());
  if (!plans) return Exit::kFailed;
  const auto asked = options.server.Open();
  Ground ground;
  if (!asked || !Ask(*asked, ground) || !MakePlans(options, ground, *plans)) return Exit::kFailed;
  const bool is_json = options.output.is_json();
  if (!is_json) ShowPlans(options, *plans, ground);
  const bool has_steps = StepCount(*plans) > 0;
  const bool is_wanted = !has_steps || options.yes || IsWanted();
  bool goes_on = has_steps && is_wanted;
  for (FilePlan& plan : *plans) {
    if (!has_steps || !is_wanted) continue;
    plan.results.resize(plan.plan.steps.size());
    if (!goes_on) continue;
    plan.results = silences::Apply(asked->server(), plan.plan.steps, options.workers);
    goes_on = std::ranges::all_of(plan.results, [](const silences::Imported& result) {
      return result.outcome != silences::Imported::Outcome::kNotTried;
    });
  }
  if (is_json) WriteData(PlanJson(*plans));
  if (!has_steps) return Exit::kOk;
  if (!is_wanted) return Exit::kProblems;
  const Exit status = ReportApplied(*plans, is_json);
  return status == Exit::kOk && options.exit_code ? Exit::kProblems : status;
}

constexpr std::string_view kPlanDescription =
    "A file lists single silences, and maintenance windows that recur weekly, monthly or as in a "
    "crontab, in a time zone; `pronoia schema silences` lists its fields, and `pronoia check` "
    "checks it. Windows become silences up to its `horizon` ahead. Silences of a file are marked "
    "with its `name`, in the annotation `pronoia_silence`, or before Alertmanager 0.32 at the end "
    "of their comment; no other silence is ever changed. Marked silences whose window has moved "
    "are expired; those that are no longer in the file only with --prune.\n\n`+` is a silence to "
    "create, `~` one to change, `-` one to expire.\n\nWith --format json, `files` has an object "
    "for each file: `file`, `name`, `steps`, `kept` (number of silences that are up to date), "
    "`orphans` (silences that --prune would expire) and `over` (names of silences that have "
    "ended). A step has `action` (create, change, expire), `name`, `key` (the mark), `reasons`, "
    "and the silence `before` and `after`, as in Alertmanager's API.\n\nExit status: 0 nothing to "
    "change, 1 there are changes, 2 the plan could not be made.";

constexpr std::string_view kApplyDescription =
    "Show the plan, as `silence plan` does, and apply it after confirmation: `yes` on a terminal, "
    "otherwise --yes. Print a line for each silence that was created, changed or expired. If some "
    "changes fail, standard error lists them; run the command again to apply the rest, nothing is "
    "applied twice.\n\nWith --format json, print the plan after it has been applied; steps also "
    "have `outcome` (applied, refused, without an answer, not tried), and `id` or `error`.\n\nExit "
    "status: 0 the server has the silences of the files, 1 the plan was not confirmed, or with "
    "--exit-code something was changed, 2 some changes failed.";

constexpr Example kPlanExamples[] = {
    {"pronoia silence plan silences.yml", "Show what `silence apply` would do"},
    {"pronoia silence plan --offline --horizon 60d silences.yml",
     "List the windows of the next 60 days, without a server"},
};
constexpr Example kApplyExamples[] = {
    {"pronoia silence apply silences.yml", "Show the plan, ask, and apply it"},
    {"pronoia silence apply --yes --prune silences.yml", "Apply it from cron or CI"},
};

void DeclareShared(FlagSet& flags, Options& options) {
  flags.Argument("file", &options.paths, "FILE", "Files of silences, or - for standard input",
                 {.required = true});
  flags.Option("--horizon", &options.horizon, "DURATION",
               "Create silences this far ahead (default: the horizon of each file)");
  flags.Switch("--prune", &options.prune, "Expire marked silences that are no longer in the files");
}

}  // namespace

extern const Command kSilencePlanCommand = {
    .path = "silence plan",
    .summary = "Show what would change to make the silences of a server match files",
    .description = kPlanDescription,
    .ending = kAlertmanagerEnding,
    .examples = kPlanExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclareShared(flags, *options);
      flags.Switch("--offline", &options->offline,
                   "Plan without a server, as if it had no silences");
      flags.Option("--at", &options->at, "TIME", "With --offline: time at which the plan is made");
      options->output.Declare(flags);
      options->server.Declare(flags);
      return [options] { return RunPlan(*options); };
    },
};

extern const Command kSilenceApplyCommand = {
    .path = "silence apply",
    .summary = "Make the silences of a server match files",
    .description = kApplyDescription,
    .ending = kAlertmanagerEnding,
    .examples = kApplyExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclareShared(flags, *options);
      flags.Switch("--yes", &options->yes, "Apply the plan without asking");
      flags.Switch("--exit-code", &options->exit_code,
                   "Exit with status 1 if something was changed");
      flags.Option("-w,--workers", &options->workers, "COUNT", "Number of concurrent requests");
      options->output.Declare(flags);
      options->server.Declare(flags);
      return [options] { return RunApply(*options); };
    },
};

}  // namespace tools
