#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/layouts.h"
#include "libcheck/slo/simulation.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/slo_flags.h"
#include "tools/width.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace slo = check::slo;

struct Options {
  SloFlags slos;
  std::vector<std::string> outages;
  std::string traffic = "100/s";
  std::string background = "0%";
  std::string interval = "30s";
  std::string scrape_interval = "30s";
  std::string layout;
  bool no_rules = false;
  std::string format = "text";
  ColorFlag color;
};

// An outage of some minutes that nobody said the time of is one of the day.
constexpr std::int64_t kNoonMs = 12LL * 3600 * 1000;
// Rules over months of samples take their time.
constexpr std::int64_t kMostSteps = 2'000'000;

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

Result<std::int64_t> ReadInterval(std::string_view flag, const std::string& value) {
  const auto duration = ReadDurationFlag(flag, value);
  if (!duration) return duration.error();
  const std::int64_t ms = *duration / std::chrono::milliseconds(1);
  if (ms < 1000 || ms % 1000 != 0 || ms > 3600 * 1000) {
    return Error{fmt::format("{} must be whole seconds, an hour at most", flag)};
  }
  return ms;
}

Result<slo::ServerTiming> ReadTiming(const Options& options) {
  const auto interval = ReadInterval("--interval", options.interval);
  if (!interval) return interval.error();
  const auto scrape = ReadInterval("--scrape-interval", options.scrape_interval);
  if (!scrape) return scrape.error();
  return slo::ServerTiming{.interval_ms = *interval, .scrape_interval_ms = *scrape};
}

Result<std::vector<slo::Scenario>> ReadScenarios(const Options& options) {
  if (options.outages.empty()) {
    return Error{"no outage: give at least one, such as --outage '5% for 2h'"};
  }
  const auto traffic = slo::ParseTraffic(options.traffic);
  if (!traffic) return Error{"--traffic: " + traffic.error().message};
  const auto background = slo::ParseShare(options.background);
  if (!background) return Error{"--background: " + background.error().message};
  std::vector<slo::Scenario> scenarios;
  for (const std::string& text : options.outages) {
    auto outage = slo::ParseOutage(text);
    if (!outage) return Error{"--outage: " + outage.error().message};
    const std::int64_t start = outage->at_ms.value_or(kNoonMs);
    scenarios.push_back({.outage = std::move(*outage),
                         .traffic = *traffic,
                         .background = *background,
                         .start_ms = start});
  }
  return scenarios;
}

// Which rules are made of an objective: those of its own tool, unless it does not know the guard.
const slo::Layout* LayoutFor(const slo::Slo& slo, const Options& options) {
  if (options.no_rules) return nullptr;
  if (!options.layout.empty()) return slo::FindLayout(options.layout);
  if (slo.format == slo::Slo::Format::kPyrra) return slo::FindLayout("pyrra");
  return slo::FindLayout(slo.least_events > 0 ? "exact" : "sloth");
}

// Scenarios of weeks at short intervals.
std::optional<Error> CheckSize(const slo::Slo& slo, const std::vector<slo::Scenario>& scenarios,
                               const slo::ServerTiming& timing) {
  for (const slo::Scenario& scenario : scenarios) {
    const slo::Simulator simulator(scenario, slo);
    const std::int64_t length = simulator.last_ms() - simulator.signal().from();
    if (length / std::min(timing.interval_ms, timing.scrape_interval_ms) <= kMostSteps) continue;
    return Error{
        fmt::format("`{}` needs more than {} scrapes or evaluations: use a longer --interval and "
                    "--scrape-interval, or --no-rules",
                    scenario.outage.text, kMostSteps)};
  }
  return std::nullopt;
}

