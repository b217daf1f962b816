#include "libcheck/promql/sequence.h"

#include <algorithm>
#include <bit>
#include <memory>
#include <utility>

#include "libcheck/model/histogram.h"

namespace check::promql {

using model::FloatHistogram;

void SequenceValues::Append(Run run) {
  run.count = std::min(run.count, kMaxSize - size_);
  if (run.count == 0) return;
  size_ += run.count;
  if (!runs_.empty() && run.kind == runs_.back().kind &&
      (run.kind == Run::Kind::kOmitted || run.kind == Run::Kind::kStale ||
       (run.kind == Run::Kind::kSame && std::bit_cast<std::uint64_t>(run.first) ==
                                            std::bit_cast<std::uint64_t>(runs_.back().first)))) {
    runs_.back().count += run.count;
    return;
  }
  runs_.push_back(run);
}

void SequenceValues::Append(const SequenceValue& value, std::uint64_t count) {
  if (value.omitted) return Append({.count = count, .kind = Run::Kind::kOmitted});
  if (value.stale) return Append({.count = count, .first = value.value, .kind = Run::Kind::kStale});
  if (value.histogram != nullptr) return AppendSteps(value, nullptr, false, count);
  Append({.count = count, .first = value.value});
}

void SequenceValues::AppendSteps(double first, double step, std::uint64_t count) {
  Append({.count = count, .first = first, .step = step, .kind = Run::Kind::kSteps});
}

void SequenceValues::AppendSteps(const SequenceValue& first, model::HistogramPtr step,
                                 bool subtract, std::uint64_t count) {
  if (count == 0) return;
  const auto place = static_cast<std::uint32_t>(histograms_.size());
  histograms_.push_back({first.histogram, std::move(step), subtract, first.hint_given});
  Append({.count = count, .histograms = place, .kind = Run::Kind::kHistograms});
}

void SequenceValues::Enter(Cursor& cursor) const {
  cursor.in_run = 0;
  if (cursor.run >= runs_.size()) return;
  const Run& run = runs_[cursor.run];
  cursor.value = {.value = run.first,
                  .stale = run.kind == Run::Kind::kStale,
                  .omitted = run.kind == Run::Kind::kOmitted};
  if (run.kind != Run::Kind::kHistograms) return;
  cursor.value.histogram = histograms_[run.histograms].first;
  cursor.value.hint_given = histograms_[run.histograms].hint_given;
}

SequenceValues::Cursor SequenceValues::First() const {
  Cursor cursor;
  Enter(cursor);
  return cursor;
}

void SequenceValues::Advance(Cursor& cursor) const {
  const Run& run = runs_[cursor.run];
  ++cursor.index;
  if (++cursor.in_run == run.count) {
    ++cursor.run;
    return Enter(cursor);
  }
  if (run.kind == Run::Kind::kSteps) {
    cursor.value.value += run.step;
  } else if (run.kind == Run::Kind::kHistograms) {
    const Histograms& histograms = histograms_[run.histograms];
    if (histograms.step == nullptr) return;
    auto next = std::make_shared<FloatHistogram>(*cursor.value.histogram);
    if (histograms.subtract) {
      (void)next->Subtract(*histograms.step);
    } else {
      (void)next->Add(*histograms.step);
    }
    cursor.value.histogram = std::move(next);
  }
}

SequenceValue SequenceValues::operator[](std::uint64_t i) const {
  Cursor cursor = First();
  // Runs that end before are left out.
  while (cursor.run < runs_.size() && i - cursor.index >= runs_[cursor.run].count) {
    cursor.index += runs_[cursor.run++].count;
    Enter(cursor);
  }
  const bool steps =
      cursor.run < runs_.size() && (runs_[cursor.run].kind == Run::Kind::kSteps ||
                                    runs_[cursor.run].kind == Run::Kind::kHistograms);
  if (steps) {
    while (cursor.index < i) Advance(cursor);
  }
  return cursor.value;
}

}  // namespace check::promql
