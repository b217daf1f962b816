#ifndef LIBCHECK_PROMQL_FUNCTIONS_LABEL_H_
#define LIBCHECK_PROMQL_FUNCTIONS_LABEL_H_

#include "libcheck/promql/functions.h"

namespace check::promql {

// Labels rather than values.
inline constexpr Function kLabelFunctions[] = {
    {
        .name = "info",
        .signature =
            Takes({{"v", ValueType::kVector}, {"selector", ValueType::kVector}}).Requires(1),
        .doc = "Adds the labels of matching info metrics, target_info unless told otherwise.",
        .labels = LabelEffect::kOwn,
        .experimental = true,
    },
    {
        .name = "label_join",
        .signature = Takes({{"v", ValueType::kVector},
                            {"dst_label", ValueType::kString},
                            {"separator", ValueType::kString},
                            {"src_label", ValueType::kString}})
                         .Requires(3)
                         .Repeats(),
        .doc = "Joins the values of the source labels and stores them in dst_label.",
        .labels = LabelEffect::kOwn,
    },
    {
        .name = "label_replace",
        .signature = Takes({{"v", ValueType::kVector},
                            {"dst_label", ValueType::kString},
                            {"replacement", ValueType::kString},
                            {"src_label", ValueType::kString},
                            {"regex", ValueType::kString}}),
        .doc = "Stores replacement in dst_label where the value of src_label matches regex.",
        .labels = LabelEffect::kOwn,
    },
    {
        .name = "sort_by_label",
        .signature =
            Takes({{"v", ValueType::kVector}, {"label", ValueType::kString}}).Requires(1).Repeats(),
        .doc = "Sorts by the values of the given labels, in natural order.",
        .labels = LabelEffect::kKeepsAll,
        .experimental = true,
    },
    {
        .name = "sort_by_label_desc",
        .signature =
            Takes({{"v", ValueType::kVector}, {"label", ValueType::kString}}).Requires(1).Repeats(),
        .doc = "Sorts by the values of the given labels, in reverse natural order.",
        .labels = LabelEffect::kKeepsAll,
        .experimental = true,
    },
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_LABEL_H_
