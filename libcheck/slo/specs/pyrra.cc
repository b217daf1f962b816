#include "libcheck/slo/specs/pyrra.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/parse.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/reader.h"
#include "libcheck/schema/validate.h"
#include "libcheck/slo/formats.h"
#include "libcheck/slo/specs/codes.h"
#include "libcheck/slo/specs/pyrra_codes.h"
#include "libcheck/slo/specs/pyrra_table.h"
#include "libcheck/slo/specs/resource.h"
#include "libcheck/yaml/scalar.h"

namespace check::slo {
namespace {

// Pyrra: sigs.k8s.io/yaml decodes as go-yaml v2 does.
constexpr auto kDialect = yaml::Dialect::kGoYamlV2;

// A metric of the specification, as it is written.
struct WrittenMetric {
  const yaml::Node* node = nullptr;  // Null: there is none.
  const SourceFile* source = nullptr;
  const promql::VectorSelector* selector = nullptr;  // Null: it is not one, which was reported.
};

class PyrraReader {
 public:
  PyrraReader(const SpecDocument& document, Diagnostics& diagnostics)
      : document_(document),
        diagnostics_(diagnostics),
        input_(document.input()),
        root_(document.root, input_, kDialect) {}

  void Read(std::vector<Slo>& slos) {
    const std::size_t before = diagnostics_.found().size();
    schema::Validate(document_.root, kPyrraObjective, input_, {.dialect = kDialect}, diagnostics_);
    ReadMetadata();
    ReadTimes();
    ReadIndicator();
    ReadAlerting();
    const auto found = std::span(diagnostics_.found()).subspan(before);
    const bool has_errors = std::ranges::any_of(
        found, [](const Diagnostic& problem) { return problem.severity == Severity::kError; });
    if (has_errors) return;
    FinishPolicy();
    slo_.details = std::make_shared<PyrraDetails>(std::move(details_));
    slos.push_back(std::move(slo_));
  }

 private:
  void ReadMetadata();
  void CheckPassedOn(const schema::Values& pairs, std::string_view what);
  void ReadTimes();
  void ReadTarget(const yaml::Entry& target);
  void CheckRounding(const yaml::Node& target, double number);
  void ReadIndicator();
  void ReadRatio(const schema::Values& ratio);
  void ReadLatency(const schema::Values& latency);
  void ReadNative(const schema::Values& native);
  void ReadGauge(const schema::Values& gauge);
  void ReadAlerting();
  void FinishPolicy();

  // The field `metric` of `query`.
  WrittenMetric ReadMetric(const schema::Values& query);
  void CheckBucket(const WrittenMetric& bucket);
  void CheckName(const WrittenMetric& metric, std::string_view suffix, std::string_view what);
  std::vector<std::string> Grouping(const schema::Values& indicator) const;

  Location Where(const yaml::Node& node) const { return {&document_.file, node.span}; }
  Query QueryOf(const WrittenMetric& metric) const {
    return {std::string(metric.source->text()), Where(*metric.node)};
  }

