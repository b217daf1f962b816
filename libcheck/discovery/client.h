#ifndef LIBCHECK_DISCOVERY_CLIENT_H_
#define LIBCHECK_DISCOVERY_CLIENT_H_

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/discovery/json.h"
#include "libcheck/http/client_settings.h"

/// Asking a server several times, as one section says.
namespace check::discovery {

class Client {
 public:
  /// With the settings of the HTTP client that `section` has.
  Client(const schema::Values& section, const Context& context);
  Client(http::ClientSettings settings, const Context& context)
      : context_(context), settings_(std::move(settings)) {}

  /// Made as the settings say, and due at the deadline of the context. Credentials that must be
  /// fetched are fetched once.
  Result<http::HttpRequest> Request(std::string url);

  /// The answer, which has to have a status of 2xx.
  Result<Json> Get(std::string url);

  const Context& context() const { return context_; }
  http::ClientSettings& settings() { return settings_; }

 private:
  const Context& context_;
  http::ClientSettings settings_;
  bool has_request_ = false;
  http::HttpRequest request_;  // What all have in common.
};

/// No list is endless.
inline constexpr int kMostPages = 2000;
/// The error about a list with more pages than that.
Error TooManyPages(std::string_view url);

/// What a mechanism finds that makes one group of all targets.
Found OneGroup(std::string source, std::vector<Labels> targets);

/// The path of a file that the configuration names.
std::string PathIn(const Context& context, std::string_view path);

/// `url` with `more` added to its path, and the query it had: Go's path.Join, by which `.`, `..`
/// and empty parts of the path go.
std::string WithPath(std::string_view url, std::string_view more);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_CLIENT_H_
