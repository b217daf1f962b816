#include "tools/evaluated_rules.h"

#include <fmt/format.h>

#include "libcheck/files/file_system.h"
#include "libcheck/files/inputs.h"
#include "tools/output.h"

namespace tools {
namespace {

// Writes all of them but the last, which is given back for whoever writes errors.
check::Error WriteButLast(const std::vector<check::Error>& errors) {
  for (std::size_t i = 0; i + 1 < errors.size(); ++i) WriteError(errors[i].message);
  return errors.back();
}

}  // namespace

check::Result<EvaluatedRules> ReadEvaluatedRules(std::span<const std::string> paths,
                                                 const check::promql::ParseOptions& parser) {
  namespace rules = check::rules;
  const check::Inputs inputs = check::ExpandInputs(check::Disk(), paths);
  if (!inputs.errors.empty()) return WriteButLast(inputs.errors);
  std::vector<std::string> files;
  for (const check::InputFile& file : inputs.files) files.push_back(file.path);
  rules::RuleLibraryOptions options;
  options.load.promql = parser;
  options.load.skip_if_no_rules = true;
  EvaluatedRules read;
  read.library = std::make_unique<rules::RuleLibrary>(check::Disk(), files, options);
  std::vector<check::Error> errors;
  for (const std::string& path : files) {
    const rules::PreparedFile& file = read.library->Find(path);
    if (file.source == nullptr) {
      errors.push_back({file.upstream_errors.empty() ? fmt::format("cannot read `{}`", path)
                                                     : file.upstream_errors[0]});
    } else if (!file.usable()) {
      errors.push_back(
          {fmt::format("`{}` has errors: check it with `pronoia check rules {}`", path, path)});
    }
    for (const rules::PreparedGroup& group : file.groups) read.groups.push_back(&group);
  }
  if (!errors.empty()) return WriteButLast(errors);
  return read;
}

}  // namespace tools
