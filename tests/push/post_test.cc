#include "libcheck/push/post.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/files/byte_source.h"
#include "libcheck/push/remote_writer.h"
#include "tests/support/remote_write_text.h"

namespace check::push {
namespace {

using Outcome = Sent::Outcome;
using Fault = http::HttpFault::Kind;
using std::chrono::milliseconds;

// Gives the answers that it was told, in their order, and remembers what it was asked.
class Scripted final : public http::HttpTransport {
 public:
  struct Step {
    int status = 204;  ///< 0: none, for the reason `fault`.
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    Fault fault = Fault::kNone;
  };
  std::deque<Step> steps;
  std::vector<http::HttpRequest> requests;

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    requests.push_back(request);
    REQUIRE_FALSE(steps.empty());
    const Step step = steps.front();
    steps.pop_front();
    if (step.status == 0) {
      request.fault->kind = step.fault;
      request.fault->why = "it failed";
      return Error{"it failed"};
    }
    http::HttpResponse response;
    response.status = step.status;
    response.headers = step.headers;
    response.body = FromText(step.body);
    return response;
  }

  std::string Header(std::size_t request, std::string_view begin) const {
    for (const std::string& header : requests.at(request).headers) {
      if (header.starts_with(begin)) return header.substr(begin.size());
    }
    return "none";
  }
};

struct Attempted {
  Answer answer;
  std::vector<milliseconds> pauses;
};

Attempted Push(Scripted& http, PostOptions options = {}) {
  Attempted attempted;
  options.sleep = [&](milliseconds pause) { attempted.pauses.push_back(pause); };
  http::HttpRequest request;
  request.method = "POST";
  request.url = "http://u@h:1/write?x=1";
  request.body = "body";
  request.user = "u";
  request.cert_file = "client.pem";
  request.headers = {"X-Secret: s", "Content-Type: t"};
  attempted.answer = Post(http, request, options);
  return attempted;
}

TEST_CASE("what a server has not taken is pushed again, after longer and longer pauses") {
  Scripted http;
  http.steps = {{503}, {.status = 0, .fault = Fault::kRefused}, {429, {{"retry-after", "7"}}}, {}};
  const Attempted attempted = Push(http);
  CHECK(attempted.answer.status == 204);
  CHECK(attempted.pauses ==
        std::vector<milliseconds>{milliseconds(500), milliseconds(1000), milliseconds(7000)});
  CHECK(http.Header(0, "Retry-Attempt: ") == "none");
  CHECK(http.Header(3, "Retry-Attempt: ") == "3");
}

TEST_CASE("what a server may have taken is not pushed again") {
  for (const Scripted::Step& step : {Scripted::Step{500},
                                     {502},
                                     {504},
                                     {400},
                                     {.status = 0, .fault = Fault::kTimedOut},
                                     {.status = 0, .fault = Fault::kClosed},
                                     {.status = 0, .fault = Fault::kNoHost}}) {
    Scripted http;
    http.steps = {step};
    CHECK(Push(http).answer.status == step.status);
    CHECK(http.requests.size() == 1);
  }
}

TEST_CASE("a server that stays busy, or wants to be left alone for long, is left alone") {
  Scripted http;
  http.steps = {{503}, {503}, {503}};
  CHECK(Push(http, {.most_retries = 2}).answer.status == 503);
  http.steps = {{503, {{"Retry-After", "31"}}}};
  CHECK(Push(http).answer.status == 503);
  http.steps = {{429, {{"Retry-After", "Tue, 29 Oct 2199 16:56:32 GMT"}}}};
  CHECK(Push(http).answer.status == 429);
  http.steps = {{429, {{"Retry-After", "Tue, 29 Oct 2002 16:56:32 GMT"}}}, {}};
  CHECK(Push(http).answer.status == 204);
  http.steps = {{.status = 0, .fault = Fault::kRefused}};
  CHECK(Push(http, {.retry_refused = false}).answer.fault.why == "it failed");
}

TEST_CASE("redirects that keep the body are followed, with credentials on the same server only") {
  Scripted http;
  http.steps = {{307, {{"Location", "/a/b?y=1"}}}, {308, {{"Location", "c"}}}, {}};
  CHECK(Push(http).answer.status == 204);
  CHECK(http.requests[1].url == "http://u@h:1/a/b?y=1");
  CHECK(http.requests[2].url == "http://u@h:1/a/c");
  CHECK(http.requests[2].user == "u");
  CHECK(http.requests[2].body == "body");

  http.steps = {{307, {{"Location", "http://h:2/"}}}, {}};
  http.requests.clear();
  CHECK(Push(http).answer.status == 204);
  CHECK(http.requests[1].user.empty());
  CHECK(http.requests[1].cert_file.empty());
  CHECK(http.Header(1, "X-Secret: ") == "none");
  CHECK(http.Header(1, "Content-Type: ") == "t");
}

TEST_CASE("redirects behind which nothing would be sent are answers") {
  Scripted http;
  http.steps = {{302, {{"Location", "http://h/login?token=abc"}}}};
  const api::Fault fault = Explain({}, Push(http).answer);
  CHECK(fault.message == "`http://***@h:1/write` responds with 302 Found");
  CHECK(fault.notes == std::vector<std::string>{"it redirects to `http://h/login?token=***`"});
  CHECK(http.requests.size() == 1);
  http.steps.assign(11, {307, {{"Location", "/again"}}});
  CHECK(Push(http).answer.status == 307);
}

TEST_CASE("what goes wrong is explained, without what it was sent that is secret") {
  const http::HttpRequest request = {.url = "http://h/write", .bearer_token = "sesame"};
  CHECK(Explain(request, {.status = 400, .body = "out of bounds, sesame\n"}).message ==
        "`http://h/write` responds with 400 Bad Request: `out of bounds, <secret>`");
  CHECK(Explain(request, {.fault = {.kind = Fault::kTimedOut}}).message ==
        "no response from `http://h` within 10s");
}

WriteRequest TwoSamples() {
  WriteRequest request;
  request.families = {{.name = "a"}};
  request.series = {{.labels = {{"__name__", "a"}}, .samples = {{1, 1}, {2, 2}}}};
  return request;
}

using Headers = std::vector<std::pair<std::string, std::string>>;
const Headers kBoth = {{"X-Prometheus-Remote-Write-Samples-Written", "2"},
                       {"X-Prometheus-Remote-Write-Histograms-Written", "0"},
                       {"X-Prometheus-Remote-Write-Exemplars-Written", "0"}};

TEST_CASE("version 2 is sent with the headers and the body that it demands") {
  Scripted http;
  http.steps = {{204, kBoth}};
  RemoteWriter writer(http, {.url = "http://h/write", .headers = {"content-encoding: own"}},
                      std::nullopt);
  const Sent sent = writer.Send(TwoSamples());
  CHECK(sent.outcome == Outcome::kTaken);
  CHECK(sent.version == Version::k2);
  CHECK(http.requests[0].method == "POST");
  CHECK(http.Header(0, "Content-Type: ") ==
        "application/x-protobuf;proto=io.prometheus.write.v2.Request");
  CHECK(http.Header(0, "X-Prometheus-Remote-Write-Version: ") == "2.0.0");
  CHECK(http.Header(0, "Content-Encoding: ") == "none");
  CHECK(test::ReceivedText(http.requests[0].body, Version::k2) == "a 1@1 2@2\n");
}

TEST_CASE("who does not know version 2, or only seems to, is sent version 1 from then on") {
  for (const int status : {415, 200}) {
    Scripted http;
    http.steps = {{status}, {}, {}};
    RemoteWriter writer(http, {.url = "http://h/write"}, std::nullopt);
    CHECK(writer.Send(TwoSamples()).version == Version::k1);
    CHECK(writer.Send(TwoSamples()).outcome == Outcome::kTaken);
    CHECK(http.requests.size() == 3);
    CHECK(http.Header(2, "Content-Type: ") == "application/x-protobuf");
    CHECK(http.Header(2, "X-Prometheus-Remote-Write-Version: ") == "0.1.0");
    CHECK(test::ReceivedText(http.requests[1].body, Version::k1) ==
          "a 1@1 2@2\nmetadata a type  help \"\" unit \"\"\n");
  }
}

TEST_CASE("a server that stored less than it was sent is not believed to have taken it") {
  Scripted http;
  RemoteWriter writer(http, {.url = "http://h/write"}, Version::k2);
  http.steps = {{400, {{"X-Prometheus-Remote-Write-Samples-Written", "1"}}, "out of order\n"}};
  Sent sent = writer.Send(TwoSamples());
  CHECK(sent.outcome == Outcome::kPartly);
  CHECK(writer.Explain(sent).message ==
        "`http://h/write` stored 1 of 2 samples; `http://h/write` responds with 400 Bad Request: "
        "`out of "
        "order`");
  http.steps = {{204, {{"X-Prometheus-Remote-Write-Samples-Written", "0"}}}};
  CHECK(writer.Explain(writer.Send(TwoSamples())).message ==
        "`http://h/write` stored 0 of 2 samples");
  http.steps = {{204}};
  sent = writer.Send(TwoSamples());
  CHECK(sent.outcome == Outcome::kIgnored);
  CHECK(writer.Explain(sent).message ==
        "`http://h/write` responds with 204 No Content, without saying that it stored anything");
  http.steps = {{400, kBoth, "no"}, {.status = 0, .fault = Fault::kClosed}, {204}};
  CHECK(writer.Send(TwoSamples()).outcome == Outcome::kPartly);
  CHECK(writer.Send(TwoSamples()).outcome == Outcome::kNoAnswer);
  CHECK(writer.Send({}).outcome == Outcome::kTaken);
}

TEST_CASE("exemplars that a server does not keep are no fault") {
  Scripted http;
  http.steps = {{204, kBoth}};
  RemoteWriter writer(http, {.url = "http://h/write"}, Version::k2);
  WriteRequest request = TwoSamples();
  request.series[0].exemplars = {{{{"trace_id", "x"}}, 1, 1}};
  const Sent sent = writer.Send(request);
  CHECK(sent.outcome == Outcome::kTaken);
  CHECK(sent.counts == Counts{.samples = 2, .exemplars = 1});
  CHECK(sent.written == Counts{.samples = 2});
}

TEST_CASE("advice is about pushing") {
  Scripted http;
  RemoteWriter writer(http, {.url = "http://h/write"}, Version::k1);
  http.steps = {{404}, {500}};
  CHECK(writer.Explain(writer.Send(TwoSamples())).notes[0].starts_with("the remote write path is"));
  CHECK(writer.Explain(writer.Send(TwoSamples())).notes ==
        std::vector<std::string>{
            "some samples may be stored; it is safe to push the same samples again"});
}

}  // namespace
}  // namespace check::push
