#include "libcheck/slo/specs/open_slo_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/schema/codes.h"
#include "libcheck/slo/codes.h"
#include "libcheck/slo/objective.h"
#include "libcheck/slo/specs/codes.h"
#include "libcheck/slo/specs/open_slo_values.h"

namespace check::slo {
namespace {

using schema::Section;
using schema::Values;

// Where a section is reported that lacks something.
Location Beginning(const Values& values) {
  const auto entries = values.entries();
  return {&values.input().file, entries.empty() ? values.node().span : entries.front().key.span};
}

// Looks at one section within another.
class Checker {
 public:
  explicit Checker(Section& section) : section_(section) {}

  Diagnostic& Missing(const Values& values, std::string message) {
    Diagnostic& problem = section_.Report(schema::kMissingField, values.node(), std::move(message));
    problem.where = Beginning(values);
    return problem;
  }
  Diagnostic& Bad(const yaml::Entry& entry, std::string message) {
    return section_.Report(schema::kBadValue, entry.value, std::move(message));
  }

  // A share between 0 and 1, of which `all` says whether it may be 1.
  void CheckShare(const Values& values, std::string_view field, bool may_be_all) {
    const yaml::Entry* entry = values.Find(field);
    if (entry == nullptr) return;
    const auto number = ParseGoFloat(values.TextOf(entry->value));
    if (!number) return;  // That has been reported.
    const bool is_share = *number > 0 && (may_be_all ? *number <= 1 : *number < 1);
    if (is_share) return;
    Bad(*entry, fmt::format("`{}` must be greater than 0 and {} 1", field,
                            may_be_all ? "at most" : "less than"));
  }

  void CheckTarget(const Values& values, std::string_view field,
                   Result<Objective> (*parse)(std::string_view)) {
    const yaml::Entry* entry = values.Find(field);
    if (entry == nullptr) return;
    const auto number = ParseGoFloat(values.TextOf(entry->value));
    if (!number) return;
    const auto objective = parse(DecimalText(values.TextOf(entry->value)));
    if (objective) {
      const bool is_percent = parse == &Objective::ParsePercent;
      if (is_percent && objective->ratio() < 0.01) WarnOfRatio(*entry, *objective);
      return;
    }
    Diagnostic& problem = Bad(*entry, objective.error().message);
    if (parse == &Objective::ParseRatio && *number > 1 && *number < 100) {
      problem.notes.push_back(fmt::format("write {} as a share: `{}: {}`", entry->value.scalar(),
                                          field, FormatGoFloat(*number / 100, 'g', 12)));
    }
  }

  void CheckOne(std::string_view field) {
    const auto items = section_.values().Items(field);
    if (items.size() < 2) return;
    section_.Report(schema::kBadValue, items[1], fmt::format("`{}` can have only one item", field));
  }

  // Of an objective whose indicator is known: `kind` says what.
  void CheckComparison(const Values& objective, bool is_threshold, bool value_is_usual) {
    for (const std::string_view field : {"op", "value"}) {
      const yaml::Entry* entry = objective.Find(field);
      if (is_threshold && entry == nullptr) {
        Missing(objective,
                fmt::format("missing field `{}`: a threshold metric is compared", field));
      }
      if (!is_threshold && entry != nullptr && !(value_is_usual && field == "value")) {
        section_
            .Report(kFieldWithoutEffect, entry->key,
                    fmt::format("`{}` has no effect in an objective for a ratio", field))
            .notes.push_back("oslo refuses it; remove the field");
      }
    }
  }

  void CheckSlices(const Values& objective, std::string_view method, bool has_windows) {
    if (method == "Timeslices" && !objective.Has("timeSliceTarget")) {
      Missing(objective, "missing field `timeSliceTarget`: `budgetingMethod` is Timeslices");
    }
    if (!has_windows || (method != "Timeslices" && method != "RatioTimeslices")) return;
    if (!objective.Has("timeSliceWindow")) {
      Missing(objective,
              fmt::format("missing field `timeSliceWindow`: `budgetingMethod` is {}", method));
    }
  }

  void CheckWindow(const Values& window, bool needs_either) {
    const yaml::Entry* calendar = window.Find("calendar");
    const bool is_rolling = window.Bool("isRolling");
    if (is_rolling && calendar != nullptr) {
      section_.Report(schema::kExclusiveFields, calendar->key,
                      "`calendar` cannot be set together with `isRolling: true`");
    }
    if (!is_rolling && calendar == nullptr && needs_either) {
      Missing(window, "missing field `calendar`, or `isRolling: true`");
    }
  }

