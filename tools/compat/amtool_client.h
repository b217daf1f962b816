#ifndef TOOLS_COMPAT_AMTOOL_CLIENT_H_
#define TOOLS_COMPAT_AMTOOL_CLIENT_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/api/json_stream.h"
#include "libcheck/base/result.h"
#include "libcheck/base/url.h"
#include "tools/compat/go_http.h"
#include "tools/compat/go_openapi.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

namespace v2 = check::api::v2;

/// The Alertmanager that a command line names, asked as amtool does it. Errors are amtool's. What
/// is queried once --timeout is over fails without being asked.
class AmtoolClient {
 public:
  /// Asks for the server's version, unless --no-version-check is given. The error is that of
  /// --http.config.file.
  static check::Result<AmtoolClient> Make(const Parsed& parsed);

  /// Warns if the server has another version than amtool. If it does not say, nothing happens.
  void CheckVersion();

  check::Result<v2::Status> Status() const;
  /// Nothing if the server has given nothing at all, or null.
  check::Result<std::optional<std::vector<v2::Alert>>> Alerts(const v2::AlertFilter& filter) const;
  std::optional<check::Error> PostAlerts(const std::vector<v2::Alert>& alerts) const;
  check::Result<std::vector<v2::Silence>> Silences(const v2::SilenceFilter& filter) const;
  check::Result<v2::Silence> FindSilence(std::string_view id) const;

  struct Posted {
    std::string id;
    std::string error;        ///< Empty if there is none.
    bool is_unknown = false;  ///< The server has no silence of that ID.
  };
  /// Several threads may call this at once.
  Posted PostSilence(const v2::Silence& silence) const;
  std::optional<check::Error> ExpireSilence(std::string_view id) const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Request {
    std::string_view id = {};  ///< Of a silence, in the path.
    std::string query = {};
    std::string body = {};
  };

  AmtoolClient(check::Url server, GoHttp http)
      : server_(std::move(server)), http_(std::move(http)) {}

  GoHttp::Answer Ask(const OpenApiCall& call, const Request& request) const;
  template <typename T>
  check::Result<T> Get(const OpenApiCall& call, const Request& request,
                       bool (*read)(check::api::JsonStream&, T&)) const;

  check::Url server_;
  GoHttp http_;
  Clock::time_point end_;
  bool checks_version_ = true;
  bool knows_states_ = false;  // The server can tell silences by their states.
};

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_CLIENT_H_
