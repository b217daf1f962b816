#ifndef LIBCHECK_LINT_CATALOG_H_
#define LIBCHECK_LINT_CATALOG_H_

#include "libcheck/lint/check.h"

// Every check, one line each, sorted. Its file in checks/ has the same name; its code has dashes.
// The list is written out rather than gathered by static constructors: those run in no fixed
// order, and vanish when nothing else in their file is linked.
#define LIBCHECK_ALL_CHECKS(X) \
  X(absent_label)              \
  X(aggregation_label_gone)    \
  X(alert_bool_comparison)     \
  X(alert_missing_comparison)  \
  X(alert_missing_for)         \
  X(comparison_never_true)     \
  X(contradictory_matchers)    \
  X(duplicate_rule)            \
  X(evaluation_fails)          \
  X(every_target_dropped)      \
  X(group_label_gone)          \
  X(honored_label_overwritten) \
  X(impossible_match)          \
  X(misprinted_expression)     \
  X(nan_comparison)            \
  X(percent_ratio_mixup)       \
  X(quantile_out_of_range)     \
  X(quantile_without_le)       \
  X(rate_of_aggregate)         \
  X(rate_of_gauge)             \
  X(rate_range_too_short)      \
  X(read_before_recorded)      \
  X(record_name_style)         \
  X(regex_half_anchored)       \
  X(regex_of_plain_text)       \
  X(regex_redundant_anchor)    \
  X(relabel_never_matches)     \
  X(series_recorded_twice)     \
  X(template_label_gone)       \
  X(template_query)            \
  X(unrecorded_metric)         \
  X(value_in_label)

namespace check::lint {

#define LIBCHECK_DECLARE(check) extern const Check check;
LIBCHECK_ALL_CHECKS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

}  // namespace check::lint

#endif  // LIBCHECK_LINT_CATALOG_H_
