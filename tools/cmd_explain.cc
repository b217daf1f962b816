#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "libcheck/catalog/catalog.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/value_kinds.h"

namespace tools {
namespace {

struct Options {
  std::vector<std::string> codes;
  bool markdown = false;
  ColorFlag color;
};

Exit Run(const Options& options) {
  std::string out;
  for (const std::string& code : options.codes) {
    const check::CodeInfo* info = check::catalog::FindCode(code);
    if (!out.empty()) out += '\n';
    out += options.markdown
               ? check::catalog::ExplainMarkdown(*info)
               : check::catalog::ExplainText(*info, options.color.Use(), TerminalWidth());
  }
  WriteOut(out);
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia explain template-unknown-label", "What a code means and what to do about it"},
};

}  // namespace

extern const Command kExplainCommand = {
    .path = "explain",
    .summary = "Explain what a code means, with an example of the fault and of its repair",
    .examples = kExamples,
    .declare = [](CLI::App& app) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      TakesValue(app.add_option("code", options->codes, "What to explain")->required(), "CODE");
      app.add_flag("--markdown", options->markdown, "Print Markdown");
      options->color.Declare(app);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
