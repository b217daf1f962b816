#include "libcheck/promql/promqltest_compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/base/regex.h"
#include "libcheck/promql/promqltest_load.h"

namespace check::promql {
namespace {

using model::FloatHistogram;
using Problem = std::optional<Mismatch>;

constexpr double kEpsilon = 0.000001;

bool Almost(double a, double b) { return model::AlmostEqual(a, b, kEpsilon); }

std::string Number(double value) { return FormatGoFloat(value, 'g', -1); }

bool SameCounts(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), Almost);
}

bool SameHistogram(FloatHistogram expected, FloatHistogram actual, bool compare_hint) {
  expected.Compact(0);
  actual.Compact(0);
  return expected.schema == actual.schema && Almost(expected.count, actual.count) &&
         Almost(expected.sum, actual.sum) &&
         (!expected.uses_custom_buckets() ||
          model::SameBounds(expected.bounds(), actual.bounds())) &&
         expected.zero_threshold == actual.zero_threshold &&
         Almost(expected.zero_count, actual.zero_count) &&
         model::SameSpans(expected.negative.spans, actual.negative.spans) &&
         SameCounts(expected.negative.counts, actual.negative.counts) &&
         model::SameSpans(expected.positive.spans, actual.positive.spans) &&
         SameCounts(expected.positive.counts, actual.positive.counts) &&
         (!compare_hint || expected.hint == actual.hint);
}

std::string ValueText(const SequenceValue& value) {
  if (value.omitted) return "_";
  return value.histogram ? value.histogram->TestExpression() : Number(value.value);
}

std::string PointText(double value, const model::HistogramPtr& histogram) {
  return histogram ? histogram->TestExpression() : Number(value);
}

std::string PointsText(const ResultSeries& series) {
  std::string text;
  const auto add = [&](std::int64_t time, const std::string& value) {
    if (!text.empty()) text += ' ';
    text += value + " @[" + std::to_string(time) + "]";
  };
  for (const FloatPoint& point : series.floats) add(point.time, Number(point.value));
  for (const HistogramPoint& point : series.histograms) {
    add(point.time, point.histogram->TestExpression());
  }
  return text;
}

// The expected series by labels.
class Expected {
 public:
  Expected(const EvalCommand& command, model::LabelTable& table) {
    for (const ExpectedSeries& series : command.expected) {
      if (const auto labels = LabelsOf(series.series, table)) {
        series_.push_back({*labels, &series, false});
      }
    }
  }
  const ExpectedSeries* Find(model::Labels labels) {
    for (Entry& entry : series_) {
      if (entry.labels != labels) continue;
      entry.seen = true;
      return entry.series;
    }
    return nullptr;
  }
  Problem Missing() const {
    for (const Entry& entry : series_) {
      if (entry.seen) continue;
      std::string values;
      for (const SequenceValue& value : entry.series->series.values) {
        values += ' ' + ValueText(value);
      }
      return Mismatch{
          "expected metric " + entry.labels.ToString() + " with" + values + " not found",
          entry.series->where};
    }
    return std::nullopt;
  }

 private:
  struct Entry {
    model::Labels labels;
    const ExpectedSeries* series;
    bool seen;
  };
  std::vector<Entry> series_;
};

Problem CompareSample(const SequenceValue& expected, Span line, double value,
                      const model::HistogramPtr& histogram, const std::string& where) {
  const bool same =
      expected.histogram && histogram
          ? SameHistogram(*expected.histogram, *histogram, expected.hint_given)
          : !expected.histogram && !histogram && !expected.stale && Almost(expected.value, value);
  if (same) return std::nullopt;
  return Mismatch{"expected " + ValueText(expected) + " for " + where + " but got " +
                      PointText(value, histogram),
                  line};
}

