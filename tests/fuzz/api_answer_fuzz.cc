#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "libcheck/api/alertmanager.h"
#include "libcheck/api/prometheus.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

// Answers every request with the same bytes, in pieces of one size.
class Answers final : public http::HttpTransport {
 public:
  Answers(int status, std::string_view text, std::size_t piece)
      : status_(status), text_(text), piece_(piece) {}

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    http::HttpResponse response;
    response.status = status_;
    response.url = request.url;
    response.body = std::make_unique<Pieces>(text_, piece_);
    return response;
  }

 private:
  class Pieces final : public ByteSource {
   public:
    Pieces(std::string_view text, std::size_t piece) : text_(text), piece_(piece) {}
    Result<std::size_t> Read(char* buffer, std::size_t size) override {
      size = std::min({size, piece_, text_.size()});
      text_.copy(buffer, size);
      text_.remove_prefix(size);
      return size;
    }

   private:
    std::string_view text_;
    std::size_t piece_;
  };

  int status_;
  std::string_view text_;
  std::size_t piece_;
};

void RequireFault(const api::Fault& fault) {
  Require(!fault.message.empty(), "a fault has a message");
  for (const char c : fault.message) {
    Require(c < '\0' || (c >= ' ' && c != '\x7f'), "a message moves no cursor");
  }
}

// The same of Alertmanager's calls. What is read is written, and read again.
std::string AskAlertmanager(http::HttpTransport& http) {
  const Result<api::Server> server = api::Server::Make(
      {.url = "s", .most_retries = 0, .api = &api::kAlertmanagerApi}, NoFiles(), http);
  Require(server.ok(), "a plain URL is one");
  std::string text;
  const auto note = [&](const auto& reply, const auto& write) {
    if (!reply) RequireFault(reply.fault);
    text += (reply ? write(*reply) : reply.fault.message) + "\n";
  };
  note(api::v2::Silences(*server, {}), [](const std::vector<api::v2::Silence>& silences) {
    const std::string json = api::v2::SilencesJson(silences);
    const auto source = FromMemory(json);
    const auto again = api::v2::ReadSilences(*source);
    Require(again && api::v2::SilencesJson(*again) == json, "silences stay the same");
    return json;
  });
  note(api::v2::Alerts(*server, {}), api::v2::AlertsJson);
  note(api::v2::AlertGroups(*server, {}), api::v2::AlertGroupsJson);
  note(api::v2::ServerStatus(*server), api::v2::StatusJson);
  note(api::v2::FindSilence(*server, "a"), api::v2::PostableSilenceJson);
  const auto nothing = [](const auto&) { return std::string(); };
  note(api::v2::Receivers(*server), nothing);
  note(api::v2::PostSilence(*server, {}), nothing);
  note(api::v2::ExpireSilence(*server, "a"), nothing);
  note(api::v2::PostAlerts(*server, {}), nothing);
  return text;
}

// What all calls make of the answer; the value of a query is in the text.
std::string Ask(http::HttpTransport& http) {
  const Result<api::Server> server =
      api::Server::Make({.url = "s", .most_retries = 0}, NoFiles(), http);
  Require(server.ok(), "a plain URL is one");
  model::LabelTable labels;
  std::string text;
  const auto note = [&](const auto& reply) {
    if (!reply) RequireFault(reply.fault);
    text += reply ? "value\n" : reply.fault.message + "\n";
  };
  const auto query = api::QueryInstant(*server, {.query = "up"}, labels);
  note(query);
  if (query) text += promql::ToString(*query);
  const auto series = api::FindSeries(*server, {}, labels);
  note(series);
  note(api::LabelNames(*server, {}));
  note(api::Metadata(*server, ""));
  note(api::Targets(*server, "any", ""));
  note(api::Alerts(*server));
  note(api::Rules(*server, ""));
  note(api::Exemplars(*server, "up", 0, 1, labels));
  note(api::TsdbStatus(*server, 10));
  note(api::Probe(*server, "/-/ready"));
  const auto data = api::Data(*server, "/api/v1/status/config", {});
  note(data);
  if (data) text += *data;
  return text;
}

}  // namespace

// A byte for the status, one for the size of the pieces, and the answer.
void FuzzApiAnswer(std::string_view bytes) {
  if (bytes.size() < 2) return;
  constexpr int kStatuses[] = {200, 200, 200, 400, 401, 404, 500, 503};
  const int status = kStatuses[static_cast<unsigned char>(bytes[0]) % 8];
  const std::size_t piece = static_cast<unsigned char>(bytes[1]) + std::size_t{1};
  bytes.remove_prefix(2);
  Answers pieces(status, bytes, piece);
  Answers whole(status, bytes, bytes.size() + 1);
  Require(Ask(pieces) == Ask(whole), "the size of the pieces makes no difference");
  Require(AskAlertmanager(pieces) == AskAlertmanager(whole),
          "the size of the pieces makes no difference");
}

}  // namespace check::fuzz
