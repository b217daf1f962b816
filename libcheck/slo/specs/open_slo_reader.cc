#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/schema/codes.h"
#include "libcheck/slo/codes.h"
#include "libcheck/slo/specs/open_slo.h"
#include "libcheck/slo/specs/open_slo_source.h"
#include "libcheck/slo/specs/open_slo_values.h"

// Reads SLOs of OpenSLO v1 and v2alpha. What is wrong with fields has been reported.
namespace check::slo {
namespace {

using schema::Values;

class Reader {
 public:
  Reader(const SpecDocument& document, OpenSloVersion version, Diagnostics& diagnostics)
      : version_(version),
        diagnostics_(diagnostics),
        source_(document, version, diagnostics),
        root_(source_.Root()),
        spec_(root_.Sub("spec")) {}

  void Read(std::vector<Slo>& slos) {
    const Slo base = ReadBase();
    const auto objectives = spec_.Items("objectives");
    bool is_composite = false;
    for (std::size_t i = 0; i < objectives.size(); ++i) {
      if (!objectives[i].IsMapping()) continue;
      const Values objective = spec_.Of(objectives[i]);
      const bool is_part = objective.Has(indicator_name()) || objective.Has(reference_name());
      is_composite = is_composite || is_part;
      Slo slo = base;
      if (!ReadObjective(objective, slo)) continue;
      ReadMethod(objective, slo);
      slo.indicator = ReadIndicator(is_part ? objective : spec_, objective);
      auto details = std::make_shared<OpenSloDetails>();
      details->version = version_;
      details->slo_name = base.name;
      details->display_name = objective.IsSet("displayName")
                                  ? objective.Text("displayName")
                                  : root_.Sub("metadata").Text("displayName");
      details->index = i;
      details->siblings = objectives.size();
      if (is_part) details->composite_weight = objective.Float("compositeWeight", 1);
      slo.details = std::move(details);
      if (objectives.size() > 1) {
        slo.name += fmt::format("-{}", i);
        slo.id += fmt::format("-{}", i);
        slo.where = OpenSloSource::At(spec_, objectives[i].entries().front().key);
      }
      slos.push_back(std::move(slo));
    }
    if (is_composite && objectives.size() > 1) ReportComposite();
  }

 private:
  std::string_view indicator_name() const {
    return version_ == OpenSloVersion::kV2Alpha ? "sli" : "indicator";
  }
  std::string_view reference_name() const {
    return version_ == OpenSloVersion::kV2Alpha ? "sliRef" : "indicatorRef";
  }

  void ReportComposite() {
    diagnostics_
        .Report(kCompositeSlo, OpenSloSource::At(spec_, spec_.Find("objectives")->key),
                "each objective of a composite SLO is treated separately")
        .notes.emplace_back("`compositeWeight` is ignored");
  }

  // What all objectives have.
  Slo ReadBase() {
    Slo slo;
    slo.format = Slo::Format::kOpenSlo;
    const Values metadata = root_.Sub("metadata");
    slo.service = spec_.IsSet("service") ? spec_.Text("service") : spec_.Text("serviceRef");
    slo.name = metadata.Text("name");
    slo.id = slo.service + "-" + slo.name;
    slo.description = spec_.Text("description");
    slo.where = OpenSloSource::At(root_, root_.node().entries().front().key);
    if (const yaml::Entry* name = metadata.FindSet("name")) {
      slo.where = OpenSloSource::At(metadata, name->value);
    }
    for (const yaml::Entry& label : metadata.Sub("labels").entries()) {
      slo.labels.emplace_back(metadata.TextOf(label.key),
                              OpenSloSource::TextOf(metadata, label.value));
    }
    std::ranges::sort(slo.labels);
    ReadPeriod(slo);
    ReadPolicies(slo);
    return slo;
  }

  void ReadPeriod(Slo& slo) {
    const auto windows = spec_.Items("timeWindow");
    if (windows.empty() || !windows.front().IsMapping()) return;
    const Values window = spec_.Of(windows.front());
    const yaml::Entry* entry = window.Find("duration");
    const auto duration = ParseOpenSloDuration(window.Text("duration"));
    if (entry == nullptr || !duration || duration->count == 0) return;
    slo.period_where = OpenSloSource::At(window, entry->value);
    slo.period.length_ms = duration->ms();
    if (window.Has("calendar") && duration->calendar_unit()) {
      const Values calendar = window.Sub("calendar");
      slo.period.calendar = {.unit = *duration->calendar_unit(),
                             .count = static_cast<unsigned>(duration->count),
                             .start = std::string(calendar.Text("startTime")),
                             .zone = ZoneOf(calendar)};
    }
  }

  static std::string ZoneOf(const Values& calendar) {
    const std::string_view zone = calendar.Text("timeZone");
    return zone.empty() || OpenSloTimeZoneProblem(zone) ? "UTC" : std::string(zone);
  }

