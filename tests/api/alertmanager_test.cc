#include "libcheck/api/alertmanager.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/fake_http.h"
#include "tests/support/shared.h"

namespace check::api::v2 {
namespace {

// Answers requests with what is next in a list, and remembers them.
class Answers final : public http::HttpTransport {
 public:
  using Answer = test::FakeHttp::Answer;

  explicit Answers(std::vector<Answer> answers, int most_retries = 0)
      : answers_(std::move(answers)),
        server_(*Server::Make({.url = "http://h/p",
                               .timeout = std::chrono::milliseconds(2000),
                               .most_retries = most_retries,
                               .api = &kAlertmanagerApi},
                              NoFiles(), *this)) {}

  const Server& server() const { return server_; }
  const std::vector<http::HttpRequest>& requests() const { return requests_; }
  // "GET /api/v2/status" and the body.
  std::string Asked(std::size_t i = 0) const {
    const http::HttpRequest& request = requests_.at(i);
    return request.method + " " + request.url.substr(std::string_view("http://h/p").size()) +
           (request.body.empty() ? "" : " " + request.body);
  }

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    requests_.push_back(request);
    const Answer& answer = answers_.at(std::min(requests_.size(), answers_.size()) - 1);
    if (answer.status == 0) {
      if (request.fault != nullptr) {
        request.fault->kind = http::HttpFault::Kind::kRefused;
        request.fault->why = "connection refused";
      }
      return Error{"connection refused"};
    }
    http::HttpResponse response;
    response.status = answer.status;
    response.body = FromMemory(answer.body);
    return response;
  }

