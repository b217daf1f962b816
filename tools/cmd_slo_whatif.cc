#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/slo/whatif.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"
#include "tools/slo_data.h"
#include "tools/slo_flags.h"
#include "tools/slo_incidents.h"
#include "tools/slo_subjects.h"
#include "tools/slo_whatif_report.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace slo = check::slo;

struct Options {
  SloFlags slos;
  std::string objectives;
  std::string periods;
  std::string policies;
  std::string factors;
  std::string windows;
  std::string fors;
  std::vector<std::string> outages;
  std::string traffic = "100/s";
  std::string interval = "1m";
  std::string incidents;
  bool front = false;
  bool plot = false;
  SloDataFlags data;
  TimeFlags times;
  ListOutput output;
};

// The words of a list, each read by `read`, which gives a Result.
template <typename T, typename Read>
std::optional<Error> ReadList(std::string_view flag, std::string_view list, Read&& read,
                              std::vector<T>& values) {
  std::optional<Error> error;
  check::ForEachWord(list, [&](std::string_view word) {
    if (error) return;
    auto value = read(word);
    if (value) {
      values.push_back(std::move(*value));
    } else {
      error = Error{fmt::format("{}: {}", flag, value.error().message)};
    }
  });
  return error;
}

Result<std::int64_t> ReadMilliseconds(std::string_view word) {
  const auto duration = check::ParseFlagDuration(word);
  if (!duration || *duration < check::Duration(0)) {
    return Error{fmt::format("invalid duration `{}`: write it as in 2m or 28d", word)};
  }
  return *duration / std::chrono::milliseconds(1);
}

Result<std::int64_t> ReadPeriod(std::string_view word) {
  auto ms = ReadMilliseconds(word);
  if (ms && *ms == 0) return Error{"a period must be greater than 0"};
  return ms;
}

Result<double> ReadFactor(std::string_view word) {
  std::string_view number = word;
  if (number.ends_with('x')) number.remove_suffix(1);
  const auto factor = check::ParseGoFloat(number);
  if (!factor || !(*factor > 0 && *factor < 1e6)) {
    return Error{fmt::format("invalid factor `{}`: write it as in 0.5x", word)};
  }
  return *factor;
}

Result<const slo::NamedPolicy*> ReadPolicy(std::string_view word) {
  const auto policies = slo::NamedPolicies();
  const auto found = std::ranges::find(policies, word, &slo::NamedPolicy::name);
  if (found != policies.end()) return &*found;
  std::string names;
  for (const slo::NamedPolicy& policy : policies) {
    names += (names.empty() ? "" : ", ") + std::string(policy.name);
  }
  return Error{fmt::format("unknown policy `{}`; choose from {}", word, names)};
}

Result<slo::WhatIfGrid> ReadGrid(const Options& options) {
  slo::WhatIfGrid grid;
  std::optional<Error> error;
  const auto read = [&](std::string_view flag, std::string_view list, auto&& word, auto& values) {
    if (!error) error = ReadList(flag, list, word, values);
  };
  read("--objectives", options.objectives, slo::Objective::ParsePercent, grid.objectives);
  read("--periods", options.periods, ReadPeriod, grid.periods_ms);
  read("--policies", options.policies, ReadPolicy, grid.policies);
  read("--factors", options.factors, ReadFactor, grid.factors);
  read("--window-lengths", options.windows, ReadFactor, grid.windows);
  read("--for", options.fors, ReadMilliseconds, grid.fors_ms);
  if (error) return *error;
  return grid;
}

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

class WhatIfRun {
 public:
  explicit WhatIfRun(const Options& options) : options_(options) {}

