#include "libcheck/repair/names.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

std::optional<Fix> MakeFix(const Spot& spot) {
  const auto meant = spot.Suggestion();
  if (!meant || !IsSlip(Unquoted(spot.text()), *meant)) return std::nullopt;
  return RenameKey(spot, *meant);
}

}  // namespace

extern const Repair unknown_field = {"unknown-field", MakeFix};

}  // namespace check::repair
