#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/file_system.h"
#include "libcheck/reference/reference.h"
#include "libcheck/workspace/project_settings.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/value_kinds.h"

namespace tools {
namespace {

struct Options {
  std::vector<std::string> names;
  bool markdown = false;
  ColorFlag color;
};

// The code of that name: one that the program knows, or that of a policy in the nearest settings.
const check::CodeInfo* FindCode(std::string_view name,
                                const check::workspace::ProjectSettings& settings) {
  if (const check::CodeInfo* info = check::reference::FindCode(name)) return info;
  if (!name.starts_with("policy-")) return nullptr;
  const auto& codes = settings.Of("-").codes;
  const auto own = std::ranges::find(codes, name, &check::CodeInfo::code);
  return own == codes.end() ? nullptr : *own;
}

Exit Run(const Options& options) {
  std::string out;
  const check::workspace::ProjectSettings settings(check::Disk(), check::reference::AllCodes());
  for (const std::string& name : options.names) {
    if (!out.empty()) out += '\n';
    const check::CodeInfo* info = FindCode(name, settings);
    if (info == nullptr) {
      if (const std::string refusal = Refusal(*FindValueKind("TOPIC"), name); !refusal.empty()) {
        WriteError("name: " + refusal);
        WriteErr("try `pronoia explain --help`\n");
        return Exit::kFailed;
      }
    }
    if (info == nullptr && options.markdown) {
      WriteError("`--markdown` prints the pages of codes, and `" + name + "` is a function");
      return Exit::kFailed;
    }
    if (info == nullptr) {
      out += check::reference::ReferenceText(name, options.color.Use(), TerminalWidth());
    } else if (options.markdown) {
      out += check::reference::ExplainMarkdown(*info);
    } else {
      out += check::reference::ExplainText(*info, options.color.Use(), TerminalWidth());
    }
  }
  WriteOut(out);
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia explain template-label-gone", "What a code means and what to do about it"},
    {"pronoia explain label_replace", "What a function of PromQL or of templates does"},
};

}  // namespace

extern const Command kExplainCommand = {
    .path = "explain",
    .summary = "Explain a code, with an example of the fault and of its repair, or a function",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("name", &options->names, "TOPIC", "The code or function to explain",
                     {.required = true, .accepts_any = true});
      flags.Switch("--markdown", &options->markdown, "Print a code's page in Markdown");
      options->color.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
