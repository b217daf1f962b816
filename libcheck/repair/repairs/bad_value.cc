#include "libcheck/repair/names.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

// Words that a field takes, misspelt; durations whose meaning is plain. Quotes stay.
std::optional<Fix> MakeFix(const Spot& spot) {
  const auto meant = spot.Suggestion();
  if (!meant || !IsPlainWord(*meant)) return std::nullopt;
  const std::string_view written = Unquoted(spot.text());
  const bool is_slip = IsPlainWord(written) && IsSlip(written, *meant);
  if (!is_slip && !IsSameDuration(written, *meant)) return std::nullopt;
  const bool is_quoted = written.size() != spot.text().size();
  const Span span = {spot.span().begin + is_quoted, spot.span().end - is_quoted};
  return spot.Replace("replace with `" + std::string(*meant) + "`", span, std::string(*meant));
}

}  // namespace

extern const Repair bad_value = {"bad-value", MakeFix};

}  // namespace check::repair
