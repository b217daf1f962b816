#include "libcheck/repair/names.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

// Where another field has taken over, as it is: "use `static_configs`".
std::optional<Fix> MakeFix(const Spot& spot) {
  for (const std::string_view note : spot.finding().notes) {
    if (!note.starts_with("use `") || !note.ends_with('`')) continue;
    const std::string_view name = note.substr(5, note.size() - 6);
    return RenameKey(spot, name);
  }
  return std::nullopt;
}

}  // namespace

extern const Repair removed_field = {"removed-field", MakeFix};

}  // namespace check::repair
