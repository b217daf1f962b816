#ifndef LIBCHECK_PROMQL_FUNCTIONS_RATE_H_
#define LIBCHECK_PROMQL_FUNCTIONS_RATE_H_

#include "libcheck/promql/functions.h"

namespace check::promql {

// How series change over a range.
inline constexpr Function kRateFunctions[] = {
    {
        .name = "changes",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Counts how often the value of each series changed within the range.",
    },
    {
        .name = "delta",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the difference between the last and the first value of each gauge, "
               "extrapolated to the whole range.",
    },
    {
        .name = "deriv",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the slope per second of each gauge by linear regression over the range.",
    },
    {
        .name = "double_exponential_smoothing",
        .signature = Takes(
            {{"v", ValueType::kMatrix}, {"sf", ValueType::kScalar}, {"tf", ValueType::kScalar}}),
        .doc =
            "Smooths each gauge over the range, with factor sf for the level and tf for the trend.",
        .experimental = true,
    },
    {
        .name = "idelta",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the difference between the last two samples of each gauge.",
    },
    {
        .name = "increase",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the growth of each counter over the range, allowing for resets.",
    },
    {
        .name = "irate",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the growth per second of each counter from its last two samples.",
    },
    {
        .name = "predict_linear",
        .signature = Takes({{"v", ValueType::kMatrix}, {"t", ValueType::kScalar}}),
        .doc = "Predicts the value of each gauge t seconds from now by linear regression over the "
               "range.",
    },
    {
        .name = "rate",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Gives the average growth per second of each counter over the range, allowing for "
               "resets.",
    },
    {
        .name = "resets",
        .signature = Takes({{"v", ValueType::kMatrix}}),
        .doc = "Counts how often each counter was reset within the range.",
    },
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_RATE_H_
