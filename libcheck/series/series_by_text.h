#ifndef LIBCHECK_SERIES_SERIES_BY_TEXT_H_
#define LIBCHECK_SERIES_SERIES_BY_TEXT_H_

#include <string_view>
#include <unordered_map>

#include "libcheck/base/arena.h"
#include "libcheck/base/xxhash.h"
#include "libcheck/series/sample_set.h"

namespace check::series {

/// The series of a file by the text that stands for them, so that labels are read once for each.
/// Lines about one series mostly follow each other, or all series follow each other in the same
/// order again and again: such lines are recognised without a look into a table.
class SeriesByText {
 public:
  /// The series whose text `is_it` recognises, if it is one of the two that must be expected;
  /// null otherwise.
  template <typename IsIt>
  SampleColumn* Expected(IsIt&& is_it) {
    if (last_ == nullptr) return nullptr;
    if (is_it(last_->text)) return last_->column;
    if (last_->next == nullptr || !is_it(last_->next->text)) return nullptr;
    last_ = last_->next;
    return last_->column;
  }

  /// Null if there is none of that text.
  SampleColumn* Find(std::string_view text) {
    const auto found = known_.find(text);
    if (found == known_.end()) return nullptr;
    Follow(&found->second);
    return last_->column;
  }

  void Add(std::string_view text, SampleColumn& column) {
    const std::string_view kept = arena_.Copy(text);
    Follow(&known_.try_emplace(kept, Known{kept, &column, nullptr}).first->second);
  }

 private:
  struct Known {
    std::string_view text;
    SampleColumn* column = nullptr;
    Known* next = nullptr;  // The one that last came after it.
  };
  struct Hash {
    std::size_t operator()(std::string_view text) const { return HashBytes(text); }
  };

  void Follow(Known* known) {
    if (last_ != nullptr && last_ != known) last_->next = known;
    last_ = known;
  }

  Arena arena_;
  std::unordered_map<std::string_view, Known, Hash> known_;
  Known* last_ = nullptr;
};

}  // namespace check::series

#endif  // LIBCHECK_SERIES_SERIES_BY_TEXT_H_
