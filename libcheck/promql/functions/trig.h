#ifndef LIBCHECK_PROMQL_FUNCTIONS_TRIG_H_
#define LIBCHECK_PROMQL_FUNCTIONS_TRIG_H_

#include "libcheck/promql/functions.h"

namespace check::promql {

// Trigonometry.
inline constexpr Function kTrigFunctions[] = {
    {
        .name = "acos",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the arccosine of every sample, in radians.",
    },
    {
        .name = "acosh",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the inverse hyperbolic cosine of every sample, in radians.",
    },
    {
        .name = "asin",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the arcsine of every sample, in radians.",
    },
    {
        .name = "asinh",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the inverse hyperbolic sine of every sample, in radians.",
    },
    {
        .name = "atan",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the arctangent of every sample, in radians.",
    },
    {
        .name = "atanh",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the inverse hyperbolic tangent of every sample, in radians.",
    },
    {
        .name = "cos",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the cosine of every sample, in radians.",
    },
    {
        .name = "cosh",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the hyperbolic cosine of every sample, in radians.",
    },
    {
        .name = "deg",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Turns radians into degrees.",
    },
    {
        .name = "rad",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Turns degrees into radians.",
    },
    {
        .name = "sin",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the sine of every sample, in radians.",
    },
    {
        .name = "sinh",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the hyperbolic sine of every sample, in radians.",
    },
    {
        .name = "tan",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the tangent of every sample, in radians.",
    },
    {
        .name = "tanh",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Takes the hyperbolic tangent of every sample, in radians.",
    },
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_TRIG_H_
