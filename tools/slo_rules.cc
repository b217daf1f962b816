#include "tools/slo_rules.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/files/inputs.h"
#include "tools/output.h"

namespace tools {

check::Result<std::unique_ptr<RuleFilesBeside>> ReadRuleFilesBeside(
    const std::vector<std::string>& paths, const check::FileSystem& files,
    const check::rules::LoadOptions& options) {
  const check::Inputs inputs = check::ExpandInputs(files, paths);
  if (!inputs.errors.empty()) return inputs.errors.front();
  auto read = std::make_unique<RuleFilesBeside>();
  for (const check::InputFile& input : inputs.files) {
    check::Result<std::string> text = files.Read(input.path);
    if (!text) return text.error();
    read->files.push_back(std::make_unique<check::SourceBuffer>(input.path, std::move(*text)));
    check::rules::LoadOptions load = options;
    load.skip_if_no_rules = input.found;
    check::Diagnostics diagnostics;
    for (const auto& set :
         check::rules::Load(*read->files.back(), load, read->arena, diagnostics).sets) {
      read->sets.push_back(set);
    }
    if (diagnostics.HasErrors()) {
      read->has_errors = true;
      WriteErr(
          fmt::format("pronoia: note: `{}` has errors, so some rules may be missing: check it with "
                      "`pronoia check rules`\n",
                      input.path));
    }
  }
  return read;
}

}  // namespace tools
