#include "tools/compat/amtool_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/url.h"
#include "libcheck/config/common/json.h"
#include "tools/compat/go_http.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

using check::config::JsonValue;

constexpr std::string_view kVersion = "0.34.0";
// amtool: of one request, whatever --timeout says.
constexpr std::chrono::milliseconds kLongest = std::chrono::seconds(30);

constexpr HttpCaller kCaller = {
    .unloadable = "failed to load HTTP config file",
    .unusable = "failed to create a new HTTP client",
    .user_agent = "Go-http-client/1.1",
};

const JsonValue* Member(const JsonValue* value, std::string_view name) {
  const JsonValue* found = nullptr;
  if (value == nullptr) return found;
  for (const check::config::JsonMember& member : value->members) {
    if (member.key == name) found = &member.value;
  }
  return found;
}

std::string TextOf(const JsonValue* value) {
  return value == nullptr ? std::string() : std::string(value->text);
}

// Where the API is: amtool leaves out what stands behind the path of its URL.
check::Url StatusUrl(const check::Url& server) {
  check::Url url;
  url.scheme = server.scheme.empty() ? "http" : server.scheme;
  url.host = server.host.empty() ? "localhost:9093" : server.host;
  url.has_user = server.has_user;
  url.user = server.user;
  url.has_password = server.has_password;
  url.password = server.password;
  url.path = check::JoinUrlPath("/", check::JoinUrlPath(server.path, "/api/v2")) + "/status";
  return url;
}

// "0.34" of "0.34.0"
std::string_view MinorOf(std::string_view version) {
  const std::size_t first = version.find('.');
  return first == std::string_view::npos ? version
                                         : version.substr(0, version.find('.', first + 1));
}

}  // namespace

// What GET /status answers, as far as it is asked for.
struct AmtoolClient::Status {
  std::string version;
  std::string config;

  static check::Result<Status> Read(const GoHttp::Answer& answer);
};

// The content type decides how go-openapi reads an answer.
check::Result<AmtoolClient::Status> AmtoolClient::Status::Read(const GoHttp::Answer& answer) {
  if (answer.status != 200) {
    return check::Error{fmt::format("[GET /status] getStatus (status {}): {{}}", answer.status)};
  }
  std::string type;
  for (const auto& [name, value] : answer.headers) {
    if (check::IsInAnyCase(name, "content-type")) type = check::LowerAscii(value);
  }
  if (type.starts_with("text/")) {
    return check::Error{
        "&{<nil> <nil> <nil> <nil>} (*models.AlertmanagerStatus) is not supported by the "
        "TextConsumer, can be resolved by supporting TextUnmarshaler interface"};
  }
  check::Arena arena;
  JsonValue value;
  if (const auto fault = check::config::ParseJson(answer.body, arena, value)) {
    return check::Error{fault->upstream};
  }
  const JsonValue* config = Member(Member(&value, "config"), "original");
  if (config == nullptr || config->kind != JsonValue::Kind::kString) {
    return check::Error{"the answer has no configuration"};
  }
  return Status{TextOf(Member(Member(&value, "versionInfo"), "version")), TextOf(config)};
}

check::Result<AmtoolClient::Status> AmtoolClient::Ask(std::chrono::milliseconds timeout) const {
  const GoHttp::Answer answer = http_.Send(
      {.url = StatusUrl(server_), .headers = {{"Accept", "application/json"}}, .timeout = timeout});
  if (!answer.error.empty()) return check::Error{answer.error};
  return Status::Read(answer);
}

check::Result<AmtoolClient> AmtoolClient::Make(const Parsed& parsed) {
  // It has been looked at when the command line was read.
  const check::Url server = *check::ParseUrl(parsed.Text("alertmanager.url"));
  if (server.has_user && !parsed.Text("http.config.file").empty()) {
    return check::Error{"basic authentication and http.config.file are mutually exclusive"};
  }
  check::Result<GoHttp> http = GoHttp::From(parsed, server, kCaller);
  if (!http) return http.error();
  AmtoolClient client(server, std::move(*http));
  const auto wanted = std::chrono::duration_cast<std::chrono::milliseconds>(parsed.Time("timeout"));
  client.timeout_ = std::clamp(wanted, std::chrono::milliseconds(1), kLongest);
  if (!parsed.Switch("version-check")) return client;
  const check::Result<Status> status = client.Ask(kLongest);
  if (status && !status->version.empty() && MinorOf(status->version) != MinorOf(kVersion)) {
    WriteErr(
        fmt::format("Warning: amtool version ({}) and alertmanager version ({}) are different.\n",
                    kVersion, status->version));
  }
  return client;
}

check::Result<std::string> AmtoolClient::Config() const {
  check::Result<Status> status = Ask(timeout_);
  if (!status) return status.error();
  return std::move(status->config);
}

}  // namespace tools::compat