void WriteDisagreement(const slo::Simulation& simulation, const slo::ScenarioSimulation& scenario,
                       std::size_t alert) {
  WriteErr(
      fmt::format("`{}`, {}: `{}` fires or stops more than {} away from the calculated time, with "
                  "the rules of the layout `{}`\n",
                  simulation.slo->Title(), scenario.simulator.scenario().outage.text,
                  simulation.slo->policy.alerts[alert].name,
                  slo::WindowText(simulation.timing.tolerance_ms()), simulation.layout));
  for (const std::string& reason : slo::ReasonsToDiffer(simulation, scenario, alert)) {
    WriteErr(fmt::format("note: {}\n", reason));
  }
}

void WriteNotes(const slo::Simulation& simulation) {
  const slo::Slo& slo = *simulation.slo;
  const std::string title = slo.Title();
  const auto note = [&](std::string_view text) {
    WriteErr(fmt::format("note: `{}` {}\n", title, text));
  };
  if (slo.policy.alerts.empty()) note("has no alerts");
  if (!simulation.no_rules.empty()) {
    note("is only calculated, without running rules: " + simulation.no_rules);
  }
  if (slo.method.kind != slo::Method::Kind::kOccurrences) {
    note("counts slices of time; the calculation counts events");
  }
  for (const slo::ScenarioSimulation& scenario : simulation.scenarios) {
    if (!scenario.problem.empty()) {
      WriteError(fmt::format("`{}`, {}: {}", title, scenario.simulator.scenario().outage.text,
                             scenario.problem));
    }
    for (std::size_t i = 0; i < scenario.alerts.size(); ++i) {
      if (!scenario.alerts[i].agrees) WriteDisagreement(simulation, scenario, i);
    }
  }
}

void WriteSimulations(const Options& options, const std::vector<slo::Simulation>& simulations) {
  if (options.format == "json") return WriteData(slo::SimulationsJson(simulations));
  const slo::SimulationStyle style = {
      .colour = options.color.Use(), .utf8 = ShowsUtf8(), .width = TableWidth()};
  for (std::size_t i = 0; i < simulations.size(); ++i) {
    if (i > 0) WriteOut("\n");
    WriteOut(slo::SimulationText(simulations[i], style));
  }
}

// Rules of alerts that the specification does not want can be run even so. Without queries,
// counters of these names stand for all.
void Complete(slo::Slo& slo) {
  slo.alerts = true;
  if (slo.format != slo::Slo::Format::kFlags || !slo.indicator.total.empty()) return;
  slo.indicator.errors.text = "errors_total";
  slo.indicator.total.text = "requests_total";
}

Exit Run(const Options& options) {
  if (!options.layout.empty() && options.no_rules) {
    return Fail("--layout and --no-rules exclude each other");
  }
  const auto scenarios = ReadScenarios(options);
  if (!scenarios) return Fail(scenarios.error().message);
  const auto timing = ReadTiming(options);
  if (!timing) return Fail(timing.error().message);
  auto set = options.slos.Read();
  if (!set) return Exit::kFailed;

  std::vector<slo::Simulation> simulations;
  for (slo::Slo& slo : set->slos) {
    if (!slo.alerts) {
      WriteErr(fmt::format("note: `{}` has no alerts of its own: using those of the policy `{}`\n",
                           slo.Title(), slo.policy.name));
    }
    Complete(slo);
    const slo::Layout* const layout = LayoutFor(slo, options);
    if (layout != nullptr) {
      if (const auto error = CheckSize(slo, *scenarios, *timing)) return Fail(error->message);
    }
    simulations.push_back(slo::Simulate(slo, *scenarios, *timing, layout));
  }
  WriteSimulations(options, simulations);
  std::ranges::for_each(simulations, WriteNotes);
  if (std::ranges::any_of(simulations, &slo::Simulation::has_problem)) return Exit::kFailed;
  return std::ranges::all_of(simulations, &slo::Simulation::agrees) ? Exit::kOk : Exit::kProblems;
}

