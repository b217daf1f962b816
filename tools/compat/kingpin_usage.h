#ifndef TOOLS_COMPAT_KINGPIN_USAGE_H_
#define TOOLS_COMPAT_KINGPIN_USAGE_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/compat/kingpin.h"

namespace tools::compat {

/// Texts of help as kingpin lays them out.
struct Usage {
  const Program& program;
  const KingpinCommand* command = nullptr;    ///< That was called; null: the program itself.
  std::vector<const Flag*> flags;             ///< All that can be given, in their order.
  std::map<const Flag*, std::string> values;  ///< Defaults that are not those of the table.

  /// What --help prints.
  std::string Short() const;
  /// What --help-long prints: all commands with their flags.
  std::string Long() const;
  /// What --help-man prints: a manual page.
  std::string Man() const;
  /// What --completion-bash prints: the words that may stand instead of the last of `line`.
  std::string Words(std::span<const std::string> line) const;

 private:
  std::vector<std::string> FlagsFor(std::string_view flag, std::string_view value,
                                    bool& is_complete) const;
};

/// Scripts that complete command lines by asking the program itself.
std::string BashScript(const Program& program);
std::string ZshScript(const Program& program);

/// Every command that can be called, and the groups of those: with `help`, which all programs have.
extern const KingpinCommand kKingpinHelp;

/// How many words its name has: 1 for those that come first.
std::size_t DepthOf(const KingpinCommand& command);
/// Whether it stands directly below `group`, or below the program if that is null.
bool IsBelow(const KingpinCommand& command, const KingpinCommand* group);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_KINGPIN_USAGE_H_
