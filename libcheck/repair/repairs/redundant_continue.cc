#include "libcheck/repair/block_entry.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

std::optional<Fix> MakeFix(const Spot& spot) {
  const auto entry = BlockEntry::At(spot.file_text(), spot.span());
  if (!entry || !entry->is_one_line()) return std::nullopt;
  const Span value = entry->first_line_of_value();
  const auto lines = entry->lines();
  // A comment on the line would go with it.
  if (!lines || spot.file_text().substr(value.begin, value.size()) != "true") return std::nullopt;
  return spot.Replace("remove `continue: true`", *lines, "");
}

}  // namespace

extern const Repair redundant_continue = {"redundant-continue", MakeFix};

}  // namespace check::repair
