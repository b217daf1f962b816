#ifndef LIBCHECK_EXPOSITION_TALLY_H_
#define LIBCHECK_EXPOSITION_TALLY_H_

#include <cstdint>
#include <vector>

#include "libcheck/exposition/families.h"
#include "libcheck/exposition/sample.h"

namespace check::exposition {

/// What a sample's labels come to.
struct LabelHashes {
  std::uint64_t identity = 0;   ///< Whatever their order; labels without value do not count.
  std::uint64_t chain = 0;      ///< In their order.
  std::uint64_t signature = 0;  ///< Whatever their order, without the family's `le` or `quantile`.
};

/// Keeps the count of what promtool says of families: how many metrics they have, and what promlint
/// finds in their labels.
class Tally {
 public:
  /// By what a family's metrics are told apart: the order of their labels matters to promlint,
  /// though not to the server.
  enum class Identity : std::uint8_t { kOrdered, kAnyOrder };
  explicit Tally(Identity identity) : identity_(identity) {}

  struct Counted {
    LabelHashes hashes;
    /// The line on which this very series was first, or 0 if it is new.
    std::uint32_t first_line = 0;
    bool new_metric = true;  ///< Whether promlint looks at its labels.
  };

  /// Enters a sample that is on `line`.
  Counted Add(const Sample& sample, const Resolved& resolved, std::uint32_t line);

  /// What promlint would find in the names of the labels that were added last, whatever the type.
  const LabelCounts& last_names() const { return names_; }

 private:
  // What is the same for all samples of a family with the same names of labels.
  struct LabelName {
    std::uint64_t hash = 0;
    bool is_part = false;  ///< Whether it is the family's `le` or `quantile`.
  };
  void LookAtNames(const Sample& sample, const Family& family);

  Identity identity_;
  LabelCounts names_;
  Family* names_of_ = nullptr;
  std::vector<LabelName> label_names_;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_TALLY_H_
