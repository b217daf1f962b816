#include "libcheck/storage/memory.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "libcheck/base/number.h"

namespace check::storage {

const MemoryStore::Postings* MemoryStore::Find(std::string_view name,
                                               std::string_view value) const {
  const model::Symbol* name_symbol = table_.Find(name);
  const model::Symbol* value_symbol = table_.Find(value);
  if (name_symbol == nullptr || value_symbol == nullptr) return nullptr;
  const auto values = index_.find(name_symbol);
  if (values == index_.end()) return nullptr;
  const auto postings = values->second.find(value_symbol);
  return postings == values->second.end() ? nullptr : &postings->second;
}

std::size_t MemoryStore::SeriesIndex(model::Labels labels) {
  const auto [at, is_new] =
      by_labels_.try_emplace(labels, static_cast<std::uint32_t>(series_.size()));
  if (is_new) {
    series_.emplace_back().columns.labels = labels;
    for (const model::Label& label : labels.list()) {
      index_[label.name][label.value].push_back(at->second);
    }
  }
  return at->second;
}

// Prometheus: what it has and what comes is only told of floats, and not at time zero.
std::string MemoryStore::DuplicateText(const Stored& stored, std::int64_t time, double value,
                                       bool is_histogram) {
  std::string text = "duplicate sample for timestamp";
  if (is_histogram || time == 0) return text;
  text += " " + std::to_string(time) + "; overrides not allowed: existing ";
  text += stored.last_kind == Stored::Kind::kHistogram ? "is a histogram"
          : stored.ended                               ? "NaN"
                                                       : FormatGoFloat(stored.last_float, 'g', -1);
  return text + ", new value " + FormatGoFloat(value, 'g', -1);
}

Result<bool> MemoryStore::Append(model::Labels labels, std::int64_t time, double value,
                                 model::HistogramPtr histogram, std::int64_t start) {
  if (histogram) {
    if (auto problem = histogram->Problem()) return Error{*problem};
  }
  return AppendAt(SeriesIndex(labels), time, value, std::move(histogram), start);
}

// Whether there is a new sample to be stored at `time`; false if it is the last one once more.
Result<bool> MemoryStore::CheckTime(const Stored& stored, std::int64_t time, double value,
                                    bool is_histogram, bool same) {
  if (!stored.any || time > stored.last_time) return true;
  if (time < stored.last_time) return Error{"out of order sample"};
  if (!same) return Error{DuplicateText(stored, time, value, is_histogram)};
  return false;
}

Result<bool> MemoryStore::AppendStale(std::size_t index, std::int64_t time) {
  Stored& stored = series_[index];
  const Result<bool> is_new = CheckTime(stored, time, model::kNaN, false, stored.ended);
  if (!is_new || !*is_new) return is_new;
  stored.any = true;
  stored.last_time = time;
  stored.ended = true;
  stored.chunk.End();
  stored.columns.stale_times.push_back(time);
  return true;
}

Result<bool> MemoryStore::AppendAt(std::size_t index, std::int64_t time, double value,
                                   model::HistogramPtr histogram, std::int64_t start) {
  if (histogram) {
    if (auto problem = histogram->Problem()) return Error{*problem};
  }
  Stored& stored = series_[index];
  Series& columns = stored.columns;
  if (stored.any && time <= stored.last_time) {
    const bool same = histogram ? stored.last_histogram && histogram->SameAs(*stored.last_histogram)
                                : stored.last_kind == Stored::Kind::kFloat &&
                                      std::bit_cast<std::uint64_t>(value) ==
                                          std::bit_cast<std::uint64_t>(stored.last_float);
    return CheckTime(stored, time, value, histogram != nullptr, same && !stored.ended);
  }
  stored.any = true;
  stored.ended = false;
  stored.last_time = time;
  const auto set_start = [&](std::vector<std::int64_t>& starts, std::size_t before) {
    if (start == 0 && starts.empty()) return;
    starts.resize(before);
    starts.push_back(start);
  };
  if (histogram) {
    stored.last_kind = Stored::Kind::kHistogram;
    stored.last_histogram = histogram;
    set_start(columns.histogram_starts, columns.histograms.size());
    columns.histogram_times.push_back(time);
    columns.histograms.push_back(std::move(histogram));
    stored.chunk.Append(time, columns.histograms);
    return true;
  }
  stored.last_kind = Stored::Kind::kFloat;
  stored.last_float = value;
  stored.last_histogram = nullptr;
  stored.chunk.End();
  set_start(columns.float_starts, columns.floats.size());
  columns.float_times.push_back(time);
  columns.floats.push_back(value);
  return true;
}

void MemoryStore::Fill(std::size_t index, std::int64_t start, std::int64_t step,
                       std::vector<double> floats) {
  TimeColumn times;
  times.AssignGrid(start, step, floats.size());
  SetFloats(index, std::move(times), std::move(floats));
}

void MemoryStore::SetFloats(std::size_t index, TimeColumn times, std::vector<double> floats) {
  if (floats.empty()) return;
  Stored& stored = series_[index];
  stored.any = true;
  stored.last_time = times.back();
  stored.last_kind = Stored::Kind::kFloat;
  stored.last_float = floats.back();
  stored.columns.float_times = std::move(times);
  stored.columns.floats = std::move(floats);
}

void MemoryStore::SetComplete(std::string_view metric, std::int64_t time) {
  const auto at = complete_until_.find(metric);
  if (at == complete_until_.end()) {
    complete_until_.emplace(metric, time);
  } else {
    at->second = time;
  }
}

std::int64_t MemoryStore::CompleteUntil(std::string_view metric) const {
  const auto at = complete_until_.find(metric);
  return at == complete_until_.end() ? all_complete_until_ : at->second;
}

Result<bool> MemoryStore::Select(std::span<const CompiledMatcher> matchers, TimeRange /*range*/,
                                 std::size_t known, std::vector<const Series*>& found) {
  // The rarest of the values that are asked for by name; all others are compared.
  const Postings* fewest = nullptr;
  const CompiledMatcher* decided = nullptr;
  for (const CompiledMatcher& matcher : matchers) {
    if (matcher.type() != model::MatchType::kEqual || matcher.value().empty()) continue;
    const Postings* postings = Find(matcher.name(), matcher.value());
    if (postings == nullptr) return true;
    if (fewest == nullptr || postings->size() < fewest->size()) {
      fewest = postings;
      decided = &matcher;
    }
  }
  const auto consider = [&](const Series& series) {
    for (const CompiledMatcher& matcher : matchers) {
      if (&matcher != decided && !matcher.Matches(series.labels.Get(matcher.name()))) return;
    }
    found.push_back(&series);
  };
  if (fewest != nullptr) {
    for (auto at = std::lower_bound(fewest->begin(), fewest->end(), known); at != fewest->end();
         ++at) {
      consider(series_[*at].columns);
    }
  } else {
    for (std::size_t i = known; i < series_.size(); ++i) consider(series_[i].columns);
  }
  return true;
}

}  // namespace check::storage
