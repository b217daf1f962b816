#include "libcheck/repair/apply.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace check::repair {
namespace {

// The edits that will be made, by where they begin.
class Edits {
 public:
  enum class Outcome : unsigned char { kAdded, kKnown, kOverlaps };

  // All of them or none.
  Outcome Add(const Fix& fix) {
    const bool is_known =
        std::ranges::all_of(fix.edits, [&](const Fix::Edit& edit) { return IsKnown(edit); });
    if (is_known) return Outcome::kKnown;
    if (std::ranges::any_of(fix.edits, [&](const Fix::Edit& edit) { return Overlaps(edit); })) {
      return Outcome::kOverlaps;
    }
    for (const Fix::Edit& edit : fix.edits) edits_.emplace(edit.where.bytes.begin, &edit);
    return Outcome::kAdded;
  }

  std::string ApplyTo(std::string_view text) const {
    std::string out;
    std::size_t at = 0;
    for (const auto& [begin, edit] : edits_) {
      out += text.substr(at, begin - at);
      out += edit->text;
      at = edit->where.bytes.end;
    }
    return out += text.substr(at);
  }

 private:
  bool IsKnown(const Fix::Edit& edit) const {
    const auto at = edits_.find(edit.where.bytes.begin);
    return at != edits_.end() && at->second->where.bytes == edit.where.bytes &&
           at->second->text == edit.text;
  }
  bool Overlaps(const Fix::Edit& edit) const {
    const auto next = edits_.lower_bound(edit.where.bytes.begin);
    // Two at one place have no order.
    if (next != edits_.end() &&
        (next->first == edit.where.bytes.begin || next->first < edit.where.bytes.end)) {
      return true;
    }
    return next != edits_.begin() &&
           std::prev(next)->second->where.bytes.end > edit.where.bytes.begin;
  }

  std::map<std::uint32_t, const Fix::Edit*> edits_;
};

}  // namespace

Applied Apply(std::string_view text, std::span<const Fix* const> fixes) {
  Edits edits;
  Applied applied;
  for (std::size_t i = 0; i < fixes.size(); ++i) {
    if (edits.Add(*fixes[i]) != Edits::Outcome::kOverlaps) applied.made.push_back(i);
  }
  applied.text = edits.ApplyTo(text);
  return applied;
}

}  // namespace check::repair
