#ifndef LIBCHECK_EXPOSITION_FAMILIES_H_
#define LIBCHECK_EXPOSITION_FAMILIES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/exposition/key_set.h"
#include "libcheck/exposition/sample.h"

namespace check::exposition {

/// A line that something is remembered of, with enough of its text to be shown.
struct LineMark {
  std::uint32_t line = 0;  ///< From 1; 0 means none.
  std::uint64_t offset = 0;
  std::uint64_t characters = 0;  ///< Before it.
  std::string_view text;         ///< Its first few thousand bytes.
};

/// What promlint counts of the labels of a family's metrics.
struct LabelCounts {
  std::uint64_t le = 0;
  std::uint64_t quantile = 0;
  std::uint64_t camel_case = 0;
};

/// One metric with all its series: in promtool's words a metric family.
struct Family {
  std::string_view name;
  MetricType type = MetricType::kUnknown;
  bool has_type = false;  ///< Said by a TYPE line, or settled as untyped by a sample.
  bool has_help = false;

  /// As promtool's reader counts: a histogram's or summary's samples with the same labels make one.
  std::uint64_t metrics = 0;
  std::uint64_t samples = 0;
  std::uint64_t duplicates = 0;
  /// Buckets or quantiles of the first metric, and which that is.
  std::uint64_t parts_of_first = 0;
  std::uint32_t first_metric = 0;  ///< The line of its first sample.
  LabelCounts labels;
  /// Its series, each with the line on which it is first.
  KeySet series;
  /// Of histograms, summaries and state sets: their metrics, which are what has the same labels but
  /// for `le`, `quantile` or the state, each with the line on which it is first.
  KeySet metric_set;

  LineMark first;  ///< Where it is first spoken of.
  LineMark type_line;

  bool IsHistogram() const {
    return type == MetricType::kHistogram || type == MetricType::kGaugeHistogram;
  }
  bool HasParts() const { return IsHistogram() || type == MetricType::kSummary; }
};

/// What the name of a sample stands for.
struct Resolved {
  enum class Role : std::uint8_t { kPlain, kCount, kSum };
  Family* family = nullptr;
  Role role = Role::kPlain;  ///< Of histograms and summaries: kPlain is a bucket or a quantile.
  std::string_view name;     ///< Lives as long as the Families.
};

/// Every family of an exposition, by name.
class Families {
 public:
  /// What `name` stands for, as promtool's reader has it: the family of that name; else the summary
  /// whose `_count` or `_sum` it is, or the histogram whose `_count`, `_sum` or `_bucket`; else a
  /// new family. What a name stands for never changes once it has been asked for.
  Resolved Resolve(std::string_view name);

  /// The family of exactly this name, or null.
  Family* Find(std::string_view name);
  Family& Get(std::string_view name);

  /// In the order in which they were first spoken of.
  std::deque<Family>& all() { return all_; }
  const std::deque<Family>& all() const { return all_; }

  /// A copy of text that has to outlive its block.
  std::string_view Keep(std::string_view text) { return arena_.Copy(text); }

 private:
  // Open addressing: what names stand for, up to three in four slots used.
  struct Slot {
    std::uint64_t hash = 0;  // 0 where free.
    const Resolved* resolved = nullptr;
  };
  struct Table {
    std::vector<Slot> slots;
    std::size_t count = 0;
    Slot& Look(std::string_view name, std::uint64_t hash);
    void Grow();
  };

  const Resolved* FindHashed(std::string_view name, std::uint64_t hash);
  const Resolved* GetHashed(std::string_view name, std::uint64_t hash);

  Arena arena_;
  std::deque<Family> all_;
  Table families_;
  Table names_;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_FAMILIES_H_
