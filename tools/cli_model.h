#ifndef TOOLS_CLI_MODEL_H_
#define TOOLS_CLI_MODEL_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/command.h"

namespace CLI {
class App;
}

namespace tools {

struct OptionModel {
  std::vector<std::string> short_names;  ///< Without dashes.
  std::vector<std::string> long_names;   ///< Without dashes.
  std::string positional;                ///< "FILE", or empty for a flag.
  std::string value;                     ///< Placeholder, or empty for a switch.
  bool value_is_optional = false;        ///< `--flag` or `--flag=VALUE`, in one word.
  std::string default_value;
  std::string doc;
  bool repeatable = false;
  bool required = false;
};

/// A command as its help, the manual and the completions show it: read off the CLI11 tree, which
/// is the one description of flags.
struct CommandModel {
  std::string path;  ///< "pronoia check rules"
  std::string summary;
  std::string description;
  std::vector<OptionModel> options;
  std::vector<OptionModel> positionals;
  std::span<const Example> examples;
  std::vector<CommandModel> subcommands;  ///< Without hidden ones.
};

/// The whole command line: the CLI11 tree with what to run for each of its leaves.
class CommandLine {
 public:
  CommandLine();
  ~CommandLine();

  /// Runs the command that `words` name (without the program's own), and gives the status.
  ///
  /// The first words that are no flags name the command; all others belong to it. Flags may also
  /// stand before it, as in promtool.
  int Run(const std::vector<std::string>& words);

  CommandModel Model() const;
  /// Every command that does something, hidden ones too.
  std::vector<CommandModel> Leaves() const;

 private:
  struct Leaf;

  CommandModel ModelOf(const CLI::App& app, std::string path) const;

  std::unique_ptr<CLI::App> root_;
  bool wants_version_ = false;
  std::vector<Leaf> leaves_;
};

/// "pronoia check rules [OPTIONS] [FILE]..."
std::string Usage(const CommandModel& command);

/// What --help prints.
std::string HelpText(const CommandModel& command, bool colour, unsigned width);

}  // namespace tools

#endif  // TOOLS_CLI_MODEL_H_
