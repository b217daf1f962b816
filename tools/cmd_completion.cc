#include <memory>
#include <string>

#include "tools/cli_model.h"
#include "tools/command.h"
#include "tools/generate/generate.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

Exit Run(const std::string& shell) {
  const CommandModel model = CommandLine().Model();
  WriteData(shell == "bash"  ? generate::BashCompletion(model)
            : shell == "zsh" ? generate::ZshCompletion(model)
                             : generate::FishCompletion(model));
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia completion bash > /etc/bash_completion.d/pronoia", "Install for bash"},
    {"pronoia completion zsh > \"${fpath[1]}/_pronoia\"", "Install for zsh"},
    {"pronoia completion fish > ~/.config/fish/completions/pronoia.fish", "Install for fish"},
};

}  // namespace

extern const Command kCompletionCommand = {
    .path = "completion",
    .summary = "Print the completion script of a shell",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto shell = std::make_shared<std::string>();
      flags.Argument("shell", shell.get(), "SHELL", "Shell to complete commands in",
                     {.required = true});
      return [shell] { return Run(*shell); };
    },
};

}  // namespace tools
