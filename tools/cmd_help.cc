#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tools/cli_model.h"
#include "tools/command.h"

namespace tools {
namespace {

constexpr Example kHelpExamples[] = {
    {"pronoia help", "List the commands"},
    {"pronoia help check rules", "Print the help of a command"},
};
constexpr Example kVersionExamples[] = {
    {"pronoia version", "Print the version"},
};

// What the program does with other words.
std::function<Exit()> RunOther(std::shared_ptr<std::vector<std::string>> words, std::string flag) {
  return [words = std::move(words), flag = std::move(flag)] {
    std::vector<std::string> line = *words;
    line.push_back(flag);
    return static_cast<Exit>(CommandLine().Run(line));
  };
}

}  // namespace

extern const Command kHelpCommand = {
    .path = "help",
    .summary = "Print the help of a command",
    .description = "The same as `pronoia COMMAND --help`.",
    .examples = kHelpExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto words = std::make_shared<std::vector<std::string>>();
      flags.Argument("command", words.get(), "COMMAND", "A command or a group of commands");
      return RunOther(words, "--help");
    },
};

extern const Command kVersionCommand = {
    .path = "version",
    .summary = "Print the version",
    .examples = kVersionExamples,
    .declare = [](FlagSet&) -> std::function<Exit()> {
      return RunOther(std::make_shared<std::vector<std::string>>(), "--version");
    },
};

}  // namespace tools
