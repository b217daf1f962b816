#include "libcheck/report/report.h"

#include <algorithm>
#include <string>
#include <utility>

#include "libcheck/base/parallel.h"
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

const Fix* FixOf(const Run& run, const Finding& finding) {
  const auto at = run.fixes.find(static_cast<std::size_t>(&finding - run.findings.data()));
  return at == run.fixes.end() ? nullptr : &at->second;
}

std::string Format::Render(const Run& run, const Style& style) const {
  std::string text;
  write(run, style, [&](std::string_view piece) { text += piece; });
  return text;
}

void WriteFindings(std::span<const Finding> findings, const Writer& write,
                   const std::function<void(const Finding&, std::string&)>& render) {
  constexpr std::size_t kTogether = 128;
  constexpr std::size_t kPiecesEach = 16;
  std::vector<std::string> pieces(kPiecesEach * ThreadCount());
  while (!findings.empty()) {
    const std::size_t count =
        std::min(pieces.size(), (findings.size() + kTogether - 1) / kTogether);
    ParallelFor(count, [&](std::size_t i, std::size_t) {
      pieces[i].clear();
      const std::span<const Finding> rest = findings.subspan(i * kTogether);
      for (const Finding& finding : rest.first(std::min(kTogether, rest.size()))) {
        render(finding, pieces[i]);
      }
    });
    for (std::size_t i = 0; i < count; ++i) write(pieces[i]);
    findings = findings.subspan(std::min(count * kTogether, findings.size()));
  }
}

const Format* FindFormat(std::string_view name) {
  const std::span<const Format> formats = AllFormats();
  const auto at = std::find_if(formats.begin(), formats.end(),
                               [&](const Format& format) { return format.name == name; });
  return at == formats.end() ? nullptr : &*at;
}

}  // namespace check::report
