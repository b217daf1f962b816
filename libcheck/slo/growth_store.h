#ifndef LIBCHECK_SLO_GROWTH_STORE_H_
#define LIBCHECK_SLO_GROWTH_STORE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/storage/queryable.h"

namespace check::slo {

/// A store with series added to it that are found by their metric's name alone.
class GrowthStore final : public storage::Queryable {
 public:
  explicit GrowthStore(storage::Queryable& base) : base_(base) {}

  /// The labels are those of `like` but for the name, which is `metric`. One number for each time,
  /// `step` apart; afterwards the series has ended.
  void Add(std::string_view metric, model::Labels like, std::int64_t start, std::int64_t step,
           std::vector<double> numbers);

  Result<bool> Select(std::span<const storage::CompiledMatcher> matchers, storage::TimeRange range,
                      std::size_t known, std::vector<const storage::Series*>& found) override;
  std::size_t series_count() const override { return base_.series_count(); }
  std::int64_t CompleteUntil(std::string_view metric) const override;
  model::LabelTable& labels() override { return base_.labels(); }

 private:
  storage::Queryable& base_;
  std::deque<storage::Series> series_;
};

}  // namespace check::slo

#endif  // LIBCHECK_SLO_GROWTH_STORE_H_
