#include "libcheck/report/report.h"

#include <algorithm>

#include "libcheck/report/formats.h"

namespace check::report {

std::span<const Format> AllFormats() {
  static const Format formats[] = {
      kTextFormat,  kConciseFormat,    kJsonFormat,   kSarifFormat,
      kJunitFormat, kCheckstyleFormat, kGithubFormat, kGitlabFormat,
  };
  return formats;
}

const Format* FindFormat(std::string_view name) {
  const std::span<const Format> formats = AllFormats();
  const auto at = std::find_if(formats.begin(), formats.end(),
                               [&](const Format& format) { return format.name == name; });
  return at == formats.end() ? nullptr : &*at;
}

}  // namespace check::report
