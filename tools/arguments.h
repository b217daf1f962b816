#ifndef TOOLS_ARGUMENTS_H_
#define TOOLS_ARGUMENTS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "tools/flag_set.h"

/// The words of a command line. Which word is what is decided here and not by CLI11, so that no
/// word is ignored: CLI11 takes a word that names a command for that command wherever it stands,
/// `--flag= x` for `--flag=x`, and `[x]` for a list.
namespace tools {

/// A flag on the command line, with its value.
struct GivenFlag {
  const OptionModel* flag = nullptr;
  std::string name;   ///< As it was written: "--type" or "-t".
  std::string value;  ///< Empty only if there is none.
};

/// All words behind a command.
struct Arguments {
  std::vector<GivenFlag> flags;
  std::vector<std::string> positionals;

  /// Whether `-h` or `--help` is among them.
  bool AsksForHelp() const;
};

/// Whether the flag `word` has its value in the next word.
bool NeedsNextWord(std::span<const OptionModel> flags, std::string_view word);

/// Whether `word` is a flag, unless `--` stands before it. A lone `-` means standard input.
bool IsFlagWord(std::string_view word);

/// Sorts `words` into flags and positional arguments: `--flag VALUE`, `--flag=VALUE`, `-f VALUE`,
/// `-fVALUE`, and `-ab` for `-a -b`. What follows `--` is positional. An error if a flag is
/// unknown, lacks its value, has one too many or is given twice, or if a word is left over. What
/// comes back looks at `flags`.
check::Result<Arguments> ReadArguments(std::span<const std::string> words,
                                       std::span<const OptionModel> flags,
                                       std::span<const OptionModel> positionals);

/// "; did you mean `NAME`?" for a word that is close to one of `names`, or nothing.
std::string DidYouMean(std::string_view word, std::span<const std::string> names);

}  // namespace tools

#endif  // TOOLS_ARGUMENTS_H_
