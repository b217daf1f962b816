#include "libcheck/report/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <vector>

#include "libcheck/report/json_text.h"

namespace check::report {
namespace {

struct CodeCount {
  const CodeInfo* info = nullptr;
  Severity severity = Severity::kInfo;
  std::size_t count = 0;
  std::set<std::string_view> paths;

  void Add(const CodeInfo& of, Severity how, std::string_view path, std::size_t many) {
    info = &of;
    severity = std::max(severity, how);
    count += many;
    paths.insert(path);
  }
};

std::vector<CodeCount> Count(const Run& run) {
  std::map<std::string_view, CodeCount> by_code;
  for (const Finding& finding : run.findings) {
    by_code[finding.info->code].Add(*finding.info, finding.severity, finding.where.path, 1);
  }
  for (const Omitted& omitted : run.omitted) {
    by_code[omitted.info->code].Add(*omitted.info, omitted.severity, omitted.path, omitted.count);
  }
  std::vector<CodeCount> counts;
  for (auto& [code, count] : by_code) counts.push_back(std::move(count));
  std::stable_sort(counts.begin(), counts.end(),
                   [](const CodeCount& a, const CodeCount& b) { return a.count > b.count; });
  return counts;
}

}  // namespace

std::string StatisticsText(const Run& run) {
  const std::vector<CodeCount> counts = Count(run);
  std::size_t digits = 0;
  std::size_t width = 0;
  for (const CodeCount& count : counts) {
    digits = std::max(digits, std::to_string(count.count).size());
    width = std::max(width, count.info->code.size());
  }
  std::string text;
  for (const CodeCount& count : counts) {
    text += fmt::format("{:>{}}  {:<{}}  {:<7}  {}\n", count.count, digits, count.info->code, width,
                        ToString(count.severity), count.info->summary);
  }
  return text;
}

std::string StatisticsJson(const Run& run) {
  Json list = Json::array();
  for (const CodeCount& count : Count(run)) {
    list.push_back({{"code", count.info->code},
                    {"severity", ToString(count.severity)},
                    {"count", count.count},
                    {"files", count.paths.size()},
                    {"summary", count.info->summary}});
  }
  return ToText(list);
}

}  // namespace check::report
