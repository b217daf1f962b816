#ifndef LIBCHECK_EXPOSITION_LABEL_VALUES_H_
#define LIBCHECK_EXPOSITION_LABEL_VALUES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/base/name_set.h"
#include "libcheck/exposition/families.h"
#include "libcheck/exposition/key_set.h"
#include "libcheck/exposition/sample.h"

namespace check::exposition {

/// How many values each label of a family has.
struct LabelValues {
  struct Label {
    std::string_view name;  ///< Lives as long as the Families.
    KeySet values;
    std::string last;  ///< The value seen last.
  };
  std::vector<Label> labels;
};

/// Counts the values of labels, to tell which label makes a family large.
class LabelValueCounter {
 public:
  explicit LabelValueCounter(Families& families) : families_(families) {}

  void Add(const Sample& sample, const Family& family);
  const LabelValues* Find(const Family& family) const;

 private:
  void Open(const Family& family);
  void FindLabels(const Sample& sample);

  Families& families_;
  std::unordered_map<const Family*, LabelValues> values_;
  const Family* last_family_ = nullptr;
  LabelValues* last_ = nullptr;
  NameSet names_;                     // Of last_'s labels, in their order.
  std::vector<std::size_t> places_;   // In last_, of the labels of the sample before.
  std::vector<KeySet::Index> spare_;  // For the labels of the next family.
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_LABEL_VALUES_H_
