#include "libcheck/repair/names.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

// Words that a field takes, misspelt; durations whose meaning is plain.
std::optional<Fix> MakeFix(const Spot& spot) {
  const auto meant = spot.Suggestion();
  if (!meant || !IsPlainWord(*meant)) return std::nullopt;
  if (!IsPlainWord(spot.text()) ||
      (!IsSlip(spot.text(), *meant) && !IsSameDuration(spot.text(), *meant))) {
    return std::nullopt;
  }
  return spot.Replace("replace with `" + std::string(*meant) + "`", spot.span(),
                      std::string(*meant));
}

}  // namespace

extern const Repair bad_value = {"bad-value", MakeFix};

}  // namespace check::repair
