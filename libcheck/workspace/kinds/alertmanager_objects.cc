#include "libcheck/workspace/kinds/alertmanager_objects.h"

#include <algorithm>

#include "libcheck/base/text.h"
#include "libcheck/config/alertmanager/resources.h"

namespace check::workspace {
namespace {

bool HasKind(const Outline& outline, std::string_view kind) {
  for (std::string_view rest = outline.text; !rest.empty();) {
    std::string_view line = TakeUpTo(rest, '\n');
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (line.starts_with("kind:") && line.ends_with(kind)) return true;
  }
  return false;
}

}  // namespace

bool HasObjects(const Outline& outline) { return outline.Has("apiVersion") && outline.Has("kind"); }

bool HoldsAlertmanagerConfig(const Outline& outline) {
  const bool has_rules = outline.text.find("groups:") != std::string_view::npos;
  if (!HasObjects(outline) || has_rules) return false;
  if (HasKind(outline, "AlertmanagerConfig") || HasKind(outline, "AlertmanagerConfigList")) {
    return true;
  }
  if (!HasKind(outline, "ConfigMap") && !HasKind(outline, "Secret")) return false;
  for (std::string_view rest = outline.text; !rest.empty();) {
    std::string_view line = TakeUpTo(rest, '\n');
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \"'")));
    const std::string_view key = line.substr(0, line.find_first_of(":\"'"));
    if (key.size() < line.size() && config::alertmanager::IsConfigKey(key)) return true;
  }
  return false;
}

}  // namespace check::workspace
