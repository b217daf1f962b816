#include "tools/compat/promtool_push.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/base/url.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/http.h"
#include "libcheck/push/promtool_metrics.h"
#include "libcheck/push/remote_writer.h"
#include "tools/compat/go_http.h"
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

// Why nothing was taken, in promtool's words where it has any.
std::string Problem(const push::RemoteWriter& writer, const push::Sent& sent) {
  const check::api::Fault fault = writer.Explain(sent);
  const bool is_page = fault.kind == check::api::Fault::Kind::kNotTheApi;
  if (sent.outcome == Outcome::kIgnored && !is_page) {
    return "sent v2 request; got 2xx, but PRW 2.0 response header statistics indicate 0 samples, "
           "0 histograms and 0 exemplars were accepted; assuming failure e.g. the target only "
           "supports PRW 1.0 prometheus.WriteRequest, but does not check the Content-Type header "
           "correctly";
  }
  if (sent.answer.is_success()) return fault.message;
  const std::string status = sent.answer.reason.empty()
                                 ? http::StatusText(sent.answer.status)
                                 : fmt::format("{} {}", sent.answer.status, sent.answer.reason);
  return fmt::format("server returned HTTP status {}: {}", status, sent.answer.body);
}

class Pusher {
 public:
  Pusher(const Parsed& parsed, push::Version version) : version_(version) {
    for (auto& [name, value] : parsed.Map("label")) labels_.emplace_back(name, value);
    if (labels_.empty()) labels_ = {{"job", "promtool"}};
  }

  // Why nothing can be pushed, if that is so.
  std::optional<std::string> SetUp(const Parsed& parsed) {
    // promtool: credentials may be in both the URL and the file, where other commands refuse that.
    check::Result<GoHttp> http = GoHttp::From(parsed, {});
    if (!http) return http.error().message;
    http_ = std::move(*http);
    request_.method = "POST";
    request_.url = *check::ParseUrl(parsed.Arguments("remote-write-url").front());
    request_.url.path =
        check::JoinUrlPath(request_.url.path, "/" + parsed.Text("remote-write.path"));
    request_.url.raw_path.clear();
    request_.timeout = TimeoutOf(parsed.Time("timeout"));
    for (auto& [name, value] : parsed.Map("header")) request_.headers.emplace_back(name, value);
    return std::nullopt;
  }

  bool Push(std::string_view text) const {
    const std::optional<std::string> problem = TryToPush(text);
    if (problem) WriteErr(fmt::format("  FAILED: {}\n", *problem));
    return !problem;
  }

 private:
  std::optional<std::string> TryToPush(std::string_view text) const {
    push::WriteRequest request;
    if (auto error = push::ReadAsPromtool(text, labels_, Now(), request)) return error;
    const check::Result<http::HttpRequest> made = http_.Prepare(request_);
    if (!made) return made.error().message;
    // promtool waits for a server that is not there, for 75 seconds.
    push::RemoteWriter writer(
        http_.transport(), *made, version_,
        {.most_retries = 10, .retry_refused = false, .first_pause = std::chrono::seconds(1)});
    const push::Sent sent = writer.Send(request);
    if (sent.outcome == Outcome::kTaken) return std::nullopt;
    if (sent.answer.fault.kind == http::HttpFault::Kind::kCutShort) {
      return "reading response body: unexpected EOF";
    }
    if (sent.outcome == Outcome::kNoAnswer) {
      return GoHttp::Failure(request_, *made, sent.answer.fault);
    }
    return Problem(writer, sent);
  }

  push::Version version_;
  Pairs labels_;
  GoHttp http_;
  GoHttp::Request request_;
};

}  // namespace

int PushMetrics(const Parsed& parsed) {
  const std::string message = parsed.Text("protobuf_message");
  Pusher pusher(parsed, message == kVersion2 ? push::Version::k2 : push::Version::k1);
  if (const auto problem = pusher.SetUp(parsed)) {
    WriteErr(fmt::format("promtool: error: {}\n", *problem));
    return kFailed;
  }
  if (message != kVersion2 && message != "prometheus.WriteRequest") {
    WriteErr(fmt::format(
        "  FAILED: invalid protobuf message {}, must be prometheus.WriteRequest or {}\n",
        check::GoQuote(message), kVersion2));
    return kFailed;
  }
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
