#include "libcheck/report/by_file.h"

#include <unordered_map>

#include "libcheck/report/printable.h"

namespace check::report {

std::vector<FileFindings> ByFile(const Run& run) {
  std::vector<FileFindings> files;
  std::unordered_map<std::string_view, std::size_t> index;
  const auto at = [&](std::string_view path) -> FileFindings& {
    const auto [found, is_new] = index.try_emplace(path, files.size());
    if (is_new) files.push_back({.path = path});
    return files[found->second];
  };
  for (const CheckedFile& file : run.files) at(file.path);
  for (const Finding& finding : run.findings) at(finding.where.path).findings.push_back(&finding);
  return files;
}

std::string Details(const Finding& finding) {
  std::string text;
  const auto add = [&](std::string_view line) {
    if (!text.empty()) text += '\n';
    text += line;
  };
  for (const PlaceLabel& label : finding.labels) {
    if (label.message.empty()) continue;
    std::string line =
        PrintablePath(label.where.path) + ":" + std::to_string(label.where.begin.line);
    line += ":" + std::to_string(label.where.begin.column);
    line += ": " + label.message;
    add(line);
  }
  for (const std::string& note : finding.notes) add("help: " + note);
  return text;
}

}  // namespace check::report
