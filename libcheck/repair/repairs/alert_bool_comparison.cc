#include "libcheck/base/ascii.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

std::optional<Fix> MakeFix(const Spot& spot) {
  if (spot.text() != "bool" || !spot.HasNote("remove `bool`")) return std::nullopt;
  Span span = spot.span();
  const std::string_view text = spot.file_text();
  if (span.end < text.size() && IsBlank(text[span.end])) ++span.end;
  return spot.Replace("remove `bool`", span, "");
}

}  // namespace

extern const Repair alert_bool_comparison = {"alert-bool-comparison", MakeFix};

}  // namespace check::repair
