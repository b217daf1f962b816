#include "libcheck/result/format.h"

#include <algorithm>
#include <array>

#include "libcheck/result/formats.h"

namespace check::result {

std::string Format::Render(const promql::Value& value, const Style& style) const {
  std::string out;
  write(value, style, [&out](std::string_view piece) { out += piece; });
  return out;
}

std::span<const Format> AllFormats() {
  static const std::array kFormats = {kTableFormat, kPromqlFormat,      kJsonFormat,
                                      kCsvFormat,   kOpenmetricsFormat, kPlotFormat};
  return kFormats;
}

const Format* FindFormat(std::string_view name) {
  const std::span<const Format> formats = AllFormats();
  const auto at = std::find_if(formats.begin(), formats.end(),
                               [&](const Format& format) { return format.name == name; });
  return at == formats.end() ? nullptr : &*at;
}

}  // namespace check::result
