#include "libcheck/report/report.h"

#include <algorithm>
#include <string>
#include <utility>

#include "libcheck/report/formats.h"

namespace check::report {

std::span<const Format> AllFormats() {
  static const Format formats[] = {
      kTextFormat,  kConciseFormat,    kJsonFormat,   kSarifFormat,
      kJunitFormat, kCheckstyleFormat, kGithubFormat, kGitlabFormat,
  };
  return formats;
}

std::vector<std::pair<std::string_view, std::size_t>> Totals(const Run& run) {
  std::vector<std::pair<std::string_view, std::size_t>> totals;
  if (!run.unit.empty()) totals.emplace_back(run.unit, 0);
  for (const CheckedFile& file : run.files) {
    if (file.unit.empty()) continue;
    auto at = std::find_if(totals.begin(), totals.end(),
                           [&](const auto& total) { return total.first == file.unit; });
    if (at == totals.end()) at = totals.insert(at, {file.unit, 0});
    at->second += file.count;
  }
  return totals;
}

const Format* FindFormat(std::string_view name) {
  const std::span<const Format> formats = AllFormats();
  const auto at = std::find_if(formats.begin(), formats.end(),
                               [&](const Format& format) { return format.name == name; });
  return at == formats.end() ? nullptr : &*at;
}

}  // namespace check::report
