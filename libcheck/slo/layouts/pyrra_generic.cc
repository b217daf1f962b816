#include <fmt/format.h>

#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/slo/layouts/pyrra_parts.h"

namespace check::slo::pyrra {
namespace {

using Type = PyrraDetails::Type;
using Matcher = PyrraMetric::Matcher;

constexpr std::int64_t kIntervalMs = 30'000;

// What the rules with fixed names say.
struct Generic {
  std::string availability;
  std::string requests;
  std::string errors;
};

std::string SumRate(const PyrraMetric& metric) {
  return fmt::format("sum(rate({}[5m]))", Selector(metric));
}

// A series that Pyrra records of the objective.
std::string Recorded(const Plan& plan, const PyrraMetric& metric, std::string name,
                     std::vector<Matcher> more = {}) {
  more.push_back({model::MatchType::kEqual, "slo", plan.name});
  return Selector(Renamed(metric, std::move(name), std::move(more)));
}

Matcher Le(std::string value) { return {model::MatchType::kEqual, "le", std::move(value)}; }

Generic OfRatio(const Plan& plan) {
  const PyrraDetails& details = plan.details;
  const std::int64_t window = plan.slo.period.length_ms;
  return {
      .availability =
          fmt::format("1 - sum({} or vector(0)) / sum({})",
                      Recorded(plan, details.part, IncreaseName(details.part.name, window)),
                      Recorded(plan, details.total, IncreaseName(details.total.name, window))),
      .requests = SumRate(details.total),
      .errors = fmt::format("{} or vector(0)", SumRate(details.part)),
  };
}

Generic OfLatency(const Plan& plan) {
  const PyrraMetric total = plan.Bucket(plan.details.total);
  const PyrraMetric success = plan.Bucket(plan.details.part);
  const std::int64_t window = plan.slo.period.length_ms;
  return {
      .availability =
          fmt::format("sum({} or vector(0)) / sum({})",
                      Recorded(plan, success, IncreaseName(success.name, window)),
                      Recorded(plan, total, IncreaseName(total.name, window), {Le("")})),
      .requests = SumRate(total),
      .errors = fmt::format("{} - {}", SumRate(total), SumRate(success)),
  };
}

// Pyrra: there are no rates of these.
Generic OfNativeLatency(const Plan& plan) {
  const PyrraMetric& total = plan.details.total;
  const std::string name = IncreaseName(total.name, plan.slo.period.length_ms);
  const double seconds = static_cast<double>(plan.details.latency_ms) / 1000;
  return {.availability =
              fmt::format("sum({} or vector(0)) / sum({})",
                          Recorded(plan, total, name, {Le(FormatGoFloat(seconds, 'g', -1))}),
                          Recorded(plan, total, name, {Le("")}))};
}

// Pyrra: what it calls rates are numbers of samples in the whole window.
Generic OfGauge(const Plan& plan) {
  const PyrraMetric& total = plan.details.total;
  const std::int64_t window = plan.slo.period.length_ms;
  const std::string all =
      fmt::format("sum({})", Recorded(plan, total, CountName(total.name, window)));
  const std::string good =
      fmt::format("sum({})", Recorded(plan, total, SumName(total.name, window)));
  return {.availability = fmt::format("{} / {}", good, all),
          .requests = all,
          .errors = fmt::format("{} - {}", all, good)};
}

Generic GenericOf(const Plan& plan) {
  switch (plan.details.type) {
    case Type::kRatio:
      return OfRatio(plan);
    case Type::kLatency:
      return OfLatency(plan);
    case Type::kLatencyNative:
      return OfNativeLatency(plan);
    case Type::kBoolGauge:
      break;
  }
  return OfGauge(plan);
}

}  // namespace

MadeGroup GenericGroup(const Plan& plan) {
  LabelMap labels = plan.CommonLabels();
  if (plan.details.description_label) {
    labels.insert_or_assign("description", plan.slo.description);
  }
  MadeGroup group = {.name = plan.name + "-generic", .interval_ms = kIntervalMs, .rules = {}};
  const auto add = [&](std::string_view record, std::string expr) {
    if (expr.empty()) return;
    group.rules.push_back(plan.Recording(std::string(record), std::move(expr), labels));
  };
  add("pyrra_objective", FormatGoFloat(plan.slo.objective.ratio(), 'f', -1));
  add("pyrra_window", std::to_string(plan.slo.period.length_ms / 1000));
  Generic generic = GenericOf(plan);
  add("pyrra_availability", std::move(generic.availability));
  add("pyrra_requests:rate5m", std::move(generic.requests));
  add("pyrra_errors:rate5m", std::move(generic.errors));
  return group;
}

}  // namespace check::slo::pyrra
