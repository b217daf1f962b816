#ifndef TOOLS_COMPAT_KINGPIN_H_
#define TOOLS_COMPAT_KINGPIN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/result.h"

/// Command lines as promtool and amtool read them. Both use the Go package kingpin, whose habits
/// differ from CLI11's in ways that scripts depend on: flags anywhere, `--no-` before
/// switches, `@file` for arguments, its own error texts, and exit status 1 for wrong usage.
namespace tools::compat {

struct Flag {
  std::string_view name;
  char short_name = '\0';
  enum class Kind : std::uint8_t {
    kSwitch,
    kText,
    kList,
    kEnum,
    kDuration,
    kMap,  ///< "name=value" or "name:value", each name once.
    kUrl,
    kInteger,     ///< A number; what stands behind its point is cut off.
    kFile,        ///< Must name a file that is there and no directory.
    kInputFile,   ///< Opened when the command line is read: anything that can be.
    kOutputFile,  ///< Created, or emptied, when the command line is read.
  } kind = Kind::kSwitch;
  std::optional<std::string_view> default_value = {};
  std::string_view help;
  std::string_view placeholder = {};               ///< For the value, in the help.
  std::span<const std::string_view> choices = {};  ///< For kEnum.
  bool hidden = false;
  bool required = false;

  /// A default that is not the same everywhere.
  std::string (*find_default)() = nullptr;

  std::optional<std::string> Default() const {
    if (find_default != nullptr) return find_default();
    if (!default_value) return std::nullopt;
    return std::string(*default_value);
  }
  bool is_repeatable() const { return kind == Kind::kList || kind == Kind::kMap; }
};

struct Argument {
  std::string_view name;
  std::string_view help;
  bool required = false;
  bool repeated = false;
  bool existing_file = false;  ///< Must name a file that is there and no directory.
  bool url = false;
};

/// What the command line said.
struct Parsed {
  std::map<std::string_view, std::vector<std::string>> flags;  ///< Switches: "true", "false".
  std::map<std::string_view, std::vector<std::string>> arguments;

  bool Switch(std::string_view name) const;
  /// The value given, or the default.
  std::string Text(std::string_view name) const;
  /// The same for a flag that takes a duration.
  check::Duration Time(std::string_view name) const;
  std::span<const std::string> List(std::string_view name) const;
  /// The values of a flag that takes a map.
  std::map<std::string, std::string> Map(std::string_view name) const;
  std::span<const std::string> Arguments(std::string_view name) const;
};

struct KingpinCommand {
  std::string_view path;  ///< "check rules"
  std::string_view help;  ///< Paragraphs with empty lines between them.
  std::span<const Flag> flags = {};
  std::span<const Argument> arguments = {};
  int (*run)(const Parsed&) = nullptr;  ///< Null for a group, whose flags those below it share.
  bool is_default = false;              ///< What its group stands for by itself.
  /// A flag that has to have a value, which is noticed before other values are looked at.
  std::string_view needs = {};
};

/// Values for flags from elsewhere, by their names.
using FlagValues = std::map<std::string, std::string>;

struct Program {
  std::string_view name;  ///< "promtool"
  std::string_view help;
  std::span<const Flag> flags;               ///< Of all commands.
  std::span<const KingpinCommand> commands;  ///< Groups before what they hold.
  std::string_view version;                  ///< What --version prints.
  /// What every command begins with; anything but 0 ends the program with that status.
  int (*before)(const Parsed&) = nullptr;
  std::string_view error_end = ", try --help";  ///< Behind messages about the command line.

  // Where programs differ in the way that they call kingpin.
  /// Defaults for flags of all commands and of the one that is called. The error ends the program,
  /// whatever the command line says.
  check::Result<FlagValues> (*defaults)() = nullptr;
  /// Unknown flags and the like are noticed before `--version` and all values; and `before` is for
  /// the program without a command as well.
  bool checks_line_first = false;
  bool lists_compactly = false;  ///< Commands as a tree, in the help.
  /// Commands, or groups of them, that the other program has and this one does not.
  std::span<const std::string_view> missing = {};
};

/// The flag --version, for Program::flags.
inline constexpr Flag kVersionFlag = {.name = "version", .help = "Print the version."};

/// Reads `arguments` (without the program's name) and runs the command they name.
int Run(const Program& program, std::vector<std::string> arguments);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_KINGPIN_H_
