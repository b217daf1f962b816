// Runs testdata/discovery, where testdata/README.md says what a case looks like.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/discovery/discovery.h"
#include "libcheck/http/http.h"
#include "tests/support/golden.h"
#include "tests/support/http_server.h"
#include "tests/support/temporary.h"

namespace check::discovery {
namespace {

struct CannedAnswer {
  std::string question;  // "GET /v1/nodes?page=2"
  std::string status = "200 OK";
  std::string type = "application/json";
  std::string headers;  // Each with its line end.
  std::string body;
};

struct Case {
  std::string given;  // All but the last section.
  std::string config;
  std::vector<CannedAnswer> answers;
};

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

CannedAnswer ReadAnswer(std::string_view title, std::string_view text) {
  CannedAnswer answer;
  const std::size_t path = title.find(' ') + 1;
  const std::size_t end = std::min(title.find(' ', path), title.size());
  answer.question = title.substr(0, end);
  if (end < title.size()) answer.status = title.substr(end + 1);
  while (text.starts_with("< ")) {
    const std::string_view line = text.substr(2, text.find('\n') - 2);
    if (line.starts_with("Content-Type: ")) {
      answer.type = line.substr(line.find(' ') + 1);
    } else {
      answer.headers += std::string(line) + "\r\n";
    }
    text.remove_prefix(text.find('\n') + 1);
  }
  answer.body = text;
  return answer;
}

Case ReadCase(const std::string& text) {
  constexpr std::string_view kMark = "--- ";
  Case read;
  for (std::size_t at = text.find(kMark); at != text.npos;) {
    const std::size_t title_end = text.find('\n', at);
    const std::string title = text.substr(at + kMark.size(), title_end - at - kMark.size());
    if (title == "found") {
      read.given = text.substr(0, at);
      break;
    }
    const std::size_t next = text.find("\n--- ", title_end);
    const std::size_t end = next == text.npos ? text.size() : next + 1;
    const std::string body = text.substr(title_end + 1, end - title_end - 1);
    if (title == "config") {
      read.config = body;
    } else {
      read.answers.push_back(ReadAnswer(title, body));
    }
    at = next == text.npos ? next : next + 1;
    read.given = text;
  }
  return read;
}

std::string Indented(std::string_view text, std::string_view by) {
  std::string indented;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    indented += std::string(by) + std::string(text.substr(0, end));
    text.remove_prefix(end);
  }
  return indented;
}

void AddLabels(Labels labels, std::string_view by, std::string& text) {
  std::stable_sort(labels.begin(), labels.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [name, value] : labels) {
    text += std::string(by) + name + ": " + (value.empty() ? "\"\"" : value) + "\n";
  }
}

std::string ToText(const Result<Found>& found) {
  if (!found) return "error: " + found.error().message + "\n";
  std::string text;
  for (const TargetGroup& group : found->groups) {
    text += "group " + GoQuote(group.source) + "\n";
    AddLabels(group.labels, "  ", text);
    for (const Labels& target : group.targets) {
      text += "  target\n";
      AddLabels(target, "    ", text);
    }
  }
  for (const std::string& warning : found->warnings) text += "warning: " + warning + "\n";
  return text;
}

// Sends what is meant for other servers to the one of the test, with the whole URL as the path.
class Rerouted final : public http::HttpTransport {
 public:
  Rerouted(http::HttpTransport& http, const test::HttpServer& server)
      : http_(http), server_(server) {}

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    const bool is_ours = request.url.starts_with(server_.Url(""));
    if (is_ours || !request.unix_socket.empty()) return http_.Send(request);
    http::HttpRequest rerouted = request;
    rerouted.url = server_.Url("/" + request.url);
    return http_.Send(rerouted);
  }

  // The URL, or a path on the server itself.
  static std::string TargetOf(const test::SeenRequest& request) {
    const std::string& target = request.target;
    return target.substr(target.starts_with("/http") ? 1 : 0);
  }

 private:
  http::HttpTransport& http_;
  const test::HttpServer& server_;
};