  Exit Run() {
    zone_ = options_.times.Zone("");
    if (const auto problem = check::CheckTimeZone(zone_)) {
      return Fail(fmt::format("--tz: {}", problem->message));
    }
    auto grid = ReadGrid(options_);
    if (!grid) return Fail(grid.error().message);
    grid_ = std::move(*grid);
    const auto interval = ReadDurationFlag("--interval", options_.interval);
    if (!interval) return Fail(interval.error().message);
    interval_ms_ = std::max<std::int64_t>(*interval / std::chrono::milliseconds(1), 1);
    auto incidents = ReadIncidentsFile(options_.incidents, zone_);
    if (!incidents) return Fail(incidents.error().message);
    incidents_ = std::move(*incidents);
    const auto set = options_.slos.Read(zone_);
    if (!set) return Exit::kFailed;
    const bool is_made_up = !options_.outages.empty();
    if (is_made_up && (!options_.data.source.data.empty() || !options_.data.server.empty())) {
      return Fail("--outage excludes --data and --server");
    }
    if (is_made_up && !options_.incidents.empty()) {
      return Fail("--incidents needs data, which --outage replaces");
    }
    const Exit result = is_made_up ? OverOutages(*set) : OverData(*set);
    if (result == Exit::kOk || !tables_.empty()) Show();
    return result;
  }

 private:
  Exit OverOutages(const SloSet& set) {
    const auto traffic = slo::ParseTraffic(options_.traffic);
    if (!traffic) return Fail("--traffic: " + traffic.error().message);
    std::vector<slo::Scenario> scenarios;
    for (const std::string& text : options_.outages) {
      auto outage = slo::ParseOutage(text);
      if (!outage) return Fail("--outage: " + outage.error().message);
      slo::Scenario& scenario = scenarios.emplace_back();
      scenario.traffic = *traffic;
      scenario.start_ms = outage->at_ms.value_or(0);
      scenario.outage = std::move(*outage);
    }
    for (const slo::Slo& slo : set.slos) {
      auto variants = slo::MakeVariants(slo, grid_);
      if (!variants) return Fail(variants.error().message);
      AddTable(slo, {}, slo::WhatIfOutages(std::move(*variants), scenarios, interval_ms_));
    }
    return Exit::kOk;
  }

  Exit OverData(const SloSet& set) {
    const auto source = options_.data.Open();
    if (!source) return Exit::kFailed;
    const auto times = options_.data.Times(**source, zone_);
    if (!times) return Exit::kFailed;
    const SloSubjects subjects = ReadSubjects(set, **source, *times);
    for (const SloSubject& subject : subjects.all) {
      auto variants = slo::MakeVariants(*subject.slo, grid_);
      if (!variants) return Fail(variants.error().message);
      slo::WhatIfOptions options;
      options.interval_ms = interval_ms_;
      options.incidents = incidents_;
      if (!options_.data.end.empty()) options.last = times->end;
      if (!options_.data.start.empty()) options.first = times->begin;
      AddTable(*subject.slo, subject.counted.group,
               slo::WhatIf(std::move(*variants), *subject.slo, subject.counted.events, options));
    }
    return subjects.is_complete ? Exit::kOk : Exit::kFailed;
  }

  void AddTable(const slo::Slo& slo, std::vector<std::pair<std::string, std::string>> group,
                std::vector<slo::WhatIfRow> rows) {
    slo::SortRows(rows);
    if (options_.front) {
      std::erase_if(rows, [](const slo::WhatIfRow& row) { return !row.on_front; });
    }
    tables_.push_back({slo.service, slo.name, std::move(group), std::move(rows)});
  }

  void Show() const {
    if (options_.output.is_json()) return WriteData(WhatIfJson(tables_));
    if (options_.output.format == "csv") return WriteData(WhatIfCsvOf(tables_).Csv());
    const WhatIfColumns columns = {.objective = !grid_.objectives.empty(),
                                   .period = !grid_.periods_ms.empty(),
                                   .policy = !grid_.policies.empty(),
                                   .factor = !grid_.factors.empty(),
                                   .window = !grid_.windows.empty(),
                                   .for_ms = !grid_.fors_ms.empty()};
    options_.output.Show(WhatIfGridOf(tables_, columns), "no rows");
    if (!options_.plot) return;
    constexpr unsigned kMostRows = 20;
    for (const WhatIfTable& table : tables_) {
      WriteOut("\n" +
               Text(WhatIfScatter(table), {.colour = options_.output.color.Use(),
                                           .utf8 = ShowsUtf8(),
                                           .width = TerminalWidth(),
                                           .height = std::min(TerminalHeight(), kMostRows)}));
    }
  }

  const Options& options_;
  std::string zone_;
  std::int64_t interval_ms_ = 60'000;
  slo::WhatIfGrid grid_;
  std::vector<slo::Episode> incidents_;
  std::vector<WhatIfTable> tables_;
};

