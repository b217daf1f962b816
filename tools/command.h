#ifndef TOOLS_COMMAND_H_
#define TOOLS_COMMAND_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/workspace/kind_command.h"
#include "tools/flag_set.h"

namespace check::workspace {
struct FileKind;
}

namespace tools {

/// What the process tells the shell.
enum class Exit : std::uint8_t {
  kOk = 0,        ///< Did what was asked and found nothing wrong.
  kProblems = 1,  ///< Did what was asked and found problems in the input.
  kFailed = 2,    ///< Could not do what was asked.
  kLint = 3,      ///< Lint findings only, where --lint-fatal asked for a failure.
};

using check::workspace::Example;

/// A subcommand. One file in tools/ defines one of these, and turns flags into calls to libcheck
/// and what comes back into output. Anything worth a unit test belongs in libcheck instead.
struct Command {
  std::string_view path;     ///< "check rules"
  std::string_view summary;  ///< One sentence without full stop.
  /// What the summary omits, in paragraphs separated by empty lines.
  std::string_view description = {};
  std::string_view ending = {};  ///< The last paragraphs, which several commands share.
  std::span<const Example> examples = {};
  bool hidden = false;

  /// Declares flags and returns what to run once they have been parsed.
  std::function<Exit()> (*declare)(FlagSet& flags) = nullptr;
  /// For a command that checks files of a kind, instead of `declare`.
  std::function<Exit()> (*declare_for_kind)(FlagSet& flags,
                                            const check::workspace::FileKind& kind) = nullptr;
  const check::workspace::FileKind* kind = nullptr;
  /// For a command that reads its command line itself, instead of `declare`: runs it with all
  /// words behind its name.
  Exit (*run_words)(std::vector<std::string> words) = nullptr;
};

/// Every subcommand, in the order `--help` lists them.
std::span<const Command* const> AllCommands();

}  // namespace tools

#endif  // TOOLS_COMMAND_H_