Problem CompareVector(const EvalCommand& command, const Vector& vector, model::LabelTable& table) {
  if (command.scalar)
    return Mismatch{"expected scalar result, but got vector", command.value_where};
  const bool ordered = command.ordered || command.Expects(Expectation::Kind::kOrdered);
  Expected expected(command, table);
  std::vector<model::Labels> labels_seen;
  for (std::size_t i = 0; i < vector.size(); ++i) {
    const VectorSample& sample = vector[i];
    const std::string where = sample.labels.ToString();
    const ExpectedSeries* series = expected.Find(sample.labels);
    if (series == nullptr || series->series.values.empty()) {
      return Mismatch{"unexpected metric " + where + " in result, has value " +
                      PointText(sample.value, sample.histogram)};
    }
    if (ordered && series->position != i + 1) {
      return Mismatch{fmt::format("expected metric {} at position {} but was at {}", where,
                                  series->position, i + 1),
                      series->where};
    }
    if (auto problem = CompareSample(series->series.values[0], series->where, sample.value,
                                     sample.histogram, where)) {
      return problem;
    }
  }
  return expected.Missing();
}

Problem CompareMatrix(const EvalCommand& command, const Matrix& matrix, model::LabelTable& table) {
  if (command.ordered || command.Expects(Expectation::Kind::kOrdered)) {
    return Mismatch{"expected ordered result, but query returned a matrix"};
  }
  if (command.scalar)
    return Mismatch{"expected scalar result, but got matrix", command.value_where};
  Expected expected(command, table);
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    const ResultSeries& series = matrix[i];
    const std::string where = series.labels.ToString();
    if (i > 0 && model::Compare(matrix[i - 1].labels, series.labels) > 0) {
      return Mismatch{"matrix results should always be sorted by labels, but " + where +
                      " comes after " + matrix[i - 1].labels.ToString()};
    }
    const ExpectedSeries* wanted = expected.Find(series.labels);
    if (wanted == nullptr) {
      return Mismatch{"unexpected metric " + where + " in result, has " + PointsText(series)};
    }
    std::size_t floats = 0;
    std::size_t histograms = 0;
    const SequenceValues& values = wanted->series.values;
    std::int64_t time = command.start;
    bool first = true;
    for (const SequenceValue& value : values) {
      if (!first && command.step > command.end - time) {
        return Mismatch{fmt::format("expected {} points for {}, but query time range cannot return "
                                    "this many points",
                                    values.size(), where),
                        wanted->where};
      }
      if (!first) time += command.step;
      first = false;
      if (value.omitted) continue;
      const bool is_float = !value.histogram;
      std::size_t& next = is_float ? floats : histograms;
      const std::size_t size = is_float ? series.floats.size() : series.histograms.size();
      if (next >= size) {
        return Mismatch{fmt::format("expected {} at {} for {}, but result has {}", ValueText(value),
                                    time, where, PointsText(series)),
                        wanted->where};
      }
      const std::int64_t actual =
          is_float ? series.floats[next].time : series.histograms[next].time;
      if (actual != time) {
        return Mismatch{fmt::format("expected {} for {} to have timestamp {}, but it had timestamp "
                                    "{} (result has {})",
                                    ValueText(value), where, time, actual, PointsText(series)),
                        wanted->where};
      }
      Problem problem =
          CompareSample(value, wanted->where, is_float ? series.floats[next].value : 0,
                        is_float ? nullptr : series.histograms[next].histogram,
                        where + " at " + std::to_string(time));
      if (problem) {
        problem->message += " (result has " + PointsText(series) + ")";
        return problem;
      }
      ++next;
    }
    if (floats != series.floats.size() || histograms != series.histograms.size()) {
      return Mismatch{
          fmt::format("expected {} float points and {} histogram points for {}, but got {}", floats,
                      histograms, where, PointsText(series)),
          wanted->where};
    }
  }
  return expected.Missing();
}

bool Matches(const Expectation& expectation, std::string_view text) {
  switch (expectation.match) {
    case Expectation::Match::kAnything:
      return true;
    case Expectation::Match::kMessage:
      return expectation.text == text;
    case Expectation::Match::kRegex:
      break;
  }
  // Anywhere in the text.
  const Result<Regex> regex = Regex::Compile("(?s:.*)(?:" + expectation.text + ")(?s:.*)");
  return regex.ok() && regex->FullMatch(text);
}

