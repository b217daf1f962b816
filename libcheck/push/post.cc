#include "libcheck/push/post.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <optional>
#include <thread>

#include "libcheck/api/faults.h"
#include "libcheck/base/number.h"
#include "libcheck/base/url.h"
#include "libcheck/base/utf8.h"

namespace check::push {
namespace {

using std::chrono::milliseconds;

// Whether there is a way on from `request` to `location`.
bool Redirect(std::string_view location, http::HttpRequest& request) {
  const Result<Url> from = ParseUrl(request.url);
  const Result<Url> reference = ParseUrl(location);
  if (!from || !reference || location.empty()) return false;
  const Url to = from->Resolve(*reference);
  request.url = to.ToString();
  if (to.scheme == from->scheme && ToLower(to.host) == ToLower(from->host)) {
    Url referrer = *from;
    referrer.has_user = false;
    request.headers.push_back("Referer: " + referrer.ToString());
    return true;
  }
  for (std::string* const part :
       {&request.user, &request.password, &request.bearer_token, &request.unix_socket,
        &request.cert, &request.cert_file, &request.key, &request.key_file}) {
    part->clear();
  }
  // Nobody knows in which of the others there are secrets.
  std::erase_if(request.headers, [](const std::string& header) {
    const std::string name = ToLower(header.substr(0, header.find(':')));
    return name != "content-type" && name != "content-encoding" &&
           name != "x-prometheus-remote-write-version";
  });
  return true;
}

Answer SendOnce(http::HttpTransport& http, http::HttpRequest& request) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 20;
  Answer answer;
  request.fault = std::make_shared<http::HttpFault>();
  const auto fail = [&](const Error& error) {
    answer.status = 0;
    answer.fault = *request.fault;
    if (answer.fault.why.empty()) answer.fault.why = error.why();
    return answer;
  };
  const Result<http::HttpResponse> response = http.Send(request);
  if (!response) return fail(response.error());
  answer.status = response->status;
  answer.reason = response->reason;
  answer.url = request.url;
  answer.headers = response->headers;
  char buffer[4096];
  while (answer.body.size() < kMostBytes) {
    const Result<std::size_t> read = response->body->Read(buffer, sizeof buffer);
    // The status has been said, whatever becomes of the text behind it.
    if (!read || *read == 0) break;
    answer.body.append(buffer, *read);
  }
  return answer;
}

std::string_view HeaderOf(const Answer& answer, std::string_view lower_name) {
  for (const auto& [name, value] : answer.headers) {
    if (ToLower(name) == lower_name) return value;
  }
  return {};
}

// What Retry-After asks for: seconds, or a date.
std::optional<milliseconds> RetryAfter(const Answer& answer) {
  const std::string text(HeaderOf(answer, "retry-after"));
  if (text.empty()) return std::nullopt;
  constexpr std::int64_t kDay = 86400;
  if (const auto seconds = ParseGoInt(text, 10)) {
    return std::chrono::seconds(std::clamp<std::int64_t>(*seconds, 0, kDay));
  }
  std::tm when = {};
  if (strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &when) == nullptr) return std::nullopt;
  const std::int64_t left = timegm(&when) - std::time(nullptr);
  return std::chrono::seconds(std::clamp<std::int64_t>(left, 0, kDay));
}

bool NothingWasTaken(const Answer& answer, const PostOptions& options) {
  if (answer.status == 0) {
    return answer.fault.kind == http::HttpFault::Kind::kRefused && options.retry_refused;
  }
  return answer.status == 429 || answer.status == 503;
}

}  // namespace

Answer Post(http::HttpTransport& http, const http::HttpRequest& request,
            const PostOptions& options) {
  http::HttpRequest now = request;
  now.most_redirects = 0;
  int redirects = 0;
  milliseconds pause = options.first_pause;
  for (int attempt = 1;;) {
    Answer answer = SendOnce(http, now);
    const bool keeps_body = answer.status == 307 || answer.status == 308;
    if (keeps_body && ++redirects <= request.most_redirects &&
        Redirect(HeaderOf(answer, "location"), now)) {
      continue;
    }
    const milliseconds asked = RetryAfter(answer).value_or(milliseconds(0));
    if (attempt > options.most_retries || !NothingWasTaken(answer, options) ||
        asked > options.longest_pause) {
      return answer;
    }
    const milliseconds wait = std::max(asked, pause);
    if (options.waiting) options.waiting(answer, wait);
    options.sleep ? options.sleep(wait) : std::this_thread::sleep_for(wait);
    pause = std::min(pause * 2, options.longest_pause);
    now = request;
    now.most_redirects = 0;
    redirects = 0;
    now.headers.push_back(fmt::format("Retry-Attempt: {}", attempt++));
  }
}

api::Fault Explain(const http::HttpRequest& request, const Answer& answer) {
  if (answer.status == 0) {
    http::HttpRequest failed = request;
    failed.fault = std::make_shared<http::HttpFault>(answer.fault);
    return api::ConnectionFault(failed, Error{answer.fault.why}, request.timeout);
  }
  http::HttpResponse response;
  response.status = answer.status;
  response.url = answer.url;
  response.headers = answer.headers;
  api::Fault fault = api::StatusFault(request, response, answer.body);
  // These are advice to who asks.
  if (answer.status == 404 || answer.status == 413) fault.notes.clear();
  return fault;
}

}  // namespace check::push
