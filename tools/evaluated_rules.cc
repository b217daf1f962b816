#include "tools/evaluated_rules.h"

#include <fmt/format.h>

#include "libcheck/files/file_system.h"
#include "libcheck/files/inputs.h"

namespace tools {

check::Result<EvaluatedRules> ReadEvaluatedRules(std::span<const std::string> paths,
                                                 const check::promql::ParseOptions& parser) {
  namespace rules = check::rules;
  const check::Inputs inputs = check::ExpandInputs(check::Disk(), paths);
  if (!inputs.errors.empty()) return inputs.errors.front();
  std::vector<std::string> files;
  for (const check::InputFile& file : inputs.files) files.push_back(file.path);
  rules::RuleLibraryOptions options;
  options.load.promql = parser;
  options.load.skip_if_no_rules = true;
  EvaluatedRules read;
  read.library = std::make_unique<rules::RuleLibrary>(check::Disk(), files, options);
  for (const std::string& path : files) {
    const rules::PreparedFile& file = read.library->Find(path);
    if (file.source == nullptr) {
      return check::Error{file.upstream_errors.empty() ? fmt::format("cannot read `{}`", path)
                                                       : file.upstream_errors[0]};
    }
    if (!file.usable()) {
      return check::Error{
          fmt::format("`{}` has errors; `pronoia check rules {}` lists them", path, path)};
    }
    for (const rules::PreparedGroup& group : file.groups) read.groups.push_back(&group);
  }
  return read;
}

}  // namespace tools
