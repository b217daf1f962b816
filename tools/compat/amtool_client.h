#ifndef TOOLS_COMPAT_AMTOOL_CLIENT_H_
#define TOOLS_COMPAT_AMTOOL_CLIENT_H_

#include <chrono>
#include <string>
#include <utility>

#include "libcheck/base/result.h"
#include "libcheck/base/url.h"
#include "tools/compat/go_http.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

/// The Alertmanager that a command line names, asked as amtool does it.
class AmtoolClient {
 public:
  /// Asks for its version, unless --no-version-check is given, and warns if that is another one
  /// than amtool's; amtool goes on if it gets none. The error is amtool's, that of
  /// --http.config.file.
  static check::Result<AmtoolClient> Make(const Parsed& parsed);

  /// The text of its configuration. The error is amtool's.
  check::Result<std::string> Config() const;

 private:
  struct Status;
  AmtoolClient(check::Url server, GoHttp http)
      : server_(std::move(server)), http_(std::move(http)) {}

  check::Result<Status> Ask(std::chrono::milliseconds timeout) const;

  check::Url server_;
  GoHttp http_;
  std::chrono::milliseconds timeout_ = {};
};

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_CLIENT_H_