// What was asked, with the headers that matter.
std::string ToText(const test::SeenRequest& request) {
  constexpr std::string_view kUsual[] = {"host", "user-agent", "accept", "accept-encoding",
                                         "content-length"};
  std::string text = "asked " + request.method + " " + Rerouted::TargetOf(request) + "\n";
  for (const auto& [name, value] : request.Headers()) {
    if (std::find(std::begin(kUsual), std::end(kUsual), name) != std::end(kUsual)) continue;
    text += "  " + name + ": " + value + "\n";
  }
  if (!request.body.empty()) text += Indented(request.body + "\n", "  | ");
  return text;
}

std::string StripEnd(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void RunCase(const std::filesystem::path& path) {
  const Case given = ReadCase(test::ReadText(path));
  std::vector<std::string> asked;
  std::map<std::string, std::size_t> times;
  const auto answer = [&](const test::SeenRequest& request) {
    asked.push_back(ToText(request));
    const std::string question = request.method + " " + Rerouted::TargetOf(request);
    const CannedAnswer* canned = nullptr;
    // The first time the first answer to it, and so on; the last one for all that follow.
    std::size_t left = ++times[question];
    for (const CannedAnswer& each : given.answers) {
      if (each.question != question || left == 0) continue;
      canned = &each;
      --left;
    }
    if (canned != nullptr) {
      if (canned->status == "hang") return std::string();
      return test::HttpServer::Answer(canned->status, canned->type, canned->body, canned->headers);
    }
    return test::HttpServer::Answer("404 Not Found", "text/plain", "no such path");
  };
  const test::TemporaryFolder folder;
  const bool local = given.config.find("{socket}") != std::string::npos;
  const std::string socket = folder.path("socket");
  const test::HttpServer server(test::HttpServer::Handler(answer), local ? socket : "");

  std::string config = Indented(given.config, "  ");
  ReplaceAll(config, "{server}", server.Address());
  ReplaceAll(config, "{socket}", socket);
  const auto read = config::prometheus::ReadPrometheusConfig(
      "prometheus.yml", "scrape_configs:\n- job_name: job\n" + config);
  for (const Diagnostic& diagnostic : read->diagnostics.found()) MESSAGE(diagnostic.message);
  REQUIRE_FALSE(read->diagnostics.HasErrors());
  const schema::Values& job = read->jobs[0].section;

  auto transport = http::CurlTransport();
  REQUIRE_MESSAGE(transport.ok(), "libcurl is needed for this test");
  Rerouted http(**transport, server);
  const Context context{http, Disk(), path.parent_path().string(),
                        std::chrono::steady_clock::now() + std::chrono::seconds(10)};
  std::string text;
  for (const yaml::Entry& entry : job.entries()) {
    const Mechanism* mechanism = FindMechanism(entry.key.scalar());
    if (mechanism == nullptr) continue;
    for (const yaml::Node& item : entry.value.items()) {
      text += mechanism->discover != nullptr
                  ? ToText(mechanism->discover(job.Of(item), context))
                  : "cannot be asked: " + std::string(mechanism->why_not) + "\n";
    }
  }
  std::sort(asked.begin(), asked.end());
  for (const std::string& request : asked) text += request;
  ReplaceAll(text, server.Address(), "{server}");
  ReplaceAll(text, "http://{server}/http", "http");  // What was rerouted.
  ReplaceAll(text, socket, "{socket}");
  ReplaceAll(text, path.parent_path().string(), "{folder}");
  test::CheckGolden(path, given.given + "--- found\n" + StripEnd(text) + "\n");
}

TEST_CASE("each mechanism finds what its servers tell, and asks them for what it needs") {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(test::Testdata("discovery"))) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE_FALSE(paths.empty());
  for (const std::filesystem::path& path : paths) {
    const std::string name = path.string();
    CAPTURE(name);
    RunCase(path);
  }
}

TEST_CASE("every field that finds targets has a mechanism, which can be asked or says why not") {
  for (const schema::Field& field : config::prometheus::kDiscovery.fields) {
    const std::string name(field.name);
    CAPTURE(name);
    const Mechanism* mechanism = FindMechanism(field.name);
    REQUIRE(mechanism != nullptr);
    CHECK((mechanism->discover == nullptr) == !mechanism->why_not.empty());
  }
}

}  // namespace
}  // namespace check::discovery
