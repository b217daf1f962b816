#ifndef LIBCHECK_WORKSPACE_KIND_COMMAND_H_
#define LIBCHECK_WORKSPACE_KIND_COMMAND_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace check::workspace {

/// A flag that some kinds have: see tools/cmd_check.cc for what each is called and means.
enum class KindFlag : std::uint8_t {
  kAgent,
  kAlertmanagerFeatures,
  kAlertmanagerVersion,
  kFeatures,
  kIgnoreUnknownFields,
  kLookbackDelta,
  kMissingFiles,
  kNames,
  kPrometheus,
  kRetention,
  kRules,
  kSloRules,
  kSyntaxOnly,
  kTargetVersion,
  kTraffic,
};

/// A line of shell and what it is for.
struct Example {
  std::string_view command;
  std::string_view purpose;  ///< A sentence without full stop.
};

/// The command that checks files of a kind.
struct KindCommand {
  std::string_view path;         ///< "check rules"
  std::string_view summary;      ///< One sentence without full stop.
  std::string_view description;  ///< Paragraphs separated by empty lines.
  std::string_view argument;     ///< What can be named.
  std::span<const KindFlag> flags = {};
  std::span<const Example> examples = {};
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_KIND_COMMAND_H_
