#include <chrono>
#include <cmath>
#include <limits>

#include "libcheck/promql/eval/instant_call.h"
#include "libcheck/promql/eval/selector.h"
#include "libcheck/promql/eval/special_nodes.h"
#include "libcheck/promql/functions/families.h"

// Times of evaluation, of queries and of samples, and the parts of dates.
namespace check::promql {
namespace {

// The UTC date of a time. Days are counted here rather than by <chrono>, whose years end at 32767,
// and as Go counts them: in 64 bits, from a time before all others, so that what is earlier still
// comes out as very late.
struct Date {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;
  int day_of_year = 1;
  int day_of_week = 4;  // Sunday is 0.
  int hour = 0;
  int minute = 0;
  int days_in_month = 31;
};

constexpr std::int64_t FloorDivide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

bool IsLeap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

Date DateOf(std::int64_t seconds) {
  constexpr std::int64_t kDaysBefore1970 = std::int64_t{730'692'556} * 146'097 + 306 + 719'162;
  const std::uint64_t since =
      static_cast<std::uint64_t>(seconds) + static_cast<std::uint64_t>(kDaysBefore1970) * 86'400;
  const std::int64_t days = static_cast<std::int64_t>(since / 86'400) - kDaysBefore1970;
  const auto second_of_day = static_cast<std::int64_t>(since % 86'400);
  Date date;
  date.hour = static_cast<int>(second_of_day / 3600);
  date.minute = static_cast<int>(second_of_day / 60 % 60);
  date.day_of_week = static_cast<int>(((days + 4) % 7 + 7) % 7);
  // Years that begin in March, in eras of 400.
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = FloorDivide(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  date.days_in_month = kDays[date.month - 1] + (date.month == 2 && IsLeap(date.year) ? 1 : 0);
  date.day_of_year = date.day;
  for (int m = 1; m < date.month; ++m) {
    date.day_of_year += kDays[m - 1] + (m == 2 && IsLeap(date.year) ? 1 : 0);
  }
  return date;
}

// As Go converts on x86: what does not fit becomes the smallest integer.
std::int64_t ToSeconds(double value) {
  if (!(value >= -0x1p63 && value < 0x1p63)) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(value);
}

template <double (*kPart)(const Date&)>
void Part(const InstantContext& context, Vector& out) {
  if (context.arguments.empty()) {
    out.push_back({.labels = context.ev.labels.Empty(),
                   .time = context.time,
                   .value = kPart(DateOf(context.time / 1000))});
    return;
  }
  for (const VectorSample& sample : *context.arguments[0]) {
    if (sample.histogram) continue;
    GiveUnnamed(context, sample, kPart(DateOf(ToSeconds(sample.value))), out);
  }
}

double Year(const Date& date) { return static_cast<double>(date.year); }
template <int Date::*kField>
double Field(const Date& date) {
  return date.*kField;
}

void Time(const InstantContext& context, Vector& out) {
  out.push_back(
      {.labels = context.ev.labels.Empty(), .value = static_cast<double>(context.time) / 1000});
}

// Of anything but a selector, whose samples have times of their own.
void Timestamp(const InstantContext& context, Vector& out) {
  for (const VectorSample& sample : *context.arguments[0]) {
    GiveUnnamed(context, sample, static_cast<double>(sample.time) / 1000, out);
  }
}

void StartTimestamp(const InstantContext&, Vector&) {}

// timestamp() or start_timestamp() of a selector, which must not see the times of steps.
class TimestampNode final : public Node {
 public:
  TimestampNode(const Call& call, std::unique_ptr<SelectorNode> selector, bool of_start)
      : Node(call), selector_(std::move(selector)), of_start_(of_start) {}
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  std::unique_ptr<SelectorNode> selector_;
  bool of_start_;
};

Matrix TimestampNode::Eval(Evaluator& ev, const Steps& steps) {
  ResolvedShift shift = Resolve(ev, selector_->selector().shift);
  const std::int64_t lookback = ev.options.lookback_delta;
  std::int64_t earliest = -kFarthest * 2;
  if (shift.at) {
    // Prometheus forgets the offset where there is an @, but has asked the storage only for the
    // time that the offset leads to: what counts is in both.
    const std::int64_t asked = *shift.at - ToMilliseconds(shift.offset);
    earliest = std::max(*shift.at, asked) - lookback;
    shift.at = std::min(*shift.at, asked);
    shift.offset = Duration::zero();
  }
  const bool any = !of_start_ || ev.options.start_timestamps;
  std::vector<SeriesCursor>& cursors = selector_->Series(ev);
  return EvalStepwise(
      ev, steps, {},
      [&](std::int64_t time, std::span<Vector* const>, std::span<VectorReader>, Vector& out) {
        for (SeriesCursor& cursor : cursors) {
          const FoundSample found = cursor.FindAt(shift.LookupTime(time), lookback);
          if (!found.found || found.time <= earliest) continue;
          ++ev.samples;
          ev.CheckSamples();
          if (!any) continue;
          const std::int64_t value = of_start_ ? found.start : found.time;
          out.push_back({.labels = ev.WithoutName(cursor.labels()),
                         .time = time,
                         .value = static_cast<double>(value) / 1000,
                         .drop_name = true});
        }
      });
}

template <bool kOfStart>
NodePtr MakeTimestamp(const Call& call, std::unique_ptr<SelectorNode> selector) {
  return std::make_unique<TimestampNode>(call, std::move(selector), kOfStart);
}

template <ConstantNode::Kind kKind>
Result<NodePtr> MakeConstant(const Call& call, std::vector<NodePtr>) {
  return NodePtr(std::make_unique<ConstantNode>(call, kKind, 0));
}

constexpr Function kFunctions[] = {
    {
        .name = "day_of_month",
        .signature = kTakesVector.Requires(0),
        .doc = "Returns the day of the month, 1 to 31, of each sample read as a time in UTC, or of "
               "the evaluation time.",
        .values = Values::Between(1, 31),
        .time = TimeUse::kEvaluation,
        .instant = Part<Field<&Date::day>>,
    },
    {
        .name = "day_of_week",
        .signature = kTakesVector.Requires(0),
        .doc = "Returns the day of the week, 0 (Sunday) to 6, of each sample read as a time in "
               "UTC, or of the evaluation time.",
        .values = Values::Between(0, 6),
        .time = TimeUse::kEvaluation,
        .instant = Part<Field<&Date::day_of_week>>,
    },
    {
        .name = "day_of_year",
        .signature = kTakesVector.Requires(0),
        .doc = "Returns the day of the year, 1 to 366, of each sample read as a time in UTC, or of "
               "the evaluation time.",
        .values = Values::Between(1, 366),
        .time = TimeUse::kEvaluation,
        .instant = Part<Field<&Date::day_of_year>>,
    },
    {
        .name = "days_in_month",
        .signature = kTakesVector.Requires(0),
        .doc = "Returns the number of days in the month of each sample read as a time in UTC, or "
               "of the evaluation time.",
        .values = Values::Between(28, 31),
        .time = TimeUse::kEvaluation,
        .instant = Part<Field<&Date::days_in_month>>,
    },
    {
        .name = "end",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Returns the end of the query in seconds since 1970.",
        .labels = LabelEffect::kNone,
        .time = TimeUse::kQuery,
        .experimental = true,
        .make_node = MakeConstant<ConstantNode::Kind::kEnd>,
    },
    {
        .name = "hour",
        .signature = kTakesVector.Requires(0),
        .doc = "Returns the hour of the day, 0 to 23, of each sample read as a time in UTC, or of "
               "the evaluation time.",
        .values = Values::Between(0, 23),
        .time = TimeUse::kEvaluation,
        .instant = Part<Field<&Date::hour>>,
    },
    {
        .name = "minute",
        .signature = kTakesVector.Requires(0),
        .doc = "Returns the minute of the hour, 0 to 59, of each sample read as a time in UTC, or "
               "of the evaluation time.",
        .values = Values::Between(0, 59),
        .time = TimeUse::kEvaluation,
        .instant = Part<Field<&Date::minute>>,
    },
    {
        .name = "month",
        .signature = kTakesVector.Requires(0),
        .doc = "Returns the month, 1 to 12, of each sample read as a time in UTC, or of the "
               "evaluation time.",
        .values = Values::Between(1, 12),
        .time = TimeUse::kEvaluation,
        .instant = Part<Field<&Date::month>>,
    },
    {
        .name = "range",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Returns the time between start and end of the query in seconds.",
        .labels = LabelEffect::kNone,
        .time = TimeUse::kQuery,
        .experimental = true,
        .make_node = MakeConstant<ConstantNode::Kind::kRange>,
    },
    {
        .name = "start",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Returns the start of the query in seconds since 1970.",
        .labels = LabelEffect::kNone,
        .time = TimeUse::kQuery,
        .experimental = true,
        .make_node = MakeConstant<ConstantNode::Kind::kStart>,
    },
    {
        .name = "start_timestamp",
        .signature = kTakesVector,
        .doc = "Returns the start time of each counter or histogram.",
        .experimental = true,
        .instant = StartTimestamp,
        .of_selector = MakeTimestamp<true>,
    },
    {
        .name = "step",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Returns the step of the query in seconds.",
        .labels = LabelEffect::kNone,
        .time = TimeUse::kQuery,
        .experimental = true,
        .make_node = MakeConstant<ConstantNode::Kind::kStep>,
    },
    {
        .name = "time",
        .signature = Takes({}).Gives(ValueType::kScalar),
        .doc = "Returns the evaluation time in seconds since 1970.",
        .labels = LabelEffect::kNone,
        .values = Values::Between(0, kInfinity),
        .time = TimeUse::kEvaluation,
        .instant = Time,
    },
    {
        .name = "timestamp",
        .signature = kTakesVector,
        .doc = "Returns the time of each sample in seconds since 1970.",
        .time = TimeUse::kEvaluation,
        .instant = Timestamp,
        .of_selector = MakeTimestamp<false>,
    },
    {
        .name = "year",
        .signature = kTakesVector.Requires(0),
        .doc = "Returns the year of each sample read as a time in UTC, or of the evaluation time.",
        .time = TimeUse::kEvaluation,
        .instant = Part<Year>,
    },
};

}  // namespace

std::span<const Function> TimeFunctions() { return kFunctions; }

}  // namespace check::promql
