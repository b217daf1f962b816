#include "libcheck/model/names.h"

#include <cstddef>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"

namespace check::model {
namespace {

bool IsLegacyName(std::string_view name, bool allow_colon) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!IsNameStart(c) && !(IsDigit(c) && i > 0) && !(allow_colon && c == ':')) return false;
  }
  return !name.empty();
}

}  // namespace

bool IsValidMetricName(std::string_view name, NameValidation validation) {
  if (validation == NameValidation::kLegacy) return IsLegacyName(name, true);
  return !name.empty() && IsValidUtf8(name);
}

bool IsValidLabelName(std::string_view name, NameValidation validation) {
  if (validation == NameValidation::kLegacy) return IsLegacyName(name, false);
  return !name.empty() && IsValidUtf8(name);
}

}  // namespace check::model
