#ifndef LIBCHECK_PROMQL_FUNCTIONS_TIME_H_
#define LIBCHECK_PROMQL_FUNCTIONS_TIME_H_

#include "libcheck/promql/functions.h"

namespace check::promql {

// Clocks and calendars.
inline constexpr Function kTimeFunctions[] = {
    {
        .name = "day_of_month",
        .signature = Takes({{"v", ValueType::kVector}}).Requires(0),
        .doc = "Gives the day of the month, 1 to 31, of each sample read as a time in UTC, or of "
               "the evaluation time.",
    },
    {
        .name = "day_of_week",
        .signature = Takes({{"v", ValueType::kVector}}).Requires(0),
        .doc = "Gives the day of the week, 0 (Sunday) to 6, of each sample read as a time in UTC, "
               "or of the evaluation time.",
    },
    {
        .name = "day_of_year",
        .signature = Takes({{"v", ValueType::kVector}}).Requires(0),
        .doc = "Gives the day of the year, 1 to 366, of each sample read as a time in UTC, or of "
               "the evaluation time.",
    },
    {
        .name = "days_in_month",
        .signature = Takes({{"v", ValueType::kVector}}).Requires(0),
        .doc = "Gives the number of days in the month of each sample read as a time in UTC, or of "
               "the evaluation time.",
    },
    {
        .name = "end",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Gives the end of the query in seconds since 1970.",
        .labels = LabelEffect::kDropsAll,
        .experimental = true,
    },
    {
        .name = "hour",
        .signature = Takes({{"v", ValueType::kVector}}).Requires(0),
        .doc = "Gives the hour of the day, 0 to 23, of each sample read as a time in UTC, or of "
               "the evaluation time.",
    },
    {
        .name = "minute",
        .signature = Takes({{"v", ValueType::kVector}}).Requires(0),
        .doc = "Gives the minute of the hour, 0 to 59, of each sample read as a time in UTC, or of "
               "the evaluation time.",
    },
    {
        .name = "month",
        .signature = Takes({{"v", ValueType::kVector}}).Requires(0),
        .doc = "Gives the month, 1 to 12, of each sample read as a time in UTC, or of the "
               "evaluation time.",
    },
    {
        .name = "range",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Gives the time between start and end of the query in seconds.",
        .labels = LabelEffect::kDropsAll,
        .experimental = true,
    },
    {
        .name = "start",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Gives the start of the query in seconds since 1970.",
        .labels = LabelEffect::kDropsAll,
        .experimental = true,
    },
    {
        .name = "start_timestamp",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Gives the time at which each counter or histogram began to count.",
        .experimental = true,
    },
    {
        .name = "step",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Gives the step of the query in seconds.",
        .labels = LabelEffect::kDropsAll,
        .experimental = true,
    },
    {
        .name = "time",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Gives the evaluation time in seconds since 1970.",
        .labels = LabelEffect::kDropsAll,
    },
    {
        .name = "timestamp",
        .signature = Takes({{"v", ValueType::kVector}}),
        .doc = "Gives the time of each sample in seconds since 1970.",
    },
    {
        .name = "year",
        .signature = Takes({{"v", ValueType::kVector}}).Requires(0),
        .doc = "Gives the year of each sample read as a time in UTC, or of the evaluation time.",
    },
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_TIME_H_
