#include "tools/compat/promtool_health.h"

#include <fmt/format.h>

#include "libcheck/base/url.h"
#include "tools/compat/go_http.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

constexpr int kFailed = 1;

int Failure(const std::string& message) {
  WriteErr(message + "\n");
  return kFailed;
}

int CheckServer(const Parsed& parsed, std::string_view endpoint) {
  // It has been looked at when the command line was read.
  check::Url server = *check::ParseUrl(parsed.Text("url"));
  const check::Result<GoHttp> http = GoHttp::From(parsed, server);
  if (!http) return Failure("promtool: error: " + http.error().message);
  if (server.scheme.empty()) server.scheme = "http";
  check::Url url = server;
  // Go's URL.JoinPath: what did not begin with a slash does not do so then.
  url.raw_path = check::JoinUrlPath(server.EscapedPath(), endpoint);
  url.path = check::ParseUrl(url.raw_path)->path;
  if (!server.path.starts_with('/')) {
    url.path.erase(0, 1);
    url.raw_path.erase(0, 1);
  }
  const check::Result<check::Url> whole = check::ParseUrl(url.ToString());
  if (!whole) return Failure("error creating API client: " + whole.error().message);
  const GoHttp::Answer answer = http->Send({.url = *whole, .timeout = std::chrono::seconds(10)});
  if (!answer.error.empty()) return Failure(answer.error);
  if (answer.status != 200) {
    // promtool shows the password.
    return Failure(
        fmt::format("check failed: URL={}, status={}", server.Redacted(), answer.status));
  }
  WriteErr(fmt::format("  SUCCESS:  {}\n", answer.body));
  return 0;
}

}  // namespace

int CheckHealthy(const Parsed& parsed) { return CheckServer(parsed, "/-/healthy"); }
int CheckReady(const Parsed& parsed) { return CheckServer(parsed, "/-/ready"); }

}  // namespace tools::compat
