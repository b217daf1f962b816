#include "libcheck/push/remote_writer.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/api/faults.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"

namespace check::push {
namespace {

using Outcome = Sent::Outcome;

std::optional<Counts> Written(const Answer& answer) {
  Counts counts;
  const struct {
    std::string_view header;
    std::size_t& count;
  } kParts[] = {{"x-prometheus-remote-write-samples-written", counts.samples},
                {"x-prometheus-remote-write-histograms-written", counts.histograms},
                {"x-prometheus-remote-write-exemplars-written", counts.exemplars}};
  bool is_said = false;
  for (const auto& [name, value] : answer.headers) {
    for (const auto& part : kParts) {
      const auto number = ToLower(name) == part.header ? ParseGoInt(value, 10) : std::nullopt;
      if (!number || *number < 0) continue;
      part.count = static_cast<std::size_t>(*number);
      is_said = true;
    }
  }
  return is_said ? std::optional(counts) : std::nullopt;
}

// A success that a proxy or a login page claims: no receiver answers so.
bool IsPage(const Answer& answer) { return TrimSpace(answer.body).starts_with('<'); }

Outcome OutcomeOf(const Sent& sent) {
  if (sent.answer.status == 0) return Outcome::kNoAnswer;
  const Counts& counts = sent.counts;
  // Exemplars are only kept where somebody has switched that on.
  const bool is_less = sent.written && (sent.written->samples < counts.samples ||
                                        sent.written->histograms < counts.histograms);
  if (!sent.answer.is_success()) {
    return sent.written.value_or(Counts()) == Counts() ? Outcome::kRefused : Outcome::kPartly;
  }
  if (is_less) return Outcome::kPartly;
  if (IsPage(sent.answer)) return Outcome::kIgnored;
  const bool is_silent = sent.version == Version::k2 && !sent.written && counts != Counts();
  return is_silent ? Outcome::kIgnored : Outcome::kTaken;
}

// What the user has set stays.
void AddHeader(std::string_view name, std::string_view value, std::vector<std::string>& headers) {
  const std::string begin = ToLower(name) + ":";
  for (const std::string& header : headers) {
    if (ToLower(header).starts_with(begin)) return;
  }
  headers.push_back(fmt::format("{}: {}", name, value));
}

// "3 of 5 samples, 0 of 1 exemplar"
std::string Comparison(const Counts& written, const Counts& counts) {
  std::string text;
  const auto add = [&](std::size_t got, std::size_t all, std::string_view what) {
    if (all == 0) return;
    text += fmt::format("{}{} of {} {}{}", text.empty() ? "" : ", ", got, all, what,
                        all == 1 ? "" : "s");
  };
  add(written.samples, counts.samples, "sample");
  add(written.histograms, counts.histograms, "histogram");
  add(written.exemplars, counts.exemplars, "exemplar");
  return text;
}

}  // namespace

RemoteWriter::RemoteWriter(http::HttpTransport& http, http::HttpRequest base,
                           std::optional<Version> version, PostOptions options)
    : http_(http),
      base_(std::move(base)),
      may_fall_back_(!version),
      version_(version.value_or(Version::k2)),
      options_(std::move(options)) {
  base_.method = "POST";
}

Sent RemoteWriter::Send(const WriteRequest& request) {
  Sent sent = SendAs(request, version_);
  constexpr int kUnsupportedMediaType = 415;
  const bool is_unknown =
      sent.outcome == Outcome::kIgnored ||
      (sent.outcome == Outcome::kRefused && sent.answer.status == kUnsupportedMediaType);
  if (may_fall_back_ && is_unknown) {
    version_ = Version::k1;
    sent = SendAs(request, version_);
  }
  may_fall_back_ = false;
  return sent;
}

Sent RemoteWriter::SendAs(const WriteRequest& request, Version version) {
  http::HttpRequest message = base_;
  message.body = Compress(Encode(request, version));
  for (const auto& [name, value] :
       {std::pair<std::string_view, std::string_view>{"Content-Encoding", "snappy"},
        {"Content-Type", ContentType(version)},
        {"X-Prometheus-Remote-Write-Version", VersionHeader(version)}}) {
    AddHeader(name, value, message.headers);
  }
  Sent sent;
  sent.version = version;
  sent.counts = request.Count();
  sent.answer = Post(http_, message, options_);
  sent.written = Written(sent.answer);
  sent.outcome = OutcomeOf(sent);
  return sent;
}

api::Fault RemoteWriter::Explain(const Sent& sent) const {
  const std::string url = http::PublicUrl(base_.url);
  api::Fault fault;
  fault.status = sent.answer.status;
  switch (sent.outcome) {
    case Outcome::kIgnored:
      if (IsPage(sent.answer)) return api::NotTheApi(url, "is a page", sent.answer.body);
      fault.message = fmt::format("`{}` responds with {}, without saying that it stored anything",
                                  url, http::StatusText(sent.answer.status));
      fault.notes = {"it may only support remote write 1.0"};
      return fault;
    case Outcome::kPartly:
      if (!sent.answer.is_success()) fault = push::Explain(base_, sent.answer);
      fault.message = fmt::format("`{}` stored {}{}{}", url,
                                  Comparison(sent.written.value_or(Counts()), sent.counts),
                                  fault.message.empty() ? "" : "; ", fault.message);
      return fault;
    default:
      break;
  }
  fault = push::Explain(base_, sent.answer);
  if (sent.answer.status == 404 || sent.answer.status == 405) {
    fault.notes = {
        "the remote write path is /api/v1/write for VictoriaMetrics, and for Prometheus with "
        "--web.enable-remote-write-receiver; /api/v1/push for Mimir; /api/v1/receive for Thanos"};
  }
  if (sent.answer.status >= 500 && sent.answer.status != 503) {
    fault.notes.emplace_back(
        "some samples may be stored; it is safe to push the same samples again");
  }
  return fault;
}

}  // namespace check::push
