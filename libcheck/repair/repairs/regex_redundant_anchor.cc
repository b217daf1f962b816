#include "libcheck/repair/matcher_text.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

std::optional<Fix> MakeFix(const Spot& spot) {
  const auto matcher = ReadMatcher(spot.file_text(), spot.span());
  if (!matcher) return std::nullopt;
  std::string_view pattern = spot.file_text().substr(matcher->value.begin, matcher->value.size());
  // Flags and quoting change what the characters mean.
  if (pattern.find("(?") != pattern.npos || pattern.find("\\Q") != pattern.npos)
    return std::nullopt;
  Span kept = matcher->value;
  if (pattern.starts_with('^')) {
    ++kept.begin;
    pattern.remove_prefix(1);
  }
  // `^*` is a repeated anchor.
  constexpr std::string_view kRepeats = "*+?{";
  if (!pattern.empty() && kRepeats.find(pattern.front()) != kRepeats.npos) return std::nullopt;
  if (pattern.ends_with('$') && !pattern.ends_with("\\$")) {
    --kept.end;
    pattern.remove_suffix(1);
  }
  if (pattern.empty()) return std::nullopt;
  const bool at_start = kept.begin != matcher->value.begin;
  const bool at_end = kept.end != matcher->value.end;
  const Span start = {matcher->value.begin, kept.begin};
  const Span end = {kept.end, matcher->value.end};
  if (at_start && at_end) return spot.Replace("remove `^` and `$`", {{start, ""}, {end, ""}});
  if (at_start) return spot.Replace("remove `^`", start, "");
  if (at_end) return spot.Replace("remove `$`", end, "");
  return std::nullopt;
}

}  // namespace

extern const Repair regex_redundant_anchor = {"regex-redundant-anchor", MakeFix};

}  // namespace check::repair