  const SpecDocument& document_;
  Diagnostics& diagnostics_;
  const schema::Input input_;
  const schema::Values root_;
  Slo slo_;
  PyrraDetails details_;
};

void PyrraReader::ReadMetadata() {
  const schema::Values metadata = root_.Sub("metadata");
  const ResourceMeta& resource = slo_.resource.emplace(ReadResourceMeta(metadata));
  slo_.format = Slo::Format::kPyrra;
  slo_.name = resource.name;
  slo_.id = resource.name_space.empty() ? resource.name : resource.name_space + "/" + resource.name;
  slo_.description = root_.Sub("spec").Text("description");
  for (const auto& [name, value] : resource.labels) {
    if (!name.starts_with(kPyrraPrefix)) continue;
    slo_.labels.emplace_back(name.substr(kPyrraPrefix.size()), value);
  }
  CheckPassedOn(metadata.Sub("labels"), "label");
  CheckPassedOn(metadata.Sub("annotations"), "annotation");
  slo_.where = Where(document_.root);
  if (const yaml::Entry* name = metadata.Find("name")) slo_.where = Where(name->value);
}

// What goes on to rules needs names that Prometheus takes.
void PyrraReader::CheckPassedOn(const schema::Values& pairs, std::string_view what) {
  for (const yaml::Entry& entry : pairs.entries()) {
    std::string_view name = pairs.TextOf(entry.key);
    if (!name.starts_with(kPyrraPrefix)) continue;
    name.remove_prefix(kPyrraPrefix.size());
    if (name.empty()) {
      diagnostics_
          .Report(schema::kBadValue, Where(entry.key),
                  fmt::format("a {} of rules needs a name", what))
          .notes.emplace_back("write the name after `pyrra.dev/`");
    } else if (!model::IsValidLabelName(name, model::NameValidation::kLegacy)) {
      diagnostics_
          .Report(kSloLabelName, Where(entry.key), fmt::format("`{}` needs quotes in PromQL", name))
          .notes.emplace_back("use letters, digits and `_`");
    }
  }
}

void PyrraReader::ReadTimes() {
  const schema::Values spec = root_.Sub("spec");
  if (const yaml::Entry* target = spec.Find("target")) ReadTarget(*target);
  const yaml::Entry* window = spec.Find("window");
  if (window == nullptr || !window->value.IsScalar()) return;
  const Result<Duration> length = ParsePrometheusDuration(spec.Text("window"));
  if (!length) return;  // Reported with the table.
  slo_.period_where = Where(window->value);
  slo_.period.length_ms = *length / std::chrono::milliseconds(1);
  if (slo_.period.length_ms == 0) {
    diagnostics_.Report(schema::kBadValue, slo_.period_where, "the window must be greater than 0")
        .notes.emplace_back("write `4w`, or `30d`");
  }
}

void PyrraReader::ReadTarget(const yaml::Entry& target) {
  slo_.objective_where = Where(target.value);
  const std::string_view text = root_.TextOf(target.value);
  const auto number = ParseGoFloat(text);
  if (!number || !(*number > 0 && *number < 100)) return;  // Reported with the table.
  Result<Objective> objective = Objective::ParsePercent(text);
  // Go reads "9.99e1" too.
  if (!objective) objective = Objective::ParsePercent(FormatGoFloat(*number, 'f', -1));
  if (!objective) {
    diagnostics_.Report(schema::kBadValue, slo_.objective_where, objective.error().message);
    return;
  }
  slo_.objective = *objective;
  CheckRounding(target.value, *number);
  if (*number >= 1) return;
  diagnostics_
      .Report(kSloObjectiveIsRatio, slo_.objective_where,
              fmt::format("an objective of {} % allows nearly all events to fail",
                          slo_.objective.percent()))
      .notes.emplace_back("the target is a percentage: write 99.5, not 0.995");
}

// Pyrra: sigs.k8s.io/yaml makes text of a number by way of 32 bits.
void PyrraReader::CheckRounding(const yaml::Node& target, double number) {
  const yaml::Resolved resolved = yaml::Resolve(target, kDialect, document_.arena);
  if (resolved.type != yaml::ScalarType::kFloat) return;
  const std::string taken = fmt::format("{}", static_cast<float>(number));
  if (ParseGoFloat(taken) == number) return;
  diagnostics_
      .Report(kSloRoundedTarget, slo_.objective_where,
              fmt::format("without quotes, Pyrra reads the target as {}", taken))
      .notes.emplace_back("write the target in quotes");
}

WrittenMetric PyrraReader::ReadMetric(const schema::Values& query) {
  const yaml::Entry* entry = query.FindSet("metric");
  if (entry == nullptr || !entry->value.IsScalar()) return {};
  WrittenMetric metric = {.node = &entry->value,
                          .source = yaml::Embed(document_.file, entry->value, document_.arena)};
  Diagnostics reported_before;
  const promql::Expr* expr =
      promql::ParseExpr(*metric.source, {}, document_.arena, reported_before);
  if (expr == nullptr) return metric;
  metric.selector = promql::TryAs<promql::VectorSelector>(expr);
  if (metric.selector == nullptr) {
    diagnostics_
        .Report(schema::kBadValue, {metric.source, expr->span},
                "expected a selector of series, not an expression")
        .notes.emplace_back(
            "write the metric alone, as in `requests_total{job=\"shop\"}`: Pyrra puts rate() and "
            "sum() around it");
    return metric;
  }
  const promql::VectorSelector& selector = *metric.selector;
  const promql::TimeShift& shift = selector.shift;
  if (shift.offset != Duration::zero() || shift.offset_expr != nullptr ||
      shift.at != promql::AtModifier::kNone || selector.anchored || selector.smoothed) {
    diagnostics_.Report(kSloIgnoredSelectorPart, {metric.source, selector.span},
                        "Pyrra ignores what follows the selector, such as `offset` and `@`");
  }
  if (!PyrraMetric::Of(selector).is_named) {
    diagnostics_
        .Report(kSloIgnoredSelectorPart, {metric.source, selector.span},
                "Pyrra does not find the name of a selector inside its braces")
        .notes.emplace_back("write the metric's name before the braces");
  }
  return metric;
}

void PyrraReader::ReadIndicator() {
  const schema::Values indicator = root_.Sub("spec").Sub("indicator");
  if (indicator.Has("ratio")) return ReadRatio(indicator.Sub("ratio"));
  if (indicator.Has("latency")) return ReadLatency(indicator.Sub("latency"));
  if (indicator.Has("latencyNative")) return ReadNative(indicator.Sub("latencyNative"));
  if (indicator.Has("bool_gauge")) return ReadGauge(indicator.Sub("bool_gauge"));
}

std::vector<std::string> PyrraReader::Grouping(const schema::Values& indicator) const {
  std::vector<std::string> labels;
  for (const yaml::Node& item : indicator.Items("grouping")) {
    labels.emplace_back(indicator.TextOf(item));
  }
  return labels;
}

void PyrraReader::ReadRatio(const schema::Values& ratio) {
  const WrittenMetric total = ReadMetric(ratio.Sub("total"));
  const WrittenMetric errors = ReadMetric(ratio.Sub("errors"));
  details_.type = PyrraDetails::Type::kRatio;
  slo_.indicator.grouping = details_.grouping = Grouping(ratio);
  if (total.selector == nullptr || errors.selector == nullptr) return;
  if (promql::StructurallyEqual(*total.selector, *errors.selector)) {
    diagnostics_
        .Report(kSloConstantIndicator, Where(*errors.node),
                "the errors are the same series as the total, so every event is an error")
        .labels.push_back({Where(*total.node), "the total"});
  }
  details_.total = PyrraMetric::Of(*total.selector);
  details_.part = PyrraMetric::Of(*errors.selector);
  slo_.indicator.total = QueryOf(total);
  slo_.indicator.errors = QueryOf(errors);
}

void PyrraReader::CheckName(const WrittenMetric& metric, std::string_view suffix,
                            std::string_view what) {
  const std::string_view name = promql::MetricName(*metric.selector);
  if (name.empty() || name.ends_with(suffix)) return;
  diagnostics_
      .Report(kSloNotHistogram, {metric.source, metric.selector->span},
              fmt::format("`{}` does not look like {} of a histogram", name, what))
      .notes.push_back(fmt::format("its name should end in `{}`", suffix));
}

void PyrraReader::CheckBucket(const WrittenMetric& bucket) {
  const promql::VectorSelector& selector = *bucket.selector;
  const auto le = std::ranges::find(selector.matchers, "le", &model::Matcher::name);
  if (le == selector.matchers.end()) {
    diagnostics_
        .Report(schema::kBadValue, {bucket.source, selector.span},
                "the bucket needs a matcher on `le`")
        .notes.emplace_back("add the limit of a request in seconds, as in `le=\"0.5\"`");
    return;
  }
  const Location where = {
      bucket.source,
      selector.matcher_spans[static_cast<std::size_t>(le - selector.matchers.begin())]};
  const auto seconds = ParseGoFloat(le->value);
  if (!seconds) {
    diagnostics_
        .Report(schema::kBadValue, where, fmt::format("`{}` of `le` is not a number", le->value))
        .notes.emplace_back("write one of the histogram's bounds, as in `le=\"0.5\"`");
    return;
  }
  slo_.indicator.latency_s = *seconds;
  if (le->type == model::MatchType::kEqual && *seconds == HUGE_VAL) {
    diagnostics_.Report(kSloConstantIndicator, where,
                        "the bucket `+Inf` contains every request, so none is ever too slow");
  }
}

void PyrraReader::ReadLatency(const schema::Values& latency) {
  const WrittenMetric total = ReadMetric(latency.Sub("total"));
  const WrittenMetric success = ReadMetric(latency.Sub("success"));
  details_.type = PyrraDetails::Type::kLatency;
  slo_.indicator.grouping = details_.grouping = Grouping(latency);
  if (total.selector != nullptr) CheckName(total, "_count", "the count");
  if (success.selector != nullptr) {
    CheckBucket(success);
    CheckName(success, "_bucket", "a bucket");
  }
  if (total.selector == nullptr || success.selector == nullptr) return;
  if (promql::StructurallyEqual(*total.selector, *success.selector)) {
    diagnostics_
        .Report(kSloConstantIndicator, Where(*success.node),
                "the bucket is the same series as the total, so no request is ever too slow")
        .labels.push_back({Where(*total.node), "the total"});
  }
  details_.total = PyrraMetric::Of(*total.selector);
  details_.part = PyrraMetric::Of(*success.selector);
  slo_.indicator.total = QueryOf(total);
  slo_.indicator.good = QueryOf(success);
}

void PyrraReader::ReadNative(const schema::Values& native) {
  const WrittenMetric total = ReadMetric(native.Sub("total"));
  details_.type = PyrraDetails::Type::kLatencyNative;
  slo_.indicator.kind = Indicator::Kind::kNativeLatency;
  slo_.indicator.grouping = details_.grouping = Grouping(native);
  details_.latency_ms = native.Time("latency") / std::chrono::milliseconds(1);
  slo_.indicator.latency_s = static_cast<double>(details_.latency_ms) / 1000;
  if (total.selector == nullptr) return;
  details_.total = PyrraMetric::Of(*total.selector);
  slo_.indicator.total = QueryOf(total);
}

void PyrraReader::ReadGauge(const schema::Values& gauge) {
  const WrittenMetric total = ReadMetric(gauge);
  details_.type = PyrraDetails::Type::kBoolGauge;
  slo_.indicator.kind = Indicator::Kind::kGauge;
  slo_.indicator.grouping = details_.grouping = Grouping(gauge);
  if (total.selector == nullptr) return;
  details_.total = PyrraMetric::Of(*total.selector);
  slo_.indicator.total = QueryOf(total);
}

void PyrraReader::ReadAlerting() {
  const schema::Values spec = root_.Sub("spec");
  const schema::Values alerting = spec.Sub("alerting");
  details_.burn_rates = !alerting.Bool("disabled") && alerting.Bool("burnrates", true);
  details_.absent = alerting.Bool("absent", true);
  const auto take = [](std::string& to, const schema::Values& from, std::string_view field) {
    if (const std::string_view text = from.Text(field); !text.empty()) to = text;
  };
  take(details_.alert_name, alerting, "name");
  take(details_.absent_name, alerting, "absentName");
  const schema::Values severities = alerting.Sub("severities");
  take(details_.absent_severity, severities, "absent");
  constexpr std::array<std::string_view, PyrraDetails::kTiers> kTierNames = {
      "fastBurn", "mediumBurn", "slowBurn", "longTermBurn"};
  for (std::size_t i = 0; i < kTierNames.size(); ++i) {
    take(details_.severities[i], severities, kTierNames[i]);
  }
  details_.performance_over_accuracy = spec.Bool("performanceOverAccuracy");
  const schema::Values output = spec.Sub("ruleOutput");
  details_.short_labels = ReadPairs(output.Sub("shortRulesLabels"));
  details_.long_labels = ReadPairs(output.Sub("longRulesLabels"));
  details_.description_label = output.Bool("enableDescriptionAsLabel");
}

void PyrraReader::FinishPolicy() {
  slo_.alerts = details_.burn_rates;
  slo_.policy = PyrraPolicy(slo_.period.length_ms);
  for (std::size_t i = 0; i < slo_.policy.alerts.size(); ++i) {
    slo_.policy.alerts[i].name = details_.alert_name;
    slo_.policy.alerts[i].severity = details_.severities.at(i);
  }
}

bool IsPyrra(const yaml::Node& root) {
  const yaml::Node* version = root.Find("apiVersion");
  return version != nullptr && version->scalar().starts_with(kPyrraPrefix);
}

void ReadPyrra(const SpecDocument& document, Diagnostics& diagnostics, std::vector<Slo>& slos) {
  PyrraReader(document, diagnostics).Read(slos);
}

}  // namespace

PyrraMetric PyrraMetric::Of(const promql::VectorSelector& selector) {
  PyrraMetric metric;
  metric.name = promql::MetricName(selector);
  metric.is_named = !selector.name.empty() && !selector.name_in_braces;
  for (const model::Matcher& matcher : selector.matchers) {
    if (matcher.name == model::kMetricName) continue;
    metric.matchers.push_back(
        {matcher.type, std::string(matcher.name), std::string(matcher.value)});
  }
  return metric;
}

Result<PyrraMetric> PyrraMetric::Parse(std::string_view text) {
  const SourceBuffer source(SharedText("selector"), std::string(text));
  Arena arena;
  Diagnostics diagnostics;
  const promql::Expr* expr = promql::ParseExpr(source, {}, arena, diagnostics);
  const auto* selector = promql::TryAs<promql::VectorSelector>(expr);
  if (selector == nullptr) return Error{fmt::format("`{}` is not a series selector", text)};
  return Of(*selector);
}

constexpr SpecFormat kPyrraSpec = {
    .name = "pyrra",
    .noun = "an objective of Pyrra",
    .owner = "Pyrra",
    .is = IsPyrra,
    .table = &kPyrraObjective,
    .read = ReadPyrra,
};

}  // namespace check::slo