  bool ReadObjective(const Values& objective, Slo& slo) {
    const bool is_percent = objective.Has("targetPercent");
    const yaml::Entry* entry = objective.Find(is_percent ? "targetPercent" : "target");
    if (entry == nullptr) return false;
    const std::string digits = DecimalText(objective.TextOf(entry->value));
    const auto parsed =
        is_percent ? Objective::ParsePercent(digits) : Objective::ParseRatio(digits);
    if (!parsed) return false;
    slo.objective = *parsed;
    slo.objective_where = OpenSloSource::At(objective, entry->value);
    return true;
  }

  void ReadMethod(const Values& objective, Slo& slo) {
    const std::string_view method = spec_.Text("budgetingMethod");
    const auto slice = ParseOpenSloDuration(objective.Text("timeSliceWindow"));
    if (!slice || method == "Occurrences") return;
    slo.method.kind =
        method == "Timeslices" ? Method::Kind::kTimeslices : Method::Kind::kRatioTimeslices;
    slo.method.slice_ms = slice->ms();
    if (method == "Timeslices") slo.method.slice_target = objective.Float("timeSliceTarget");
  }

  Indicator ReadIndicator(const Values& holder, const Values& objective) {
    if (holder.Has(indicator_name())) {
      return source_.ReadIndicator(holder.Sub(indicator_name()).Sub("spec"), objective);
    }
    const yaml::Entry* reference = holder.FindSet(reference_name());
    if (reference != nullptr) {
      if (const auto spec = source_.Find("SLI", holder, *reference)) {
        CheckComparison(*spec, objective);
        return source_.ReadIndicator(*spec, objective);
      }
    }
    return {.kind = Indicator::Kind::kUnknown};
  }

  // What tables cannot know of an indicator elsewhere.
  void CheckComparison(const Values& spec, const Values& objective) {
    for (const std::string_view field : {"op", "value"}) {
      const yaml::Entry* entry = objective.Find(field);
      if (spec.Has("ratioMetric") && entry != nullptr) {
        diagnostics_.Report(kFieldWithoutEffect, OpenSloSource::At(objective, entry->key),
                            fmt::format("`{}` has no effect in an objective for a ratio", field));
      }
      if (spec.Has("thresholdMetric") && entry == nullptr) {
        diagnostics_.Report(
            schema::kMissingField, OpenSloSource::At(objective, objective.entries().front().key),
            fmt::format("missing field `{}`: a threshold metric is compared", field));
      }
    }
  }

  // The workbook's, unless there are policies that can be read.
  void ReadPolicies(Slo& slo) {
    slo.policy = WorkbookPolicy(slo.period.length_ms);
    const auto items = spec_.Items("alertPolicies");
    slo.alerts = !items.empty();
    Policy policy = {.name = "OpenSLO", .alerts = {}};
    for (const yaml::Node& item : items) {
      if (item.IsMapping()) ReadAlert(spec_.Of(item), policy);
    }
    if (!policy.alerts.empty()) slo.policy = std::move(policy);
  }

  void ReadAlert(const Values& item, Policy& policy) {
    const auto spec = source_.Resolve("AlertPolicy", item, "alertPolicyRef");
    if (!spec) return;
    const std::string name(item.Has("spec") ? item.Sub("metadata").Text("name")
                                            : item.Text("alertPolicyRef"));
    for (const yaml::Node& node : spec->Items("conditions")) {
      if (!node.IsMapping()) continue;
      const auto condition = source_.Resolve("AlertCondition", spec->Of(node), "conditionRef");
      if (condition) ReadCondition(*condition, name, policy);
    }
  }

  static void ReadCondition(const Values& spec, const std::string& name, Policy& policy) {
    const Values condition = spec.Sub("condition");
    const auto window = ParseOpenSloDuration(condition.Text("lookbackWindow"));
    const double factor = condition.Float("threshold");
    if (!window || window->count == 0 || !(factor > 0)) return;
    BurnAlert alert = {.name = name, .severity = std::string(spec.Text("severity"))};
    alert.tiers.push_back({.long_ms = window->ms(),
                           .factor = factor,
                           .or_equal = condition.Text("op").ends_with('e')});
    if (const auto after = ParseOpenSloDuration(condition.Text("alertAfter"))) {
      alert.for_ms = after->ms();
    }
    policy.alerts.push_back(std::move(alert));
  }

  OpenSloVersion version_;
  Diagnostics& diagnostics_;
  OpenSloSource source_;
  Values root_;
  Values spec_;
};

}  // namespace

void ReadOpenSlo(const SpecDocument& document, OpenSloVersion version, Diagnostics& diagnostics,
                 std::vector<Slo>& slos) {
  Reader(document, version, diagnostics).Read(slos);
}

}  // namespace check::slo
