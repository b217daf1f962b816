#include "libcheck/backtest/store_feed.h"

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include "libcheck/promql/ast.h"
#include "libcheck/promql/functions.h"

namespace check::backtest {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

std::int64_t NextOf(const storage::TimeColumn& times, std::size_t index) {
  return index < times.size() ? times[index] : kNever;
}

std::int64_t StartOf(const std::vector<std::int64_t>& starts, std::size_t index) {
  return index < starts.size() ? starts[index] : 0;
}

// Finds the series that expressions select.
class Finder {
 public:
  explicit Finder(storage::MemoryStore& store) : store_(store) {}

  std::optional<Error> Visit(const promql::Expr& expr) {
    if (const auto* selector = promql::TryAs<promql::VectorSelector>(&expr)) return Add(*selector);
    if (const auto* matrix = promql::TryAs<promql::MatrixSelector>(&expr)) {
      return Add(*matrix->vector);
    }
    // It selects metrics that it does not name.
    if (const auto* call = promql::TryAs<promql::Call>(&expr)) {
      all_ = all_ || call->function->labels == promql::LabelEffect::kAddsInfo;
    }
    std::optional<Error> error;
    promql::ForEachChild(expr, [&](const promql::Expr& child) {
      if (!error) error = Visit(child);
    });
    return error;
  }

  void SetAll() { all_ = true; }
  bool Has(const storage::Series& series) const { return all_ || found_.contains(&series); }

 private:
  std::optional<Error> Add(const promql::VectorSelector& selector) {
    std::vector<storage::CompiledMatcher> matchers;
    for (const model::Matcher& matcher : selector.matchers) {
      Result<storage::CompiledMatcher> compiled = storage::CompiledMatcher::Compile(matcher);
      if (!compiled) return compiled.error();
      matchers.push_back(std::move(*compiled));
    }
    std::vector<const storage::Series*> found;
    const Result<bool> selected = store_.Select(matchers, {}, 0, found);
    if (!selected) return selected.error();
    found_.insert(found.begin(), found.end());
    return std::nullopt;
  }

  storage::MemoryStore& store_;
  bool all_ = false;
  std::unordered_set<const storage::Series*> found_;
};

bool IsPlain(const storage::Series& series) {
  return series.histograms.empty() && series.stale_times.empty() && series.float_starts.empty();
}

void CopySeries(const storage::Series& series, storage::MemoryStore& to) {
  if (IsPlain(series)) {
    to.SetFloats(to.SeriesIndex(to.labels().Import(series.labels)), series.float_times,
                 series.floats);
  } else {
    StoreFeed(series, to).AppendTill(kNever);
  }
}

}  // namespace

StoreFeed::StoreFeed(const storage::MemoryStore& from, storage::MemoryStore& to) : to_(to) {
  cursors_.resize(from.series_count());
  for (std::size_t i = 0; i < cursors_.size(); ++i) cursors_[i].series = &from.series(i);
}

StoreFeed::StoreFeed(const storage::Series& series, storage::MemoryStore& to) : to_(to) {
  cursors_.resize(1);
  cursors_[0].series = &series;
}

// Copies the next sample of a series, if it is not after `time`.
bool StoreFeed::AppendNext(Cursor& cursor, std::int64_t time) {
  const storage::Series& series = *cursor.series;
  const std::int64_t next_float = NextOf(series.float_times, cursor.floats);
  const std::int64_t next_histogram = NextOf(series.histogram_times, cursor.histograms);
  const std::int64_t next_stale = NextOf(series.stale_times, cursor.stale);
  const std::int64_t next = std::min({next_float, next_histogram, next_stale});
  if (next > time || next == kNever) return false;
  if (!cursor.target) {
    cursor.target = to_.SeriesIndex(to_.labels().Import(series.labels));
  }
  // The source has taken them already, so that there is nothing to refuse.
  if (next == next_float) {
    const std::size_t i = cursor.floats++;
    (void)to_
        .AppendAt(*cursor.target, next, series.floats[i], nullptr, StartOf(series.float_starts, i))
        .ok();
  } else if (next == next_histogram) {
    const std::size_t i = cursor.histograms++;
    (void)to_
        .AppendAt(*cursor.target, next, 0, series.histograms[i],
                  StartOf(series.histogram_starts, i))
        .ok();
  } else {
    ++cursor.stale;
    (void)to_.AppendStale(*cursor.target, next).ok();
  }
  return true;
}

void StoreFeed::AppendTill(std::int64_t time) {
  for (Cursor& cursor : cursors_) {
    while (AppendNext(cursor, time)) {
    }
  }
}

std::unique_ptr<storage::MemoryStore> CopyWithout(const storage::MemoryStore& store,
                                                  const std::set<std::string_view>& metrics) {
  auto copy = std::make_unique<storage::MemoryStore>();
  for (std::size_t i = 0; i < store.series_count(); ++i) {
    const storage::Series& series = store.series(i);
    if (!metrics.contains(series.labels.metric_name())) CopySeries(series, *copy);
  }
  return copy;
}

Result<std::unique_ptr<storage::MemoryStore>> CopyNeeded(
    storage::MemoryStore& store, std::span<const rules::PreparedGroup* const> groups) {
  Finder finder(store);
  for (const rules::PreparedGroup* const group : groups) {
    for (const rules::PreparedRule& rule : group->rules) {
      if (rule.templates_query) finder.SetAll();
      if (rule.expr == nullptr) continue;
      if (auto error = finder.Visit(*rule.expr)) return *error;
    }
  }
  auto copy = std::make_unique<storage::MemoryStore>();
  for (std::size_t i = 0; i < store.series_count(); ++i) {
    const storage::Series& series = store.series(i);
    if (!finder.Has(series)) continue;
    CopySeries(series, *copy);
  }
  return copy;
}

}  // namespace check::backtest
