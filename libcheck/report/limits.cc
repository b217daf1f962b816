#include "libcheck/report/limits.h"

#include <algorithm>
#include <string>
#include <utility>

namespace check::report {
namespace {

// Counts the findings of one file.
class Limit {
 public:
  Limit(std::size_t most, Omissions& omissions) : most_(most), omissions_(omissions) {}

  bool LeavesOut(const Finding& finding) {
    if (++counts_[finding.info] <= most_) return false;
    Omission& omission = omissions_[finding.info];
    omission.severity = std::max(omission.severity, finding.severity);
    ++omission.count;
    return true;
  }

 private:
  std::size_t most_;
  std::map<const CodeInfo*, std::size_t> counts_;
  Omissions& omissions_;
};

void AddOmissions(Run& run, const std::string& path, const Omissions& omissions) {
  for (const auto& [info, omission] : omissions) {
    const auto known = std::find_if(
        run.omitted.begin(), run.omitted.end(),
        [&, code = info](const Omitted& o) { return o.info == code && o.path == path; });
    if (known == run.omitted.end()) {
      run.omitted.push_back({path, info, omission.severity, omission.count});
    } else {
      known->severity = std::max(known->severity, omission.severity);
      known->count += omission.count;
    }
  }
}

}  // namespace

void LimitFindings(std::vector<Finding>& findings, std::size_t most, Omissions& omissions) {
  if (most == 0 || findings.size() <= most) return;
  Limit limit(most, omissions);
  std::erase_if(findings, [&](const Finding& finding) { return limit.LeavesOut(finding); });
}

void LimitFindings(Run& run, std::size_t most) {
  if (most == 0) return;
  struct OfFile {
    Omissions omissions;
    Limit limit;
    explicit OfFile(std::size_t most) : limit(most, omissions) {}
  };
  std::map<std::string, OfFile, std::less<>> files;
  auto file = files.end();
  std::erase_if(run.findings, [&](const Finding& finding) {
    const std::string_view path = finding.where.path;
    if (file == files.end() || file->first != path) {
      file = files.try_emplace(std::string(path), most).first;
    }
    return file->second.limit.LeavesOut(finding);
  });
  for (const auto& [path, of_file] : files) AddOmissions(run, path, of_file.omissions);
}

void KeepFrom(Run& run, Severity least) {
  std::erase_if(run.findings, [&](const Finding& finding) { return finding.severity < least; });
  std::erase_if(run.omitted, [&](const Omitted& omitted) { return omitted.severity < least; });
}

}  // namespace check::report
