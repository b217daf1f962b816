#ifndef LIBCHECK_EXPOSITION_TALLY_H_
#define LIBCHECK_EXPOSITION_TALLY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/exposition/families.h"
#include "libcheck/exposition/key_set.h"
#include "libcheck/exposition/sample.h"

namespace check::exposition {

/// Keeps the count of what promtool says of families: how many metrics they have, and what promlint
/// finds in their labels.
class Tally {
 public:
  /// By what a family's series are distinguished: the order of their labels, and those without a
  /// value, matter to promlint, though not to the server.
  enum class Identity : std::uint8_t { kOrdered, kAnyOrder };
  explicit Tally(Identity identity) : identity_(identity) {}

  struct Counted {
    /// What tells the sample's metric apart from the others of its family: the line of its first
    /// sample. A histogram, a summary or a state set is one metric with several series.
    std::uint32_t metric = 0;
    /// The line on which this very series was first, or 0 if it is new.
    std::uint32_t first_line = 0;
    bool new_metric = true;  ///< Whether promlint looks at its labels.
  };

  /// Enters a sample that is on `line`.
  Counted Add(const Sample& sample, const Resolved& resolved, std::uint32_t line);

  /// What promlint would find in the names of the labels that were added last, whatever the type.
  const LabelCounts& last_names() const { return names_; }

 private:
  // Room for one key.
  class Key {
   public:
    // Where to write up to `most` bytes.
    char* Begin(std::size_t most) { return Reserve(bytes_.get(), most); }
    // Where to go on at `end` with up to `more` bytes.
    char* Reserve(char* end, std::size_t more) {
      const auto left = static_cast<std::size_t>(bytes_.get() + capacity_ - end);
      return more <= left ? end : Grow(end, more);
    }
    void End(const char* end) { size_ = static_cast<std::size_t>(end - bytes_.get()); }
    std::string_view text() const { return {bytes_.get(), size_}; }

   private:
    char* Grow(char* end, std::size_t more);

    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t size_ = 0;
  };

  void OpenFamily(Family& family);
  void LookAtNames(const Sample& sample, const Family& family);
  std::uint64_t ShapeOf(const Sample& sample, bool with_empty);
  void WriteLabels(const Sample& sample);
  void WriteLabelsWithValue(const Sample& sample);
  void WritePart(const Sample& sample);
  void EnterMetric(const Sample& sample, std::uint32_t line, Counted& counted);
  void EnterSeries(const Sample& sample, std::uint32_t line, Counted& counted);
  void CountMetric(Family& family, const Sample& sample, const Resolved& resolved,
                   const Counted& counted);

  Identity identity_;
  LabelCounts names_;
  Family* names_of_ = nullptr;

  // What is the same for all samples of a family with the same names of labels.
  std::vector<std::uint32_t> order_;  // Of the labels, those that are parts omitted.
  std::vector<std::uint32_t> parts_;  // The family's `le` or `quantile`, or a state.
  std::uint64_t shape_ = 0;           // Stands for the names in that order.

  KeySet shapes_;
  Key key_;
  Key metric_key_;
  Key shape_key_;
  bool has_metric_ = false;  // Whether metric_key_ is that of metric_, of the open family.
  std::uint32_t metric_ = 0;
  Key series_key_;
  bool has_series_ = false;  // Whether series_key_ is that of series_, of the open family.
  KeySet::Added series_;

  Family* open_ = nullptr;
  KeySet::Index spare_series_;
  KeySet::Index spare_metrics_;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_TALLY_H_
