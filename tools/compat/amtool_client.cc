#include "tools/compat/amtool_client.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/api/alertmanager_read.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "tools/compat/amtool_calls.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

using check::api::JsonStream;

constexpr std::string_view kVersion = "0.34.0";
// amtool: of one request, whatever --timeout says.
constexpr std::chrono::milliseconds kLongest = std::chrono::seconds(30);

constexpr HttpCaller kCaller = {
    .unloadable = "failed to load HTTP config file",
    .unusable = "failed to create a new HTTP client",
    .user_agent = "Go-http-client/1.1",
};

// Where the API is: amtool leaves out what stands behind the path of its URL.
check::Url UrlOf(const check::Url& server, const OpenApiCall& call, std::string_view id) {
  check::Url url;
  url.scheme = server.scheme.empty() ? "http" : server.scheme;
  url.host = server.host.empty() ? "localhost:9093" : server.host;
  url.has_user = server.has_user;
  url.user = server.user;
  url.has_password = server.has_password;
  url.password = server.password;
  const std::string api = check::JoinUrlPath("/", check::JoinUrlPath(server.path, "/api/v2"));
  const std::string_view path = call.path.substr(0, call.path.find('{'));
  url.path = fmt::format("{}{}{}", api, path, id);
  if (!id.empty()) {
    check::Url start;
    start.path = fmt::format("{}{}", api, path);
    url.raw_path = start.EscapedPath() + check::PathEncode(id);
  }
  return url;
}

// "0.34" of "0.34.0"
std::string_view MinorOf(std::string_view version) {
  const std::size_t first = version.find('.');
  return first == std::string_view::npos ? version
                                         : version.substr(0, version.find('.', first + 1));
}

std::string VersionOf(const v2::Status& status) {
  for (const auto& [name, value] : status.version) {
    if (name == "version") return value;
  }
  return {};
}

// Alertmanager gives silences of some states only, if it is asked to, since 0.34.
bool KnowsStates(std::string_view version) {
  const std::string_view minor = MinorOf(version);
  const auto number = check::ParseGoInt(minor.substr(minor.find('.') + 1), 10);
  return minor.starts_with("0.") && number && *number >= 34;
}

void Add(std::string& query, std::string_view name, std::string_view value) {
  if (!query.empty()) query += '&';
  query += fmt::format("{}={}", name, check::FormEncode(value));
}

std::string QueryOf(const v2::AlertFilter& filter) {
  const auto word = [](bool value) { return value ? "true" : "false"; };
  std::string query;
  Add(query, "active", word(filter.active));
  for (const std::string& matcher : filter.matchers) Add(query, "filter", matcher);
  Add(query, "inhibited", word(filter.inhibited));
  if (!filter.receiver.empty()) Add(query, "receiver", filter.receiver);
  Add(query, "silenced", word(filter.silenced));
  Add(query, "unprocessed", word(filter.unprocessed));
  return query;
}

// What Go decodes to nothing.
bool IsNothing(std::string_view body) {
  const std::string_view text = check::TrimSpace(body);
  return text.empty() || text == "null";
}

}  // namespace

GoHttp::Answer AmtoolClient::Ask(const OpenApiCall& call, const Request& request) const {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
  GoHttp::Request asked = {.method = std::string(call.method),
                           .url = UrlOf(server_, call, request.id),
                           .headers = {{"Accept", "application/json"}},
                           .body = request.body,
                           .timeout = std::min(left, kLongest)};
  asked.url.query = request.query;
  if (!request.body.empty()) asked.headers.emplace_back("Content-Type", "application/json");
  GoHttp::Answer answer;
  if (left.count() <= 0) {
    answer.error = GoHttp::Failure(asked, {}, {.kind = check::http::HttpFault::Kind::kTimedOut});
  } else {
    answer = http_.Send(asked);
  }
  if (!answer.error.empty()) return answer;
  if (auto error = OpenApiError(call, answer)) answer.error = std::move(*error);
  return answer;
}

