#ifndef TOOLS_ALERTMANAGER_FLAGS_H_
#define TOOLS_ALERTMANAGER_FLAGS_H_

#include <optional>
#include <string>
#include <vector>

#include "libcheck/api/server.h"
#include "tools/command.h"
#include "tools/query_flags.h"
#include "tools/server_flags.h"

namespace tools {

/// An Alertmanager that is queried, and how times are read and shown.
struct AskedAlertmanager {
  ChosenServer chosen;
  std::string zone;

  const check::api::Server& server() const { return *chosen.server; }
};

/// Which Alertmanager is queried, and how: the flags of all commands about alerts and silences.
struct AlertmanagerFlags {
  std::vector<std::string> urls;
  bool verbose = false;
  ServerFlags server = {.kind = &kAlertmanagerServer};
  TimeFlags times;

  void Declare(FlagSet& flags);

  /// The Alertmanager; of several, the first that answers. If there is none, the reason is on
  /// standard error.
  std::optional<AskedAlertmanager> Open() const;

 private:
  check::Result<ChosenServer> Choose() const;
};

/// Reports why there is no response.
Exit FailWith(const check::api::Fault& fault);

/// Where Alertmanagers that are not named come from, as a paragraph of descriptions.
inline constexpr std::string_view kAlertmanagerEnding =
    "The Alertmanager is taken from --alertmanager, --context, PRONOIA_ALERTMANAGER_URL, "
    "PRONOIA_CONTEXT, the current context, or http://localhost:9093, in this order. Several "
    "members of a cluster can be given, separated by commas: the first that responds is used.";

}  // namespace tools

#endif  // TOOLS_ALERTMANAGER_FLAGS_H_
