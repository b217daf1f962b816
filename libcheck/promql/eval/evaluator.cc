#include "libcheck/promql/eval/evaluator.h"

#include <algorithm>
#include <string>

namespace check::promql {

void Evaluator::ThrowTooManySamples() {
  throw EvalError("query processing would load too many samples into memory in query execution");
}

void Evaluator::ThrowTooManySteps(std::int64_t count) const {
  throw EvalError("query would take " + std::to_string(count) + " steps, more than the limit of " +
                  std::to_string(options.max_steps));
}

void Evaluator::ThrowTooManyLabels() const {
  throw EvalError("query would make labels of more than " +
                  std::to_string(options.max_label_bytes) + " bytes");
}

void Evaluator::CheckDeadline() const {
  if (std::chrono::steady_clock::now() > deadline_) {
    throw EvalError("query timed out in expression evaluation");
  }
}

Vector& VectorReader::ReadUncounted(std::int64_t time) {
  vector_.clear();
  indices_.clear();
  for (std::size_t i = 0; i < matrix_.size(); ++i) {
    ResultSeries& series = matrix_[i];
    VectorSample sample{.labels = series.labels, .time = time, .drop_name = series.drop_name};
    if (next_float_[i] < series.floats.size() && series.floats[next_float_[i]].time == time) {
      sample.value = series.floats[next_float_[i]++].value;
    } else if (next_histogram_[i] < series.histograms.size() &&
               series.histograms[next_histogram_[i]].time == time) {
      sample.histogram = series.histograms[next_histogram_[i]++].histogram;
    } else {
      continue;
    }
    vector_.push_back(std::move(sample));
    indices_.push_back(static_cast<std::uint32_t>(i));
  }
  return vector_;
}

std::size_t MatrixBuilder::IndexOf(const VectorSample& sample, std::size_t position,
                                   std::int64_t time) {
  std::size_t index = matrix_.size();
  if (position < by_position_.size() && matrix_[by_position_[position]].labels == sample.labels) {
    index = by_position_[position];
  } else {
    const auto [at, is_new] = by_labels_.try_emplace(sample.labels, matrix_.size());
    index = at->second;
    if (is_new) {
      ResultSeries& series = matrix_.emplace_back();
      series.labels = sample.labels;
      series.drop_name = sample.drop_name;
      last_time_.push_back(time - 1);
    }
    if (position < by_position_.size()) {
      by_position_[position] = index;
    } else {
      by_position_.push_back(index);
    }
  }
  if (last_time_[index] == time) throw EvalError(kSameLabelset);
  last_time_[index] = time;
  return index;
}

void MatrixBuilder::Add(std::int64_t time, Vector& vector) {
  ev_.CheckLabels();
  if (steps_.is_instant()) {
    matrix_.reserve(vector.size());
    for (VectorSample& sample : vector) {
      ResultSeries& series = matrix_.emplace_back();
      series.labels = sample.labels;
      series.drop_name = sample.drop_name;
      if (sample.histogram) {
        series.histograms.push_back({time, std::move(sample.histogram)});
      } else {
        series.floats.push_back({time, sample.value});
      }
    }
    if (!ev_.options.delayed_name_removal && HasSameLabels(ev_, matrix_)) {
      throw EvalError(kSameLabelset);
    }
    return;
  }
  for (std::size_t i = 0; i < vector.size(); ++i) {
    VectorSample& sample = vector[i];
    ResultSeries& series = matrix_[IndexOf(sample, i, time)];
    if (sample.histogram) {
      series.histograms.push_back({time, std::move(sample.histogram)});
    } else {
      series.floats.push_back({time, sample.value});
    }
  }
}

bool HasSameLabels(Evaluator& ev, const Matrix& matrix) {
  if (matrix.size() < 2) return false;
  model::Marks seen(ev.labels);
  for (const ResultSeries& series : matrix) {
    if (seen.Has(series.labels)) return true;
    seen.Set(series.labels);
  }
  return false;
}

void MergeSameLabels(Evaluator& ev, Matrix& matrix) {
  if (!HasSameLabels(ev, matrix)) return;
  Matrix merged;
  std::vector<bool> touched;
  model::Marks index(ev.labels);
  for (ResultSeries& series : matrix) {
    if (!index.Has(series.labels)) {
      index.Set(series.labels, static_cast<std::uint32_t>(merged.size()));
      merged.push_back(std::move(series));
      touched.push_back(false);
      continue;
    }
    ResultSeries& into = merged[index[series.labels]];
    touched[index[series.labels]] = true;
    for (const FloatPoint& point : series.floats) into.floats.push_back(point);
    for (HistogramPoint& point : series.histograms) into.histograms.push_back(std::move(point));
  }
  const auto earlier = [](const auto& a, const auto& b) { return a.time < b.time; };
  const auto same_time = [](const auto& a, const auto& b) { return a.time == b.time; };
  for (std::size_t i = 0; i < merged.size(); ++i) {
    if (!touched[i]) continue;
    FloatPoints& floats = merged[i].floats;
    HistogramPoints& histograms = merged[i].histograms;
    std::sort(floats.begin(), floats.end(), earlier);
    std::sort(histograms.begin(), histograms.end(), earlier);
    if (std::adjacent_find(floats.begin(), floats.end(), same_time) != floats.end() ||
        std::adjacent_find(histograms.begin(), histograms.end(), same_time) != histograms.end()) {
      throw EvalError(kSameLabelset);
    }
  }
  matrix = std::move(merged);
}

}  // namespace check::promql