template <typename T>
check::Result<T> AmtoolClient::Get(const OpenApiCall& call, const Request& request,
                                   bool (*read)(JsonStream&, T&)) const {
  const GoHttp::Answer answer = Ask(call, request);
  if (!answer.error.empty()) return check::Error{answer.error};
  T value;
  if (IsNothing(answer.body)) return value;
  const auto source = check::FromMemory(answer.body);
  JsonStream json(*source);
  json.SetStrict();
  if (read(json, value)) return value;
  std::string error = GoJsonError(answer.body, *call.answer);
  return check::Error{error.empty() ? json.why() : std::move(error)};
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
  // Longer than anything takes, but not so long that the sum would not fit.
  constexpr check::Duration kMost = std::chrono::hours(24 * 365);
  client.end_ = Clock::now() + std::min<check::Duration>(parsed.Time("timeout"), kMost);
  client.checks_version_ = parsed.Switch("version-check");
  client.CheckVersion();
  return client;
}

void AmtoolClient::CheckVersion() {
  if (!checks_version_) return;
  const check::Result<v2::Status> status = Status();
  const std::string version = status ? VersionOf(*status) : std::string();
  if (version.empty()) return;
  knows_states_ = KnowsStates(version);
  if (MinorOf(version) == MinorOf(kVersion)) return;
  WriteErr(
      fmt::format("Warning: amtool version ({}) and alertmanager version ({}) are different.\n",
                  kVersion, version));
}

check::Result<v2::Status> AmtoolClient::Status() const {
  return Get<v2::Status>(kGetStatus, {}, v2::ReadStatus);
}

check::Result<std::optional<std::vector<v2::Alert>>> AmtoolClient::Alerts(
    const v2::AlertFilter& filter) const {
  constexpr auto kRead = [](JsonStream& json, std::optional<std::vector<v2::Alert>>& alerts) {
    return v2::ReadAlerts(json, alerts.emplace());
  };
  return Get<std::optional<std::vector<v2::Alert>>>(kGetAlerts, {.query = QueryOf(filter)}, kRead);
}

std::optional<check::Error> AmtoolClient::PostAlerts(const std::vector<v2::Alert>& alerts) const {
  const GoHttp::Answer answer = Ask(kPostAlerts, {.body = v2::PostableAlertsJson(alerts) + "\n"});
  if (answer.error.empty()) return std::nullopt;
  return check::Error{answer.error};
}

check::Result<std::vector<v2::Silence>> AmtoolClient::Silences(
    const v2::SilenceFilter& filter) const {
  std::string query;
  if (knows_states_ && !filter.active) Add(query, "active", "false");
  if (knows_states_ && !filter.expired) Add(query, "expired", "false");
  for (const std::string& matcher : filter.matchers) Add(query, "filter", matcher);
  if (knows_states_ && !filter.pending) Add(query, "pending", "false");
  return Get<std::vector<v2::Silence>>(kGetSilences, {.query = std::move(query)},
                                       v2::ReadSilenceList);
}

check::Result<v2::Silence> AmtoolClient::FindSilence(std::string_view id) const {
  return Get<v2::Silence>(kGetSilence, {.id = id}, v2::ReadSilence);
}

AmtoolClient::Posted AmtoolClient::PostSilence(const v2::Silence& silence) const {
  const GoHttp::Answer answer =
      Ask(kPostSilences, {.body = v2::PostableSilenceJson(silence) + "\n"});
  Posted posted;
  posted.error = answer.error;
  posted.is_unknown = answer.status == 404;
  if (!posted.error.empty() || IsNothing(answer.body)) return posted;
  const auto source = check::FromMemory(answer.body);
  JsonStream json(*source, answer.body.size() + 1);
  json.SetStrict();
  // What has no ID is a success without one, as there.
  if (!v2::ReadSilenceId(json, posted.id))
    posted.error = GoJsonError(answer.body, *kPostSilences.answer);
  return posted;
}

std::optional<check::Error> AmtoolClient::ExpireSilence(std::string_view id) const {
  const GoHttp::Answer answer = Ask(kDeleteSilence, {.id = id});
  if (answer.error.empty()) return std::nullopt;
  return check::Error{answer.error};
}

}  // namespace tools::compat