constexpr std::string_view kDescription =
    "Show for each alert of an objective when it fires after an outage has begun, how much of the "
    "budget is spent by then, and when it stops after recovery. This is calculated in three ways: "
    "with the closed forms of pronoia-slo(7), or exact to the second where an outage has several "
    "phases or traffic changes; at the evaluations of a server; and by running the rules of `slo "
    "generate` in the rule engine, over counters as a server scrapes them. If the rules differ "
    "from the calculation by more than an evaluation and a scrape, this is reported on standard "
    "error and the exit status is 1.\n\nAn outage is a share of failing requests and a duration: "
    "`5% for 2h`, `1% to 20% over 1h` for a growing one, `100% for 5m every 10m for 2h` for a "
    "recurring one. Commas separate successive phases. `at 03:00` after the first phase sets when "
    "it begins (12:00 by default); this matters if traffic depends on the time of day. Each "
    "--outage is a separate scenario. --traffic is `100/s`, or with times of day `1000/s day "
    "08:00-20:00, 50/s night`.\n\nThe columns: how long after the start of the outage an alert "
    "fires; the share of the budget spent by then, by time or, where traffic changes, by events; "
    "how long after its end the alert stops; how often it fires, if more than once; the shortest "
    "outage that fires at all; and the times of firing and stopping at evaluations, and by the "
    "rules.\n\nWith --format json, print an array with an object for each objective: `service`, "
    "`slo`, `objective_percent`, `budget`, `policy`, `period_seconds`, `interval_seconds`, "
    "`scrape_interval_seconds`, `layout` of the rules, `no_rules` (why none were run) and "
    "`scenarios`. Each has `outage`, `duration_seconds`, `start_seconds` (after midnight), "
    "`background`, `traffic`, `burn_rate`, `spent_by_time`, `spent_by_events`, `problem` and "
    "`alerts`, which have `closed_form` (null where there is none), `every_second`, `evaluated` "
    "and `rules`; `agrees` is true if the last two agree. Times are seconds from the start of the "
    "outage, `reset_seconds` from its end; a null in `firing` means before the outage, or without "
    "end.\n\nExit status: 0 calculation and rules agree, 1 they do not, 2 nothing could be "
    "calculated.";

constexpr Example kExamples[] = {
    {"pronoia slo simulate --objective 99.9 --outage '100% for 10m'",
     "Show that ten minutes without any success page for 29.8 minutes after recovery"},
    {"pronoia slo simulate slos/checkout.yml --outage '5% for 2h' --outage '1% to 20% over 1h'",
     "Compare two outages, with the alerts of a specification"},
    {"pronoia slo simulate --objective 99.9 --outage '100% for 10m at 03:00' --traffic '1000/s day "
     "08:00-20:00, 50/s night'",
     "At night, an outage spends a smaller share by events than by time"},
    {"pronoia slo simulate --objective 99 --tier page:14x:1h/5m:for=2m --background 0.1% --outage "
     "'100% for 5m every 10m for 2h'",
     "Show whether a `for` ever elapses, with a custom policy"},
};

}  // namespace

extern const Command kSloSimulateCommand = {
    .path = "slo simulate",
    .summary = "Calculate when alerts of an objective fire and stop in an outage",
    .description = kDescription,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Option("--outage", &options->outages, "OUTAGE",
                   "Share of failing requests and duration, as in '5% for 2h'; each is a scenario");
      flags.Option("--traffic", &options->traffic, "TRAFFIC", "Rate of requests, as in 100/s");
      flags.Option("--background", &options->background, "SHARE",
                   "Error ratio before and after the outage, as in 0.01%");
      flags.Option("--interval", &options->interval, "DURATION",
                   "Evaluation interval of the rules");
      flags.Option("--scrape-interval", &options->scrape_interval, "DURATION", "Scrape interval");
      flags.Option("--layout", &options->layout, "LAYOUT",
                   "Layout of the rules to run (default: that of the specification's own tool)");
      flags.Switch("--no-rules", &options->no_rules, "Calculate only, without running rules");
      flags.Option("--format", &options->format, "TRACE", "Output format");
      options->slos.Declare(flags, true);
      options->color.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
