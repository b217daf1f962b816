#include <fmt/format.h>

#include <memory>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/slo/specs/open_slo.h"
#include "libcheck/slo/specs/open_slo_source.h"
#include "libcheck/slo/specs/open_slo_values.h"

// Reads SLOs of OpenSLO v1alpha, as Sloth does: the objectives of SLO `x` are `x-0`, `x-1` and so
// on. What is wrong with fields has been reported.
namespace check::slo {
namespace {

using schema::Values;

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = 24 * 3600 * kSecond;

struct Unit {
  std::string_view name;
  std::int64_t ms;
  Period::Calendar::Unit calendar;
};
constexpr Unit kUnits[] = {
    {"second", kSecond, Period::Calendar::Unit::kDay},
    {"day", kDay, Period::Calendar::Unit::kDay},
    {"week", 7 * kDay, Period::Calendar::Unit::kWeek},
    {"month", 30 * kDay, Period::Calendar::Unit::kMonth},
    {"quarter", 90 * kDay, Period::Calendar::Unit::kQuarter},
};

void ReadPeriod(const Values& spec, Slo& slo) {
  const auto windows = spec.Items("timeWindows");
  if (windows.empty() || !windows.front().IsMapping()) return;
  const Values window = spec.Of(windows.front());
  const std::int64_t count = window.Integer("count");
  const auto* const unit = std::ranges::find(kUnits, LowerAscii(window.Text("unit")), &Unit::name);
  constexpr std::int64_t kMost = 100'000'000;
  if (unit == std::end(kUnits) || count <= 0 || count > kMost) return;
  slo.period.length_ms = count * unit->ms;
  slo.period_where = OpenSloSource::At(window, window.Find("count")->value);
  if (!window.Has("calendar") || unit->ms == kSecond) return;
  const Values calendar = window.Sub("calendar");
  const std::string_view zone = calendar.Text("timeZone");
  slo.period.calendar = {.unit = unit->calendar,
                         .count = static_cast<unsigned>(count),
                         .start = std::string(calendar.Text("startTime")),
                         .zone = OpenSloTimeZoneProblem(zone) ? "UTC" : std::string(zone)};
}

std::optional<Query> ReadSource(OpenSloSource& source, const Values& metric, ReadSeries series) {
  const std::string name = LowerAscii(metric.Text("source"));
  const yaml::Entry* query = metric.FindSet("query");
  if (query == nullptr || !query->value.IsScalar()) return std::nullopt;
  if (name != "prometheus" && name != "sloth") {
    source.ReportSource(metric, "the metric source is not known to be Prometheus");
    return std::nullopt;
  }
  return source.ReadQuery(metric, query->value, series);
}

Indicator ReadIndicator(OpenSloSource& source, const Values& spec, const Values& objective) {
  Indicator indicator = {.kind = Indicator::Kind::kUnknown};
  if (objective.Has("ratioMetrics")) {
    const Values ratio = objective.Sub("ratioMetrics");
    const ReadSeries series =
        ratio.Bool("incremental") ? ReadSeries::kCounters : ReadSeries::kCounts;
    const auto good = ReadSource(source, ratio.Sub("good"), series);
    const auto total = ReadSource(source, ratio.Sub("total"), series);
    if (!good || !total) return indicator;
    indicator.kind = Indicator::Kind::kEvents;
    indicator.good = *good;
    indicator.total = *total;
    MatchForms(indicator.good, indicator.total);
    return indicator;
  }
  const auto metric =
      ReadSource(source, spec.Sub("indicator").Sub("thresholdMetric"), ReadSeries::kRatios);
  if (!metric || !objective.Has("op") || !objective.Has("value")) return indicator;
  indicator.kind = Indicator::Kind::kThreshold;
  indicator.total = *metric;
  indicator.total.text = metric->where.file->text();
  indicator.op = objective.Text("op");
  indicator.threshold = objective.Float("value");
  return indicator;
}

}  // namespace

void ReadOpenSloAlpha(const SpecDocument& document, Diagnostics& diagnostics,
                      std::vector<Slo>& slos) {
  OpenSloSource source(document, OpenSloVersion::kV1Alpha, diagnostics);
  const Values root = source.Root();
  const Values metadata = root.Sub("metadata");
  const Values spec = root.Sub("spec");
  const auto objectives = spec.Items("objectives");
  for (std::size_t i = 0; i < objectives.size(); ++i) {
    if (!objectives[i].IsMapping() || objectives[i].entries().empty()) continue;
    const Values objective = spec.Of(objectives[i]);
    const yaml::Entry* target = objective.Find("target");
    if (target == nullptr) continue;
    const auto parsed = Objective::ParseRatio(DecimalText(objective.TextOf(target->value)));
    if (!parsed) continue;
    Slo slo;
    slo.format = Slo::Format::kOpenSlo;
    slo.service = spec.Text("service");
    slo.name = fmt::format("{}-{}", metadata.Text("name"), i);
    slo.id = slo.service + "-" + slo.name;
    slo.description = spec.Text("description");
    slo.where = OpenSloSource::At(spec, objectives[i].entries().front().key);
    slo.objective = *parsed;
    slo.objective_where = OpenSloSource::At(objective, target->value);
    ReadPeriod(spec, slo);
    slo.indicator = ReadIndicator(source, spec, objective);
    if (spec.Text("budgetingMethod") == "Timeslices") {
      // The version has no field for how long a slice is.
      slo.method = {.kind = Method::Kind::kTimeslices,
                    .slice_ms = 60 * kSecond,
                    .slice_target = objective.Float("timeSliceTarget")};
    }
    slo.policy = WorkbookPolicy(slo.period.length_ms);
    slo.alerts = false;  // The version has no alerts, and Sloth makes none.
    auto details = std::make_shared<OpenSloDetails>();
    details->version = OpenSloVersion::kV1Alpha;
    details->slo_name = metadata.Text("name");
    details->display_name = objective.IsSet("displayName") ? objective.Text("displayName")
                                                           : metadata.Text("displayName");
    details->index = i;
    details->siblings = objectives.size();
    slo.details = std::move(details);
    slos.push_back(std::move(slo));
  }
}

}  // namespace check::slo
