#ifndef TOOLS_COMMAND_H_
#define TOOLS_COMMAND_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/flag_set.h"

namespace tools {

/// What the process tells the shell.
enum class Exit : std::uint8_t {
  kOk = 0,        ///< Did what was asked and found nothing wrong.
  kProblems = 1,  ///< Did what was asked and found problems in the input.
  kFailed = 2,    ///< Could not do what was asked.
  kLint = 3,      ///< Lint findings only, where --lint-fatal asked for a failure.
};

/// A line of shell and what it is for.
struct Example {
  std::string_view command;
  std::string_view purpose;  ///< A sentence without full stop.
};

/// A subcommand. One file in tools/ defines one of these, and turns flags into calls to libcheck
/// and what comes back into output. Anything worth a unit test belongs in libcheck instead.
struct Command {
  std::string_view path;     ///< "check rules"
  std::string_view summary;  ///< One sentence without full stop.
  /// What the summary leaves out, in paragraphs separated by empty lines.
  std::string_view description = {};
  std::span<const Example> examples = {};
  bool hidden = false;

  /// Declares flags and returns what to run once they have been parsed.
  std::function<Exit()> (*declare)(FlagSet& flags) = nullptr;
  /// For a command that reads its command line itself, in place of `declare`: runs it with all
  /// words behind its name.
  Exit (*run_words)(std::vector<std::string> words) = nullptr;
};

/// Every subcommand, in the order `--help` lists them.
std::span<const Command* const> AllCommands();

}  // namespace tools

#endif  // TOOLS_COMMAND_H_