 private:
  std::vector<Answer> answers_;
  std::vector<http::HttpRequest> requests_;
  Server server_;
};

constexpr std::string_view kSilences =
    R"([{"id":"a1","status":{"state":"active"},"updatedAt":"2026-11-28T23:14:32.181Z",)"
    R"("annotations":{"ticket":"OPS-1"},"comment":"5 \u003c 6 \u0026 7","createdBy":"anna",)"
    R"("endsAt":"2026-11-29T00:00:00.000+02:00","matchers":[)"
    R"({"isEqual":true,"isRegex":false,"name":"alertname","value":"Down"},)"
    R"({"isEqual":false,"isRegex":true,"name":"env","value":"a|b"}],)"
    R"("startsAt":"2026-11-28T20:00:00.000Z"}])";

TEST_CASE("silences are read and written as amtool writes them") {
  Answers answers({{200, "", std::string(kSilences)}});
  const auto silences = Silences(answers.server(), {.matchers = {"env=\"a b\""}, .expired = false});
  CHECK(answers.Asked() == "GET /api/v2/silences?expired=false&filter=env%3D%22a+b%22");
  REQUIRE(silences);
  REQUIRE(silences->size() == 1);
  const Silence& silence = (*silences)[0];
  CHECK(silence.comment == "5 < 6 & 7");
  CHECK(silence.ends_at.offset_minutes == 120);
  CHECK(ToString(silence.matchers[1]) == "env!~\"a|b\"");
  CHECK(silence.missing == 0);
  CHECK(SilencesJson(*silences) == kSilences);
  CHECK(PostableSilenceJson(silence) ==
        R"({"id":"a1","annotations":{"ticket":"OPS-1"},"comment":"5 \u003c 6 \u0026 7",)"
        R"("createdBy":"anna","endsAt":"2026-11-29T00:00:00.000+02:00","matchers":[)"
        R"({"isEqual":true,"isRegex":false,"name":"alertname","value":"Down"},)"
        R"({"isEqual":false,"isRegex":true,"name":"env","value":"a|b"}],)"
        R"("startsAt":"2026-11-28T20:00:00.000Z"})");
}

TEST_CASE("what silences lack is known, and written as null") {
  const auto source =
      FromMemory(R"([{"matchers":[{"name":"a","value":"b","isRegex":false}],"comment":null}])");
  const auto read = ReadSilences(*source);
  REQUIRE(read);
  const Silence& silence = read->at(0);
  CHECK(silence.lacks(SilencePart::kComment));
  CHECK(silence.lacks(SilencePart::kStartsAt));
  CHECK(!silence.lacks(SilencePart::kMatchers));
  CHECK(silence.matchers[0].is_equal);
  CHECK(PostableSilenceJson(silence) ==
        R"({"comment":null,"createdBy":null,"endsAt":null,"matchers":[{"isEqual":true,)"
        R"("isRegex":false,"name":"a","value":"b"}],"startsAt":null})");
  CHECK(PostableSilenceJson({}) ==
        R"({"comment":"","createdBy":"","endsAt":"0001-01-01T00:00:00.000Z","matchers":[],)"
        R"("startsAt":"0001-01-01T00:00:00.000Z"})");
}

TEST_CASE("alerts are read and written as amtool writes them") {
  const std::string json =
      R"([{"annotations":{"summary":"s"},"endsAt":"2099-01-01T00:00:00.000Z","fingerprint":"f1",)"
      R"("receivers":[{"name":"web"},{"name":"db"}],"startsAt":"2026-01-02T05:04:05.000+02:00",)"
      R"("status":{"inhibitedBy":[],"mutedBy":[],"silencedBy":["a1"],"state":"suppressed"},)"
      R"("updatedAt":"2026-11-28T23:14:26.935Z","generatorURL":"http://g/?a=1\u0026b=2",)"
      R"("labels":{"alertname":"Down","env":"prod"}}])";
  Answers answers({{200, "", json}});
  const auto alerts = Alerts(
      answers.server(),
      {.silenced = false, .inhibited = false, .receiver = "web", .matchers = {"a", "b=\"c\""}});
  CHECK(answers.Asked() ==
        "GET /api/v2/alerts?active=true&filter=a&filter=b%3D%22c%22&inhibited=false&receiver=web&"
        "silenced=false&unprocessed=true");
  REQUIRE(alerts);
  const Alert& alert = alerts->at(0);
  CHECK(alert.Label("env") == "prod");
  CHECK(alert.Label("none").empty());
  CHECK(alert.Annotation("summary") == "s");
  CHECK(alert.receivers == std::vector<std::string>{"web", "db"});
  CHECK(AlertsJson(*alerts) == json);
  CHECK(PostableAlertsJson(*alerts) ==
        R"([{"annotations":{"summary":"s"},"endsAt":"2099-01-01T00:00:00.000Z",)"
        R"("startsAt":"2026-01-02T05:04:05.000+02:00","generatorURL":"http://g/?a=1\u0026b=2",)"
        R"("labels":{"alertname":"Down","env":"prod"}}])");
  // A server before 0.28 does not say what mutes them.
  Answers old({{200, "", R"([{"status":{"state":"active"},"labels":{}}])"}});
  CHECK(AlertsJson(*Alerts(old.server(), {})).find(R"("mutedBy":null)") != std::string::npos);
}

TEST_CASE("groups and the status are read and written as amtool writes them") {
  const std::string groups =
      R"([{"alerts":[],"labels":{"env":"prod"},"receiver":{"name":"web"},"routeLabels":{}}])";
  Answers answers({{200, "", groups}});
  const auto read = AlertGroups(answers.server(), {.muted = false});
  CHECK(answers.Asked() ==
        "GET /api/v2/alerts/groups?active=true&inhibited=true&muted=false&silenced=true");
  REQUIRE(read);
  CHECK(AlertGroupsJson(*read) == groups);

  const std::string status =
      R"({"cluster":{"name":"01J","peers":[{"address":"10.0.0.10:9094","name":"b"}],)"
      R"("status":"ready"},"config":{"original":"route: {}\n"},)"
      R"("uptime":"2026-01-02T03:04:05.678Z","versionInfo":{"branch":"HEAD","version":"0.25.0"}})";
  Answers of_status({{200, "", status}});
  const auto told = ServerStatus(of_status.server());
  REQUIRE(told);
  CHECK(*told->config == "route: {}\n");
  CHECK(StatusJson(*told) == status);
  CHECK(ClusterJson({}) == "null");
}

TEST_CASE("silences are posted and ended") {
  Answers posted({{200, "", R"({"silenceID":"new"})"}});
  const auto id = PostSilence(posted.server(), {.comment = "c"});
  REQUIRE(id);
  CHECK(*id == "new");
  CHECK(posted.Asked().starts_with("POST /api/v2/silences {\"comment\":\"c\","));
  CHECK(posted.Asked().ends_with("}\n"));
  Answers ended({{200, "", ""}});
  CHECK(ExpireSilence(ended.server(), "a/b"));
  CHECK(ended.Asked() == "DELETE /api/v2/silence/a%2Fb");
  Answers sent({{200, "", ""}});
  const Alert alert = {.labels = {{"b", "2"}, {"a", "<"}}};
  CHECK(PostAlerts(sent.server(), std::span(&alert, 1)));
  CHECK(sent.Asked() ==
        "POST /api/v2/alerts [{\"endsAt\":\"0001-01-01T00:00:00.000Z\",\"startsAt\":"
        "\"0001-01-01T00:00:00.000Z\",\"labels\":{\"a\":\"\\u003c\",\"b\":\"2\"}}]\n");
}

// What becomes of a silence that is asked for.
std::string Fault(int status, std::string body) {
  Answers answers({{status, "", std::move(body)}});
  const auto reply = FindSilence(answers.server(), "x");
  if (reply) return "value";
  std::string text = reply.fault.message;
  for (const std::string& note : reply.fault.notes) text += "\nnote: " + note;
  return text;
}

TEST_CASE("faults have the server's words") {
  const std::string url = "`http://h/p/api/v2/silence/x`";
  CHECK(Fault(400, "\"bad thing\"\n") == url + " responds with 400 Bad Request: bad thing");
  CHECK(Fault(404, "") == url + " responds with 404 Not Found");
  CHECK(Fault(422, R"({"code":601,"message":"silenceID in path must be of type uuid: \"x\""})") ==
        url +
            " responds with 422 Unprocessable Content: silenceID in path must be of type uuid: "
            "\"x\"");
  CHECK(Fault(500, "\"boom\"") == url + " responds with 500 Internal Server Error: boom");
  CHECK(Fault(404, "404 page not found\n") ==
        url +
            " responds with 404 Not Found: `404 page not found`\nnote: is a path prefix missing in "
            "the "
            "URL? Mimir: `/alertmanager`; Alertmanager: the path of its `--web.external-url`");
  CHECK(Fault(200, "<html><title>Log in</title></html>") ==
        url +
            " responds with a web page instead of the Alertmanager API: `Log in`\nnote: a proxy or "
            "a login page may be in between, or a path prefix is missing in the URL");
  CHECK(Fault(200, "[]") == "cannot read the response from " + url + ": it is not an object");
  CHECK(Fault(200, "{") ==
        "cannot read the response from " + url + ": it ends in the middle of the JSON");
  CHECK(Fault(200, R"({"endsAt":"soon"})") ==
        "cannot read the response from " + url + ": a time in it is not RFC 3339");
  CHECK(Fault(200, "") ==
        "cannot read the response from " + url + ": it ends in the middle of the JSON");
}