 private:
  void WarnOfRatio(const yaml::Entry& entry, const Objective& objective) {
    section_
        .Report(kSloObjectiveIsRatio, entry.value,
                fmt::format("an objective of {} % allows nearly all events to fail",
                            objective.percent()))
        .notes.push_back(fmt::format("the objective is a percentage: write {}, or `target`",
                                     FormatGoFloat(objective.ratio() * 10'000, 'g', 12)));
  }

  Section& section_;
};

// What `indicator` and `indicatorRef` are called.
struct IndicatorNames {
  std::string_view indicator;
  std::string_view reference;
};

void CheckSpec(Section& section, const IndicatorNames& names) {
  const Values& spec = section.values();
  Checker checker(section);
  checker.CheckOne("timeWindow");
  const auto has_indicator = [&](const Values& values) {
    return values.Has(names.indicator) || values.Has(names.reference);
  };
  const Values indicator = spec.Sub(names.indicator).Sub("spec");
  const std::string_view method = spec.Text("budgetingMethod");
  std::size_t parts = 0;
  for (const yaml::Node& node : spec.Items("objectives")) {
    if (!node.IsMapping()) continue;
    const Values objective = spec.Of(node);
    checker.CheckSlices(objective, method, true);
    const bool is_part = has_indicator(objective);
    parts += is_part ? 1 : 0;
    const Values own = is_part ? objective.Sub(names.indicator).Sub("spec") : indicator;
    if (own.Has("ratioMetric")) checker.CheckComparison(objective, false, false);
    if (own.Has("thresholdMetric")) checker.CheckComparison(objective, true, false);
  }
  if (parts > 0 && has_indicator(spec)) {
    section.ReportHere(schema::kExclusiveFields,
                       fmt::format("`{}` can be in the SLO or in its objectives, but not in both",
                                   spec.Has(names.indicator) ? names.indicator : names.reference));
  }
  const std::size_t objectives = spec.Items("objectives").size();
  if (!has_indicator(spec) && (parts < objectives || objectives == 0)) {
    section.ReportHere(
        schema::kMissingField,
        fmt::format("missing field `{}` or `{}`: {}", names.indicator, names.reference,
                    parts == 0 ? "it is unknown what is measured"
                               : "some objectives have one, and others do not"));
  }
}

}  // namespace

void CheckOpenSloDataSource(Section& spec) {
  // Empty, it passes.
  if (spec.values().Given("connectionDetails") != nullptr) return;
  Checker(spec).Missing(spec.values(), "missing field `connectionDetails`");
}

void CheckOpenSloPolicy(Section& spec) { Checker(spec).CheckOne("conditions"); }

void CheckOpenSloCondition(Section& condition) {
  const yaml::Entry* op = condition.Find("op");
  if (op == nullptr || !condition.values().Text("op").starts_with("lt")) return;
  condition
      .Report(kInvertedCondition, op->value,
              fmt::format("with `op: {}` the condition is true while little budget is spent",
                          op->value.scalar()))
      .notes.emplace_back("write `gt` or `gte` to alert on high burn rates");
}

void CheckOpenSloTimeWindow(Section& window) {
  const Values& values = window.values();
  Checker(window).CheckWindow(values, true);
  const auto duration = ParseOpenSloDuration(values.Text("duration"));
  if (duration && values.Has("calendar") && !duration->calendar_unit()) {
    window
        .Report(kFieldWithoutEffect, values.Find("calendar")->key,
                "`calendar` has no effect on a period of hours or minutes: it is read as a rolling "
                "one")
        .notes.emplace_back("use days, weeks, months, quarters or years, as in `1M`");
  }
}

void CheckOpenSloObjective(Section& objective) {
  const Values& values = objective.values();
  Checker checker(objective);
  checker.CheckTarget(values, "target", &Objective::ParseRatio);
  checker.CheckTarget(values, "targetPercent", &Objective::ParsePercent);
  checker.CheckShare(values, "timeSliceTarget", true);
  const yaml::Entry* weight = values.Find("compositeWeight");
  if (weight == nullptr) return;
  const auto number = ParseGoFloat(values.TextOf(weight->value));
  if (number && !(*number > 0)) checker.Bad(*weight, "`compositeWeight` must be greater than 0");
}

void CheckOpenSloSpec(Section& spec) { CheckSpec(spec, {"indicator", "indicatorRef"}); }
void CheckOpenSloSpecV2(Section& spec) { CheckSpec(spec, {"sli", "sliRef"}); }

void CheckOpenSloAlphaWindow(Section& window) {
  const Values& values = window.values();
  // Sloth takes a window that says neither for a rolling one.
  Checker checker(window);
  checker.CheckWindow(values, values.Has("isRolling"));
  if (const yaml::Entry* count = values.Find("count"); count && values.Integer("count") <= 0) {
    if (ParseGoInt(count->value.scalar(), 10))
      checker.Bad(*count, "`count` must be greater than 0");
  }
  if (values.Has("calendar") && values.Text("unit") == "Second") {
    checker.Bad(*values.Find("unit"), "a calendar period cannot be in seconds");
  }
}

void CheckOpenSloAlphaObjective(Section& objective) {
  Checker checker(objective);
  checker.CheckTarget(objective.values(), "target", &Objective::ParseRatio);
  checker.CheckShare(objective.values(), "timeSliceTarget", true);
}

void CheckOpenSloAlphaSpec(Section& section) {
  const Values& spec = section.values();
  Checker checker(section);
  checker.CheckOne("timeWindows");
  const yaml::Entry* indicator = spec.Find("indicator");
  std::size_t ratios = 0;
  for (const yaml::Node& node : spec.Items("objectives")) {
    if (!node.IsMapping()) continue;
    const Values objective = spec.Of(node);
    const bool is_ratio = objective.Has("ratioMetrics");
    ratios += is_ratio ? 1 : 0;
    checker.CheckSlices(objective, spec.Text("budgetingMethod"), false);
    if (is_ratio || indicator != nullptr) checker.CheckComparison(objective, !is_ratio, is_ratio);
  }
  if (indicator != nullptr && ratios > 0) {
    section.Report(schema::kExclusiveFields, indicator->key,
                   "`indicator` cannot be set together with `ratioMetrics` of objectives");
  }
  if (indicator == nullptr && ratios < std::max<std::size_t>(1, spec.Items("objectives").size())) {
    section.ReportHere(schema::kMissingField,
                       "missing field `indicator`, or `ratioMetrics` of each objective");
  }
}

}  // namespace check::slo
