#ifndef TOOLS_SERVER_FLAGS_H_
#define TOOLS_SERVER_FLAGS_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/server.h"
#include "libcheck/base/result.h"
#include "libcheck/http/http.h"
#include "libcheck/workspace/contexts.h"
#include "tools/flag_set.h"

namespace tools {

/// A server, and what its context says besides.
struct ChosenServer {
  std::unique_ptr<check::http::HttpTransport> transport;
  std::optional<check::api::Server> server;
  std::string format;     ///< Of output; empty: not said.
  std::string time_zone;  ///< Likewise.
};

/// A kind of server that contexts know of.
struct ServerKind {
  const check::api::ApiKind* api;
  const char* variable;          ///< Of the environment: "PRONOIA_URL".
  std::string_view default_url;  ///< Asked if nothing names another.
  std::string_view field;        ///< Of a context: "url".
  std::string check::workspace::Context::*url;
  std::string check::workspace::Context::*http_config_file;
};
extern const ServerKind kPrometheusServer;
extern const ServerKind kAlertmanagerServer;

/// Which server is queried, and how: the flags of all commands that talk to one.
struct ServerFlags {
  const ServerKind* kind = &kPrometheusServer;
  std::string context;
  std::string http_config_file;
  std::string tenant;
  std::string unix_socket;
  std::string timeout;
  std::vector<std::string> headers;
  std::size_t retries = 3;

  /// `default_timeout` is what help says of --timeout: "2m".
  void Declare(FlagSet& flags, std::string_view default_timeout = "2m");

  /// The server called `word`: a URL, with or without its scheme, or the name of a context. If it
  /// is empty: of --context, PRONOIA_URL, PRONOIA_CONTEXT, the current context, or localhost:9090;
  /// of another kind, what that has instead of these.
  check::Result<ChosenServer> Choose(std::string_view word) const;

  /// Options for the server that Choose would give, for who makes requests of another kind. `found`
  /// is the context that was used, if there is one. The URL may be a list with commas, if `word`,
  /// the variable or the context has one.
  check::Result<check::api::ServerOptions> Options(
      std::string_view word, std::optional<check::workspace::Context>& found) const;
};

/// Whether `word` can only be a server: a URL, or a host with a port that is a number.
bool LooksLikeServer(std::string_view word);

/// The contexts of this user; none if there is no such file. The error says that the file has
/// faults, which have been written to standard error.
check::Result<check::workspace::Contexts> LoadContexts();

/// Writes `message` and its notes to standard error, as all errors are written.
void WriteFault(const check::api::Fault& fault);

}  // namespace tools

#endif  // TOOLS_SERVER_FLAGS_H_