TEST_CASE("a success that is not the API's is none") {
  Answers page({{200, "", "<html><title>Log in</title></html>"}});
  CHECK(!ExpireSilence(page.server(), "x"));
  Answers list({{200, "", "[]"}});
  CHECK(PostSilence(list.server(), {}).fault.message ==
        "cannot read the response from `http://h/p/api/v2/silences`: it is not an object");
  Answers empty({{200, "", "{}"}});
  CHECK(PostSilence(empty.server(), {}).fault.message ==
        "cannot read the response from `http://h/p/api/v2/silences`: it has no `silenceID`");
}

TEST_CASE("redirects of what changes something are not followed") {
  Answers answers({{301, "", ""}});
  CHECK(!ExpireSilence(answers.server(), "x"));
  CHECK(!PostSilence(answers.server(), {}));
  const Alert alert;
  CHECK(!PostAlerts(answers.server(), std::span(&alert, 1)));
  for (const http::HttpRequest& request : answers.requests()) CHECK(request.most_redirects == 0);
  CHECK(answers.requests().size() == 3);
}

// How often it is asked if the first answer is this.
std::size_t Times(int status, const std::function<void(const Server&)>& ask) {
  Answers answers({{status, "", "\"no\""}, {200, "", R"({"silenceID":"a"})"}}, 1);
  ask(answers.server());
  return answers.requests().size();
}

