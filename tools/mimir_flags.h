#ifndef TOOLS_MIMIR_FLAGS_H_
#define TOOLS_MIMIR_FLAGS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/command.h"
#include "tools/server_flags.h"

namespace tools {

/// A Mimir or Cortex whose configuration API is asked, and where that is below its URL.
struct AskedMimir {
  ChosenServer chosen;
  std::string path;

  const check::api::Server& server() const { return *chosen.server; }
};

/// Which part of the API is meant, and how URLs lead to it.
struct MimirApi {
  std::string_view mimir_path;
  std::string_view cortex_path;
  const ServerKind* server = nullptr;  ///< Whose URL contexts and the environment have.
  /// At the end of URLs under which the rest of the server is asked, but not this API.
  std::string_view prefix;
};
extern const MimirApi kRulerConfigApi;
extern const MimirApi kAlertmanagerConfigApi;

/// Which Mimir or Cortex is asked, for which tenant: the flags of commands that change what it
/// keeps.
struct MimirFlags {
  std::string url;
  bool cortex = false;
  std::string api_path;
  ServerFlags server;

  /// `flag` is what names the server: "--server".
  void Declare(FlagSet& flags, std::string_view flag);
  /// Nothing, with the reason on standard error, if the server cannot be asked.
  std::optional<AskedMimir> Open(const MimirApi& api) const;
};

/// Checks files of the kind `kind` ("rules") as `pronoia check` does, and writes what is found to
/// standard error. What to exit with; kOk: there is no error.
Exit CheckBeforeSending(const std::vector<std::string>& paths, std::string_view kind, bool colour);

}  // namespace tools

#endif  // TOOLS_MIMIR_FLAGS_H_
