#include "libcheck/repair/names.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

std::optional<Fix> MakeFix(const Spot& spot) {
  const std::string_view inner = Unquoted(spot.text());
  if (inner.size() == spot.text().size() || !IsPlainWord(inner)) return std::nullopt;
  if (!spot.HasNote("remove the quotes: `" + std::string(inner) + "`")) return std::nullopt;
  return spot.Replace("remove the quotes", spot.span(), std::string(inner));
}

}  // namespace

extern const Repair wrong_type = {"wrong-type", MakeFix};

}  // namespace check::repair
