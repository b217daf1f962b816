#include "libcheck/repair/matcher_text.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

std::optional<Fix> MakeFix(const Spot& spot) {
  // What looks like a part of a value may have been meant for a pattern.
  const bool is_positive = spot.HasNote("`=` is equivalent");
  if (!is_positive && !spot.HasNote("`!=` is equivalent")) return std::nullopt;
  const auto matcher = ReadMatcher(spot.file_text(), spot.span());
  if (!matcher) return std::nullopt;
  const std::string op = is_positive ? "=" : "!=";
  return spot.Replace("compare with `" + op + "`", matcher->op, op);
}

}  // namespace

extern const Repair regex_of_plain_text = {"regex-of-plain-text", MakeFix};

}  // namespace check::repair
