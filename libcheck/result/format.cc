#include "libcheck/result/format.h"

#include <algorithm>

#include "libcheck/result/formats.h"

namespace check::result {

std::string Format::Render(const promql::Value& value, const Style& style) const {
  std::string out;
  write(value, style, [&out](std::string_view piece) { out += piece; });
  return out;
}

std::span<const Format> AllFormats() {
#define LIBCHECK_FORMAT(name) k##name##Format,
  static const Format formats[] = {LIBCHECK_ALL_RESULT_FORMATS(LIBCHECK_FORMAT)};
#undef LIBCHECK_FORMAT
  return formats;
}

const Format* FindFormat(std::string_view name) {
  const std::span<const Format> formats = AllFormats();
  const auto at = std::find_if(formats.begin(), formats.end(),
                               [&](const Format& format) { return format.name == name; });
  return at == formats.end() ? nullptr : &*at;
}

}  // namespace check::result
