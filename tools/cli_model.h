#ifndef TOOLS_CLI_MODEL_H_
#define TOOLS_CLI_MODEL_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/command.h"
#include "tools/flag_set.h"

namespace tools {

/// A command as its help, the manual and the completions show it.
struct CommandModel {
  std::string path;  ///< "pronoia check rules"
  std::string summary;
  std::string description;
  std::vector<OptionModel> options;
  std::vector<OptionModel> positionals;
  std::span<const Example> examples;
  bool runs = false;  ///< Whether it does something by itself, rather than holding others.
  std::vector<CommandModel> subcommands;  ///< Without hidden ones.
};

/// The whole command line: the tree of commands that their paths make.
class CommandLine {
 public:
  CommandLine();
  ~CommandLine();

  /// Runs the command that `words` name (without the program's own), and gives the status.
  ///
  /// The first words that are not flags name the command; all others belong to it. Flags may also
  /// stand before it, as in promtool.
  int Run(const std::vector<std::string>& words);

  CommandModel Model() const;
  /// Every command that does something, hidden ones too.
  std::vector<CommandModel> Leaves() const;

 private:
  struct Node;

  bool wants_version_ = false;
  std::unique_ptr<Node> root_;
};

/// "pronoia check rules [OPTIONS] [FILE]..."
std::string Usage(const CommandModel& command);

/// What --help prints.
std::string HelpText(const CommandModel& command, bool colour, unsigned width);

}  // namespace tools

#endif  // TOOLS_CLI_MODEL_H_
