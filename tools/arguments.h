#ifndef TOOLS_ARGUMENTS_H_
#define TOOLS_ARGUMENTS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
class Option;
}  // namespace CLI

/// The words of a command line. CLI11 holds the tables of flags, and converts and validates their
/// values; which word is what is decided here, so that no word is ignored: CLI11 takes a word that
/// names a command for that command wherever it stands, `--flag= x` for `--flag=x`, and `[x]` for a
/// list.
namespace tools {

/// A flag on the command line, with its value.
struct GivenFlag {
  CLI::Option* flag = nullptr;
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

/// Whether the flag `word` has its value in the next word, for flags of `app` and of all commands
/// below it.
bool NeedsNextWord(CLI::App& app, std::string_view word);

/// Whether `word` is a flag, unless `--` stands before it. A lone `-` means standard input.
bool IsFlagWord(std::string_view word);

/// Sorts `words` into flags of `app` and positional arguments: `--flag VALUE`, `--flag=VALUE`, `-f
/// VALUE`, `-fVALUE`, and `-ab` for `-a -b`. What follows `--` is positional. An error if a flag is
/// unknown, lacks its value, has one too many or is given twice, or if a word is left over.
check::Result<Arguments> ReadArguments(std::span<const std::string> words, CLI::App& app);

/// Stores the values where the flags of `app` keep them. An error if one is invalid, if flags
/// exclude each other, or if something required is missing.
std::optional<check::Error> StoreArguments(const Arguments& arguments, CLI::App& app);

/// "; did you mean `NAME`?" for a word that is close to one of `names`, or nothing.
std::string DidYouMean(std::string_view word, std::span<const std::string> names);

}  // namespace tools

#endif  // TOOLS_ARGUMENTS_H_
