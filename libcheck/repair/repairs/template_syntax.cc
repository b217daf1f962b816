#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

// `$$labels`: of a doubled dollar sign, as it is escaped elsewhere, one goes.
std::optional<Fix> MakeFix(const Spot& spot) {
  const Span span = spot.span();
  const std::string_view text = spot.file_text();
  const bool is_double = span.begin > 0 && text.substr(span.begin - 1).starts_with("$$");
  if (spot.text() != "$" || !is_double) return std::nullopt;
  return spot.Replace("replace `$$` with `$`", span, "");
}

}  // namespace

extern const Repair template_syntax = {"template-syntax", MakeFix};

}  // namespace check::repair