Problem CompareRemarks(const EvalCommand& command, Expectation::Kind kind,
                       const std::vector<std::string>& actual, std::string_view what) {
  if (!command.Expects(kind)) return std::nullopt;
  if (actual.empty()) {
    return Mismatch{fmt::format("expected {} annotations but none were found", what),
                    command.Find(kind)->where};
  }
  for (const Expectation& expectation : command.expectations) {
    if (expectation.kind != kind) continue;
    const bool found = std::any_of(actual.begin(), actual.end(), [&](const std::string& text) {
      return Matches(expectation, text);
    });
    if (!found) {
      return Mismatch{fmt::format("expected {} annotation `{}` but found `{}`", what,
                                  expectation.text, fmt::join(actual, "`, `")),
                      expectation.where};
    }
  }
  for (const std::string& text : actual) {
    const bool expected =
        std::any_of(command.expectations.begin(), command.expectations.end(),
                    [&](const Expectation& e) { return e.kind == kind && Matches(e, text); });
    if (!expected) return Mismatch{fmt::format("unexpected {} annotation `{}`", what, text)};
  }
  return std::nullopt;
}

}  // namespace

Problem CompareResult(const EvalCommand& command, const Value& value, model::LabelTable& table) {
  if (const auto* scalar = std::get_if<Scalar>(&value)) {
    if (!command.scalar) {
      return Mismatch{"expected vector or matrix result, but got " + ToString(value)};
    }
    if (Almost(*command.scalar, scalar->value)) return std::nullopt;
    return Mismatch{
        "expected scalar " + Number(*command.scalar) + " but got " + Number(scalar->value),
        command.value_where};
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (command.string.value_or("") == *text) return std::nullopt;
    Mismatch mismatch = {"expected string `" + command.string.value_or("") + "` but got `" + *text +
                         "`"};
    if (command.string) mismatch.where = command.value_where;
    return mismatch;
  }
  if (const auto* vector = std::get_if<Vector>(&value)) {
    return CompareVector(command, *vector, table);
  }
  return CompareMatrix(command, std::get<Matrix>(value), table);
}

Problem CompareAnnotations(const EvalCommand& command, const Annotations& annotations) {
  std::vector<std::string> warnings;
  std::vector<std::string> infos;
  for (const Annotation& annotation : annotations.list()) {
    (annotation.level() == AnnotationLevel::kWarning ? warnings : infos)
        .push_back(annotation.Message());
  }
  if (command.warn && warnings.empty()) return Mismatch{"expected warnings but got none"};
  if (command.info && infos.empty()) return Mismatch{"expected info annotations but got none"};
  if (auto problem = CompareRemarks(command, Expectation::Kind::kWarn, warnings, "warn")) {
    return problem;
  }
  if (auto problem = CompareRemarks(command, Expectation::Kind::kInfo, infos, "info")) {
    return problem;
  }
  if (command.Expects(Expectation::Kind::kNoWarn) && !warnings.empty()) {
    return Mismatch{fmt::format("unexpected warning annotations: {}", fmt::join(warnings, "; ")),
                    command.Find(Expectation::Kind::kNoWarn)->where};
  }
  if (command.Expects(Expectation::Kind::kNoInfo) && !infos.empty()) {
    return Mismatch{fmt::format("unexpected info annotations: {}", fmt::join(infos, "; ")),
                    command.Find(Expectation::Kind::kNoInfo)->where};
  }
  return std::nullopt;
}

Problem CompareError(const EvalCommand& command, std::string_view error) {
  for (const Expectation& expectation : command.expectations) {
    if (expectation.kind != Expectation::Kind::kFail || Matches(expectation, error)) continue;
    return Mismatch{fmt::format("expected error `{}` but got `{}`", expectation.text, error),
                    expectation.where};
  }
  return std::nullopt;
}

}  // namespace check::promql
