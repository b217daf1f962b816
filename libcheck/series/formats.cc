#include "libcheck/series/formats.h"

#include <algorithm>

namespace check::series {

std::span<const SampleFormat> SampleFormats() {
#define LIBCHECK_FORMAT(name) k##name##Format,
  static const SampleFormat formats[] = {LIBCHECK_ALL_SAMPLE_FORMATS(LIBCHECK_FORMAT)};
#undef LIBCHECK_FORMAT
  return formats;
}

std::vector<std::string> SampleExtensions() {
  std::vector<std::string> all;
  for (const SampleFormat& format : SampleFormats()) {
    for (const std::string_view extension : format.extensions) {
      all.emplace_back(extension);
      all.push_back(std::string(extension) + ".gz");
    }
  }
  return all;
}

const SampleFormat* FindFormat(const FileStart& start) {
  const auto formats = SampleFormats();
  for (const SampleFormat& format : formats) {
    if (std::any_of(format.extensions.begin(), format.extensions.end(),
                    [&](std::string_view end) { return start.path.ends_with(end); })) {
      return &format;
    }
  }
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [&](const auto& format) { return format.looks_like(start); });
  return found == formats.end() ? nullptr : &*found;
}

}  // namespace check::series
