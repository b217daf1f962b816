#ifndef LIBCHECK_PROMQL_FUNCTIONS_MATH_H_
#define LIBCHECK_PROMQL_FUNCTIONS_MATH_H_

#include "libcheck/promql/functions.h"

namespace check::promql {

// Arithmetic on every sample.
inline constexpr Function kMathFunctions[] = {
    {
        .name = "abs",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Turns every sample into its absolute value.",
    },
    {
        .name = "ceil",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Rounds every sample up to the next integer.",
    },
    {
        .name = "clamp",
        .signature = Takes(
            {{"v", ValueType::kVector}, {"min", ValueType::kScalar}, {"max", ValueType::kScalar}}),
        .doc = "Limits every sample to the range from min to max.",
    },
    {
        .name = "clamp_max",
        .signature = Takes({{"v", ValueType::kVector}, {"max", ValueType::kScalar}}),
        .doc = "Limits every sample to at most max.",
    },
    {
        .name = "clamp_min",
        .signature = Takes({{"v", ValueType::kVector}, {"min", ValueType::kScalar}}),
        .doc = "Limits every sample to at least min.",
    },
    {
        .name = "exp",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Raises e to the power of every sample.",
    },
    {
        .name = "floor",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Rounds every sample down to the next integer.",
    },
    {
        .name = "ln",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the natural logarithm of every sample.",
    },
    {
        .name = "log10",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the decimal logarithm of every sample.",
    },
    {
        .name = "log2",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the binary logarithm of every sample.",
    },
    {
        .name = "max_of",
        .signature =
            Takes({{"a", ValueType::kScalar}, {"b", ValueType::kScalar}}).Gives(ValueType::kScalar),
        .doc = "Gives the larger of two scalars.",
        .labels = LabelEffect::kDropsAll,
        .experimental = true,
    },
    {
        .name = "min_of",
        .signature =
            Takes({{"a", ValueType::kScalar}, {"b", ValueType::kScalar}}).Gives(ValueType::kScalar),
        .doc = "Gives the smaller of two scalars.",
        .labels = LabelEffect::kDropsAll,
        .experimental = true,
    },
    {
        .name = "pi",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Gives the number pi.",
        .labels = LabelEffect::kDropsAll,
    },
    {
        .name = "round",
        .signature =
            Takes({{"v", ValueType::kVector}, {"to_nearest", ValueType::kScalar}}).Requires(1),
        .doc =
            "Rounds every sample to the nearest integer, or to the nearest multiple of to_nearest.",
    },
    {
        .name = "sgn",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Turns every sample into its sign: 1, 0 or -1.",
    },
    {
        .name = "sqrt",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the square root of every sample.",
    },
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_MATH_H_
