#include <string>
#include <string_view>

#include "libcheck/report/formats.h"
#include "libcheck/report/json_text.h"
#include "libcheck/report/printable.h"

namespace check::report {
namespace {

// Of GitLab's info, minor, major, critical and blocker.
std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "critical";
    case Severity::kWarning:
      return "minor";
    case Severity::kInfo:
      return "info";
  }
  return "info";
}

void WriteRun(const Run& run, const Style& /*style*/, const Writer& write) {
  Json all = Json::array();
  Occurrences occurrences;
  for (const Finding& finding : run.findings) {
    const Place& where = finding.where;
    const auto begin = where.begin.line;
    const Json first = {{"line", begin}, {"column", where.character_columns.begin}};
    const Json last = {{"line", where.end.line}, {"column", where.character_columns.end}};
    all.push_back({{"description", finding.message},
                   {"check_name", finding.info->code},
                   {"fingerprint", occurrences.Fingerprint(finding)},
                   {"severity", SeverityName(finding.severity)},
                   {"location",
                    {{"path", WithoutDot(where.path)},
                     {"lines", {{"begin", begin}, {"end", where.end.line}}},
                     {"positions", {{"begin", first}, {"end", last}}}}}});
  }
  write(ToText(all));
}

}  // namespace

constinit const Format kGitlabFormat = {
    .name = "gitlab",
    .doc = "A GitLab Code Quality report.",
    .write = WriteRun,
    .from_root = true,
};

}  // namespace check::report
