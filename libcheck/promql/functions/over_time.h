#ifndef LIBCHECK_PROMQL_FUNCTIONS_OVER_TIME_H_
#define LIBCHECK_PROMQL_FUNCTIONS_OVER_TIME_H_

#include "libcheck/promql/functions.h"

namespace check::promql {

// Aggregation of each series over a range.
inline constexpr Function kOverTimeFunctions[] = {
    {
        .name = "absent_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives 1 if the range holds no series at all.",
        .labels = LabelEffect::kDropsAll,
    },
    {
        .name = "avg_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the average of each series over the range.",
    },
    {
        .name = "count_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Counts the samples of each series in the range.",
    },
    {
        .name = "first_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the oldest sample of each series in the range.",
        .labels = LabelEffect::kKeepsAll,
    },
    {
        .name = "last_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the newest sample of each series in the range.",
        .labels = LabelEffect::kKeepsAll,
    },
    {
        .name = "mad_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the median absolute deviation of each series over the range.",
        .experimental = true,
    },
    {
        .name = "max_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the largest sample of each series in the range.",
    },
    {
        .name = "min_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the smallest sample of each series in the range.",
    },
    {
        .name = "present_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives 1 for each series that has a sample in the range.",
    },
    {
        .name = "quantile_over_time",
        .signature = Takes({{"q", ValueType::kScalar}, {"v", ValueType::kMatrix}}),
        .doc = "Gives the q-quantile of the samples of each series in the range.",
    },
    {
        .name = "stddev_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the population standard deviation of each series over the range.",
    },
    {
        .name = "stdvar_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the population variance of each series over the range.",
    },
    {
        .name = "sum_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Adds up the samples of each series in the range.",
    },
    {
        .name = "ts_of_first_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the time of the oldest sample of each series in the range.",
        .experimental = true,
    },
    {
        .name = "ts_of_last_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the time of the newest sample of each series in the range.",
        .experimental = true,
    },
    {
        .name = "ts_of_max_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the time of the last largest sample of each series in the range.",
        .experimental = true,
    },
    {
        .name = "ts_of_min_over_time",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the time of the last smallest sample of each series in the range.",
        .experimental = true,
    },
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_OVER_TIME_H_
