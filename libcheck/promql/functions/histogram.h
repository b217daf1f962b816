#ifndef LIBCHECK_PROMQL_FUNCTIONS_HISTOGRAM_H_
#define LIBCHECK_PROMQL_FUNCTIONS_HISTOGRAM_H_

#include "libcheck/promql/functions.h"

namespace check::promql {

// Histograms, native and classic.
inline constexpr Function kHistogramFunctions[] = {
    {
        .name = "histogram_avg",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Gives the average of the observations in each native histogram.",
    },
    {
        .name = "histogram_count",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Gives the number of observations in each native histogram.",
    },
    {
        .name = "histogram_fraction",
        .signature = Takes({{"lower", ValueType::kScalar},
                            {"upper", ValueType::kScalar},
                            {"v", ValueType::kVector}}),
        .doc = "Estimates the share of observations between lower and upper in each histogram.",
        .labels = LabelEffect::kOwn,
    },
    {
        .name = "histogram_quantile",
        .signature = Takes({{"q", ValueType::kScalar}, {"v", ValueType::kVector}}),
        .doc = "Estimates the q-quantile of each histogram, native or made of buckets with a label "
               "le.",
        .labels = LabelEffect::kOwn,
    },
    {
        .name = "histogram_quantiles",
        .signature = Takes({{"v", ValueType::kVector},
                            {"label", ValueType::kString},
                            {"q", ValueType::kScalar}})
                         .Requires(3)
                         .Repeats(12),
        .doc =
            "Estimates several quantiles of each histogram at once, told apart by the given label.",
        .labels = LabelEffect::kOwn,
        .experimental = true,
    },
    {
        .name = "histogram_stddev",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc =
            "Gives the estimated standard deviation of the observations in each native histogram.",
    },
    {
        .name = "histogram_stdvar",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Gives the estimated variance of the observations in each native histogram.",
    },
    {
        .name = "histogram_sum",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Gives the sum of the observations in each native histogram.",
    },
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_HISTOGRAM_H_
