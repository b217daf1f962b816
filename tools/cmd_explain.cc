#include <memory>
#include <string>
#include <vector>

#include "libcheck/reference/reference.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"

namespace tools {
namespace {

struct Options {
  std::vector<std::string> names;
  bool markdown = false;
  ColorFlag color;
};

Exit Run(const Options& options) {
  std::string out;
  for (const std::string& name : options.names) {
    if (!out.empty()) out += '\n';
    const check::CodeInfo* info = check::reference::FindCode(name);
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
                     {.required = true});
      flags.Switch("--markdown", &options->markdown, "Print a code's page in Markdown");
      options->color.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