constexpr std::string_view kDescription =
    "Replay the alerts of an objective over recorded events once for every combination of the "
    "given objectives, periods, policies, factors, windows and `for`; what is not given stays as "
    "it is. A row shows how often somebody is paged in 30 days, how many pages are false (outside "
    "of every episode and the six hours after it), how many episodes that spend 2 % of the budget "
    "or more do not page, the mean and the worst delay from the start of an episode that pages to "
    "its page, and how much of the budget is spent by then.\n\nRows with a letter form the Pareto "
    "front: no other row of the same objective and period is at least as good in pages, delay and "
    "missed episodes, and better in one of them. Rows of different objectives or periods have "
    "different budgets, and so different episodes; they are not compared with each other, unless "
    "--incidents lists the episodes, all of which should page then.\n\nWith --outage no data is "
    "used: each outage is simulated separately, as `slo simulate` does, with the traffic of "
    "--traffic; outages that spend less than 2 % of the budget do not count as missed.\n\nWith "
    "--format json, an array has an object for each objective, with `service`, `slo`, `group` and "
    "`rows`; a row has `objective_percent`, `period_seconds`, `policy`, `factor`, `window`, "
    "`for_seconds` (null: the policy's), `as_it_is`, `pages`, `pages_per_month` (null for "
    "outages), `false_pages`, `tickets`, `significant`, `missed`, `mean_delay_seconds`, "
    "`worst_delay_seconds`, `mean_spent_at_page`, `worst_spent_at_page` and `front`. CSV has the "
    "same columns.\n\nExit status: 0 done, 2 something could not be read.";

constexpr Example kExamples[] = {
    {"pronoia slo whatif slos/checkout.yml --data month.om --objectives 99,99.5,99.9",
     "Show what other objectives would page for"},
    {"pronoia slo whatif slos/checkout.yml --data month.om --policies workbook,pyrra --factors "
     "0.5x,1x,2x --for 0s,2m,15m --plot",
     "Compare policies, thresholds and `for`, and draw delays against pages"},
    {"pronoia slo whatif --objective 99.9 --factors 0.5x,1x,2x --outage '5% for 2h' --outage "
     "'100% for 5m'",
     "Without data: show how late each would page"},
};

}  // namespace

extern const Command kSloWhatifCommand = {
    .path = "slo whatif",
    .summary = "Compare what other objectives, policies and thresholds would have paged for",
    .description = kDescription,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->slos.Declare(flags, true);
      flags.Option("--objectives", &options->objectives, "PERCENT,...",
                   "Objectives to try: 99,99.5,99.9");
      flags.Option("--periods", &options->periods, "DURATION,...",
                   "Rolling periods to try: 28d,30d");
      flags.Option("--policies", &options->policies, "POLICIES", "Policies to try");
      flags.Option("--factors", &options->factors, "FACTOR,...",
                   "Factors for burn rates to try: 0.5x,1x,2x");
      flags.Option("--window-lengths", &options->windows, "FACTOR,...",
                   "Factors for windows to try: 0.5x,1x,2x");
      flags.Option("--for", &options->fors, "DURATION,...",
                   "`for` of all alerts to try: 0s,2m,15m");
      flags.Option("--outage", &options->outages, "OUTAGE",
                   "Outages to simulate instead of data: '5% for 2h', '100% for 10m at 03:00'");
      flags.Option(
          "--traffic", &options->traffic, "TRAFFIC",
          "With --outage: rate of requests, '100/s' or '1000/s day 08:00-20:00, 50/s night'");
      flags.Option("--interval", &options->interval, "DURATION",
                   "Evaluation interval of the alerts");
      flags.Option("--incidents", &options->incidents, "FILE",
                   "File with known incidents by which all rows are judged: CSV with columns "
                   "start, end and note, or YAML");
      flags.Switch("--front", &options->front, "Show only the rows of the Pareto front");
      flags.Switch("--plot", &options->plot, "Plot delays against pages");
      options->data.Declare(flags);
      options->times.Declare(flags);
      options->output.Declare(flags);
      return [options] { return WhatIfRun(*options).Run(); };
    },
};

}  // namespace tools
