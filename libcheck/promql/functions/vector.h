#ifndef LIBCHECK_PROMQL_FUNCTIONS_VECTOR_H_
#define LIBCHECK_PROMQL_FUNCTIONS_VECTOR_H_

#include "libcheck/promql/functions.h"

namespace check::promql {

// Whole vectors.
inline constexpr Function kVectorFunctions[] = {
    {
        .name = "absent",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Gives 1 if the vector has no elements.",
        .labels = LabelEffect::kDropsAll,
    },
    {
        .name = "scalar",
        .signature = Takes({{"v", ValueType::kVector}}).Gives(ValueType::kScalar),
        .doc =
            "Gives the value of the only element as a scalar, or NaN if there is not exactly one.",
        .labels = LabelEffect::kDropsAll,
    },
    {
        .name = "sort",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Sorts by value, smallest first.",
        .labels = LabelEffect::kKeepsAll,
    },
    {
        .name = "sort_desc",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Sorts by value, largest first.",
        .labels = LabelEffect::kKeepsAll,
    },
    {
        .name = "vector",
        .signature = Takes({{"s", ValueType::kScalar}}),
        .doc = "Gives a vector with one element, without labels.",
        .labels = LabelEffect::kDropsAll,
    },
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_VECTOR_H_
