#ifndef LIBCHECK_LINT_CATALOG_H_
#define LIBCHECK_LINT_CATALOG_H_

#include "libcheck/lint/check.h"

// Every check, one line each, sorted. Its file in checks/ has the same name; its code has dashes.
// The list is written out rather than gathered by static constructors: those run in no fixed
// order, and vanish when nothing else in their file is linked.
#define LIBCHECK_ALL_CHECKS(X)         \
  X(absent_label)                      \
  X(aggregation_label_gone)            \
  X(alert_bool_comparison)             \
  X(alert_missing_comparison)          \
  X(alert_missing_for)                 \
  X(bound_never_matches)               \
  X(burn_alert_unreachable)            \
  X(burn_rate_without_total)           \
  X(comparison_never_true)             \
  X(contradictory_matchers)            \
  X(counter_compared)                  \
  X(duplicate_route)                   \
  X(duplicate_rule)                    \
  X(evaluation_fails)                  \
  X(every_target_dropped)              \
  X(group_label_gone)                  \
  X(honored_label_overwritten)         \
  X(impossible_match)                  \
  X(inhibit_rule_inverted)             \
  X(inhibit_rule_overlap)              \
  X(inhibit_rule_without_effect)       \
  X(inhibit_rule_without_equal)        \
  X(inhibit_rule_without_matchers)     \
  X(interval_always_true)              \
  X(interval_never_true)               \
  X(misnamed_window)                   \
  X(misprinted_expression)             \
  X(missing_group)                     \
  X(month_out_of_range)                \
  X(nan_comparison)                    \
  X(percent_ratio_mixup)               \
  X(placeholder_left)                  \
  X(quantile_out_of_range)             \
  X(quantile_without_le)               \
  X(rate_of_aggregate)                 \
  X(rate_of_gauge)                     \
  X(rate_range_too_short)              \
  X(read_before_recorded)              \
  X(receiver_without_integration)      \
  X(record_name_style)                 \
  X(redundant_continue)                \
  X(redundant_route)                   \
  X(regex_half_anchored)               \
  X(regex_of_plain_text)               \
  X(regex_redundant_anchor)            \
  X(relabel_missing_group)             \
  X(relabel_never_matches)             \
  X(repeat_below_group_interval)       \
  X(repeat_beyond_retention)           \
  X(repeat_equals_group_interval)      \
  X(repeat_multiple_of_group_interval) \
  X(result_always_empty)               \
  X(route_never_active)                \
  X(route_never_matches)               \
  X(series_recorded_twice)             \
  X(shadowed_route)                    \
  X(slo_factor_period_mismatch)        \
  X(slo_low_traffic)                   \
  X(slo_period_beyond_retention)       \
  X(slo_query_loses_labels)            \
  X(slo_single_window)                 \
  X(slo_tier_unreachable)              \
  X(slo_window_below_scrape_interval)  \
  X(slo_window_not_recorded)           \
  X(slo_window_rounds_to_zero)         \
  X(template_alertname)                \
  X(template_label_gone)               \
  X(template_query)                    \
  X(unreachable_receiver)              \
  X(unrecorded_metric)                 \
  X(unused_receiver)                   \
  X(unused_time_interval)              \
  X(value_in_label)                    \
  X(window_beyond_period)

namespace check::lint {

#define LIBCHECK_DECLARE(check) extern const Check check;
LIBCHECK_ALL_CHECKS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

}  // namespace check::lint

#endif  // LIBCHECK_LINT_CATALOG_H_
