#include "libcheck/slo/growth_store.h"

#include <algorithm>
#include <limits>

namespace check::slo {
namespace {

constexpr std::string_view kName = "__name__";

}  // namespace

void GrowthStore::Add(std::string_view metric, model::Labels like, std::int64_t start,
                      std::int64_t step, std::vector<double> numbers) {
  storage::Series& series = series_.emplace_back();
  series.labels = base_.labels().With(like, kName, metric);
  series.float_times.AssignGrid(start, step, numbers.size());
  series.stale_times.push_back(start + step * static_cast<std::int64_t>(numbers.size()));
  series.floats = std::move(numbers);
}

Result<bool> GrowthStore::Select(std::span<const storage::CompiledMatcher> matchers,
                                 storage::TimeRange range, std::size_t known,
                                 std::vector<const storage::Series*>& found) {
  const auto name = std::ranges::find_if(matchers, [&](const storage::CompiledMatcher& matcher) {
    return matcher.name() == kName && matcher.type() == model::MatchType::kEqual;
  });
  const std::size_t before = found.size();
  if (name != matchers.end() && known == 0) {
    for (const storage::Series& series : series_) {
      if (series.labels.Get(kName) == name->value()) found.push_back(&series);
    }
  }
  if (found.size() > before) return true;
  return base_.Select(matchers, range, known, found);
}

std::int64_t GrowthStore::CompleteUntil(std::string_view) const {
  return std::numeric_limits<std::int64_t>::max();
}

}  // namespace check::slo
