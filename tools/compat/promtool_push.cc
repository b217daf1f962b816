#include "tools/compat/promtool_push.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/base/url.h"
#include "libcheck/base/utf8.h"
#include "libcheck/config/common/http_client_file.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/http.h"
#include "libcheck/push/promtool_metrics.h"
#include "libcheck/push/remote_writer.h"
#include "tools/flags.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

namespace http = check::http;
namespace push = check::push;
using Outcome = push::Sent::Outcome;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr std::string_view kVersion2 = "io.prometheus.write.v2.Request";

std::int64_t Now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

// Kingpin's StringMap: of the same name, the last one counts.
Pairs ReadPairs(std::span<const std::string> values) {
  Pairs pairs;
  for (const std::string& value : values) {
    const std::size_t end = std::min(value.find_first_of("=:"), value.size() - 1);
    const std::string name = value.substr(0, end);
    std::erase_if(pairs, [&](const auto& pair) { return pair.first == name; });
    pairs.emplace_back(name, value.substr(end + 1));
  }
  return pairs;
}

// A request to the receiver, without headers of its own, or nothing once it has been said why.
std::optional<http::HttpRequest> BaseRequest(const Parsed& parsed) {
  check::Url url = *check::ParseUrl(parsed.Arguments("remote-write-url").front());
  url.path = check::JoinUrlPath(url.path, "/" + parsed.Text("remote-write.path"));
  url.raw_path.clear();
  http::HttpRequest request;
  request.url = url.ToString();
  request.timeout = TimeoutOf(parsed.Time("timeout"));
  request.user_agent = "Go-http-client/1.1";
  request.accept_encoding = "gzip";
  request.headers = {"Accept:"};
  return request;
}

// Why nothing was taken, in promtool's words where it has any.
std::string Problem(const push::Sent& sent, const std::string& url) {
  const push::Answer& answer = sent.answer;
  switch (sent.outcome) {
    case Outcome::kNoAnswer:
      if (answer.fault.kind == http::HttpFault::Kind::kRefused) {
        return fmt::format("Post {}: dial tcp {}: connect: connection refused", check::GoQuote(url),
                           answer.fault.address);
      }
      return fmt::format("Post {}: {}", check::GoQuote(url), answer.fault.why);
    case Outcome::kIgnored:
      return "sent v2 request; got 2xx, but PRW 2.0 response header statistics indicate 0 samples, "
             "0 histograms and 0 exemplars were accepted; assuming failure e.g. the target only "
             "supports PRW 1.0 prometheus.WriteRequest, but does not check the Content-Type header "
             "correctly";
    case Outcome::kPartly:
      if (answer.is_success()) return push::Describe(sent);
      break;
    default:
      break;
  }
  return fmt::format("server returned HTTP status {}: {}", http::StatusText(answer.status),
                     answer.body);
}

class Pusher {
 public:
  Pusher(Pairs labels, push::RemoteWriter writer, std::string url)
      : labels_(std::move(labels)), writer_(std::move(writer)), url_(std::move(url)) {}

  bool Push(std::string_view text) {
    push::WriteRequest request;
    if (const auto error = push::ReadAsPromtool(text, labels_, Now(), request)) {
      WriteErr(fmt::format("  FAILED: {}\n", *error));
      return false;
    }
    const push::Sent sent = writer_.Send(request);
    if (sent.outcome == Outcome::kTaken) return true;
    WriteErr(fmt::format("  FAILED: {}\n", Problem(sent, url_)));
    return false;
  }

 private:
  Pairs labels_;
  push::RemoteWriter writer_;
  std::string url_;  // As it may be shown.
};

}  // namespace

int PushMetrics(const Parsed& parsed) {
  const auto transport = http::LazyCurlTransport();
  std::optional<http::HttpRequest> base = BaseRequest(parsed);
  if (!base) return kFailed;
  for (const auto& [name, value] : ReadPairs(parsed.List("header"))) {
    base->headers.push_back(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
  }
  const std::string message = parsed.Text("protobuf_message");
  if (message != kVersion2 && message != "prometheus.WriteRequest") {
    WriteErr(
        fmt::format("  FAILED: invalid protobuf message {}, must be prometheus.WriteRequest or "
                    "{}\n",
                    check::GoQuote(message), kVersion2));
    return kFailed;
  }

  Pairs labels = ReadPairs(parsed.List("label"));
  if (labels.empty()) labels = {{"job", "promtool"}};
  const std::string shown = check::ParseUrl(base->url)->Redacted();
  // promtool waits for a server that is not there, for 75 seconds.
  Pusher pusher(
      std::move(labels),
      push::RemoteWriter(
          *transport, std::move(*base),
          message == kVersion2 ? push::Version::k2 : push::Version::k1,
          {.most_retries = 10, .retry_refused = false, .first_pause = std::chrono::seconds(1)}),
      shown);
  const std::span<const std::string> files = parsed.Arguments("metric-files");
  if (files.empty()) {
    const std::string text = ReadStandardInput();
    WriteOut("Parsing standard input\n");
    if (!pusher.Push(text)) return kFailed;
    WriteOut("  SUCCESS: metrics pushed to remote write.\n");
    return kOk;
  }
  bool failed = false;
  for (const std::string& file : files) {
    const check::Result<std::string> text = check::Disk().Read(file);
    if (!text) {
      WriteErr(fmt::format("  FAILED: {}\n", text.error().message));
      failed = true;
      continue;
    }
    WriteOut(fmt::format("Parsing metrics file {}\n", file));
    if (pusher.Push(*text)) {
      WriteOut(fmt::format("  SUCCESS: metrics file {} pushed to remote write.\n", file));
    } else {
      failed = true;
    }
  }
  return failed ? kFailed : kOk;
}

}  // namespace tools::compat