TEST_CASE("only what is safe is repeated") {
  const auto post = [](const Server& server) { (void)PostSilence(server, {}); };
  const auto expire = [](const Server& server) { (void)ExpireSilence(server, "x"); };
  CHECK(Times(0, post) == 2);
  CHECK(Times(503, post) == 1);
  CHECK(Times(504, post) == 1);
  CHECK(Times(0, expire) == 2);
  CHECK(Times(500, expire) == 1);
  Answers busy({{504, "", "<html>"}, {200, "", ""}}, 1);
  CHECK(ExpireSilence(busy.server(), "x"));
  CHECK(busy.requests().size() == 2);
}

// The bytes that a recorded answer or request becomes when it is read and written again.
template <typename T, typename Read>
std::string Again(const std::string& body, std::string (*write)(std::span<const T>), Read read) {
  Answers answers({{200, "", body}});
  const auto list = read(answers.server());
  return list ? write(*list) : list.fault.message;
}

TEST_CASE("recorded texts of Alertmanager and amtool 0.34 stay the same") {
  const auto path = test::Shared("conformance/amtool_recordings/commands.jsonl", "API of 0.34");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  const auto compare = [&](const std::string& got, std::string wanted) {
    wanted.erase(wanted.find_last_not_of('\n') + 1);
    const bool same = got == wanted;
    CHECK_MESSAGE(same, got.substr(0, 2000));
    agreed += same ? 1 : 0;
    ++total;
  };
  // Servers write HTML's characters as they are.
  const auto compare_answer = [&](const std::string& got, const std::string& wanted) {
    compare(nlohmann::ordered_json::parse(got).dump(),
            nlohmann::ordered_json::parse(wanted).dump());
  };
  for (const std::string& line : test::Lines(*path)) {
    const auto row = nlohmann::json::parse(line);
    for (const auto& request : row.at("requests")) {
      if (request.at("origin") != "real" || request.at("response").at("status") != 200) continue;
      const auto asked = request.at("path").get<std::string>();
      const std::string sent = request.value("body", nlohmann::json()).is_string()
                                   ? request.at("body").get<std::string>()
                                   : "";
      const std::string came = request.at("response").at("body").is_string()
                                   ? request.at("response").at("body").get<std::string>()
                                   : "";
      if (request.at("method") == "POST" && asked == "/api/v2/silences") {
        const auto source = FromText("[" + sent + "]");
        const auto read = ReadSilences(*source);
        REQUIRE(read);
        compare(PostableSilenceJson(read->at(0)), sent);
      } else if (request.at("method") == "POST" && asked == "/api/v2/alerts") {
        compare(Again<Alert>(sent, PostableAlertsJson,
                             [](const Server& server) { return Alerts(server, {}); }),
                sent);
      } else if (asked == "/api/v2/silences") {
        compare_answer(Again<Silence>(came, SilencesJson,
                                      [](const Server& server) { return Silences(server, {}); }),
                       came);
      } else if (asked == "/api/v2/alerts") {
        compare_answer(
            Again<Alert>(came, AlertsJson, [](const Server& server) { return Alerts(server, {}); }),
            came);
      } else if (asked == "/api/v2/status") {
        Answers answers({{200, "", came}});
        const auto status = ServerStatus(answers.server());
        REQUIRE(status);
        compare_answer(StatusJson(*status), came);
      }
    }
  }
  test::PrintConformance("texts of Alertmanager's API", agreed, total);
  CHECK(total > 100);
}

}  // namespace
}  // namespace check::api::v2
