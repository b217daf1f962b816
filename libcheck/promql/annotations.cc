#include "libcheck/promql/annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"

namespace check::promql {
namespace {

std::string ForMetric(std::string message, std::string_view name) {
  if (!name.empty()) message += " for metric name " + GoQuote(name);
  return message;
}

std::string Number(double value) { return FormatGoFloat(value, 'g', -1); }

bool SameNumber(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

// Whether Prometheus would print the same line for both, places left out.
bool ReadAlike(const Annotation& a, const Annotation& b) {
  return a.kind == b.kind && a.name == b.name && a.text == b.text && a.other == b.other &&
         SameNumber(a.value, b.value) && SameNumber(a.second, b.second);
}

// Seconds since the epoch as "2006-01-02T15:04:05Z".
std::string Rfc3339(std::int64_t time_ms) {
  std::int64_t seconds = time_ms / 1000;
  std::int64_t days = seconds / 86400;
  seconds %= 86400;
  if (seconds < 0) {
    seconds += 86400;
    --days;
  }
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::string PositionInQuery(std::string_view text, std::uint32_t offset) {
  if (offset > text.size()) return "invalid position";
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_break = before.rfind('\n');
  const std::size_t column =
      line_break == std::string_view::npos ? offset + 1 : offset - line_break;
  return fmt::format("{}:{}", line, column);
}

std::string Annotation::Message() const {
  using enum AnnotationKind;
  std::string prefix = level() == AnnotationLevel::kWarning ? "PromQL warning: " : "PromQL info: ";
  const std::string quoted = GoQuote(name);
  switch (kind) {
    case kInvalidQuantile:
      return prefix + "quantile value should be between 0 and 1, got " + Number(value);
    case kInvalidRatio:
      return prefix + "ratio value should be between -1 and 1, got " + Number(value) +
             ", capping to " + Number(second);
    case kBadBucketLabel:
      return ForMetric(
          prefix + "bucket label \"le\" is missing or has a malformed value of " + GoQuote(text),
          name);
    case kMixedFloatsHistograms:
      return prefix + "encountered a mix of histograms and floats for metric name " + quoted;
    case kMixedFloatsHistogramsInAgg:
      return prefix + "encountered a mix of histograms and floats for aggregation";
    case kMixedClassicNative:
      return ForMetric(prefix + "vector contains a mix of classic and native histograms", name);
    case kNotCounter:
      return prefix + "this native histogram metric is not a counter: " + quoted;
    case kNotGauge:
      return prefix + "this native histogram metric is not a gauge: " + quoted;
    case kMixedExponentialCustom:
      return prefix +
             "vector contains a mix of histograms with exponential and custom buckets schemas for "
             "metric name " +
             quoted;
    case kIncompatibleLayoutInBinary:
      return prefix + "incompatible bucket layout encountered for binary operator " + text;
    case kSortInRangeQuery:
      return prefix +
             "sort is ineffective for range queries since results are always ordered by labels";
    case kResetCollision:
      return prefix + "conflicting counter resets during histogram " + text;
    case kStartTimeOverlap:
      return prefix +
             "sample has start time that overlaps with previous sample timestamp for metric " +
             quoted;
    case kPossiblyNotCounter:
      return prefix +
             "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: " +
             quoted;
    case kPossiblyNotCounterByLabel:
      return prefix +
             "metric might not be a counter, __type__ label is not set to \"counter\" or "
             "\"histogram\", got " +
             GoQuote(text) + ": " + quoted;
    case kForcedMonotonicity:
      return ForMetric(prefix +
                           "input to histogram_quantile needed to be fixed for monotonicity (see "
                           "https://prometheus.io/docs/prometheus/latest/querying/functions/"
                           "#histogram_quantile)",
                       name);
    case kIncompatibleTypesInBinary:
      return prefix + "incompatible sample types encountered for binary operator " +
             GoQuote(other) + ": " + text;
    case kHistogramIgnoredInAgg:
      return prefix + "ignored histogram in " + text + " aggregation";
    case kHistogramIgnoredInRange:
      return prefix +
             "ignored histograms in a range containing both floats and histograms for metric "
             "name " +
             quoted;
    case kQuantileOfNaNs:
      return ForMetric(prefix + "input to histogram_quantile has NaN observations, result is NaN",
                       name);
    case kQuantileSkewedByNaNs:
      return ForMetric(
          prefix + "input to histogram_quantile has NaN observations, result is skewed higher",
          name);
    case kFractionWithoutNaNs:
      return ForMetric(prefix +
                           "input to histogram_fraction has NaN observations, which are excluded "
                           "from all fractions",
                       name);
    case kBoundsReconciled:
      return prefix + "mismatched custom buckets were reconciled during " + text;
  }
  return prefix;
}

std::string Annotation::Message(std::string_view query) const {
  std::string message = Message();
  if (query.empty()) return message;
  if (kind == AnnotationKind::kForcedMonotonicity) {
    message +=
        fmt::format(", from buckets {} to {}, with a max diff of {}, over {} samples from {} to {}",
                    Number(min_bucket), Number(max_bucket), FormatGoFloat(max_difference, 'g', 2),
                    repeats, Rfc3339(first_time_ms), Rfc3339(last_time_ms));
  } else if (kind == AnnotationKind::kStartTimeOverlap && repeats > 1) {
    message += fmt::format(" ({} occurrences)", repeats);
  }
  return message + " (" + PositionInQuery(query, span.begin) + ")";
}

void Annotations::Add(Annotation annotation) {
  for (Annotation& known : list_) {
    if (!ReadAlike(known, annotation)) continue;
    if (annotation.kind == AnnotationKind::kForcedMonotonicity) {
      known.first_time_ms = std::min(known.first_time_ms, annotation.first_time_ms);
      known.last_time_ms = std::max(known.last_time_ms, annotation.last_time_ms);
      known.min_bucket = std::min(known.min_bucket, annotation.min_bucket);
      known.max_bucket = std::max(known.max_bucket, annotation.max_bucket);
      known.max_difference = std::max(known.max_difference, annotation.max_difference);
      known.repeats += annotation.repeats;
    } else if (annotation.kind == AnnotationKind::kStartTimeOverlap) {
      known.repeats += annotation.repeats;
    } else {
      known.span = annotation.span;
    }
    return;
  }
  list_.push_back(std::move(annotation));
}

bool Annotations::Has(AnnotationKind kind, std::string_view name, Span span) const {
  return std::any_of(list_.begin(), list_.end(), [&](const Annotation& known) {
    return known.kind == kind && known.span == span && known.name == name;
  });
}

}  // namespace check::promql
