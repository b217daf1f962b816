#include "libcheck/record/fetch.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "libcheck/files/memory_files.h"

namespace check::record {
namespace {

// A server that has a sample of `up` every 15 seconds, and refuses to give many at once.
class TinyServer final : public http::HttpTransport {
 public:
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::size_t most = 1000;
  std::vector<std::string> asked;

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    const std::string query = Parameter(request.body, "query");
    const std::int64_t end = Milliseconds(Parameter(request.body, "time"));
    const std::int64_t range = std::stoll(query.substr(query.find("%5B") + 3));
    asked.push_back(query);
    std::string values;
    std::size_t count = 0;
    for (std::int64_t time = std::max(first, (end - range + 14'999) / 15'000 * 15'000);
         time <= std::min(last, end); time += 15'000) {
      values += fmt::format("{}[{}.{:03},\"{}\"]", values.empty() ? "" : ",", time / 1000,
                            time % 1000, ++count);
    }
    http::HttpResponse response;
    response.status = count > most ? 422 : 200;
    response.content_type = "application/json";
    response.body = FromText(
        count > most
            ? R"({"status":"error","errorType":"execution","error":"query processing would load too many samples into memory in query execution"})"
            : R"({"status":"success","data":{"resultType":"matrix","result":[)" +
                  (count == 0 ? "" : R"({"metric":{"__name__":"up"},"values":[)" + values + "]}") +
                  "]}}");
    return response;
  }

 private:
  static std::string Parameter(const std::string& form, const std::string& name) {
    const std::size_t at = form.find(name + "=") + name.size() + 1;
    return form.substr(at, form.find('&', at) - at);
  }

  static std::int64_t Milliseconds(const std::string& seconds) {
    return std::llround(std::stod(seconds) * 1000);
  }
};

std::optional<api::Fault> Fetch(TinyServer& tiny, Period period, series::SampleSet& samples) {
  const MemoryFiles files;
  api::ServerOptions options;
  options.url = "http://h";
  const auto server = api::Server::Make(options, files, tiny);
  REQUIRE(server.ok());
  return FetchSamples(*server, "up", period, samples);
}

TEST_CASE("samples are fetched in slices that the server can bear, each once") {
  TinyServer tiny;
  tiny.first = 1'000'000'005'000;
  tiny.last = tiny.first + std::int64_t{5} * 24 * 3'600'000;
  tiny.most = 1000;
  series::SampleSet samples;
  const auto fault = Fetch(tiny, {tiny.first, tiny.last + 400LL * 24 * 3'600'000}, samples);
  REQUIRE_FALSE(fault);
  REQUIRE(samples.columns().size() == 1);
  const storage::TimeColumn& times = samples.columns()[0].times;
  REQUIRE(times.size() == 5 * 24 * 240 + 1);
  for (std::size_t i = 0; i < times.size(); ++i) {
    REQUIRE(times[i] == tiny.first + static_cast<std::int64_t>(i) * 15'000);
  }
  // Where there is nothing, a year takes few questions.
  CHECK(tiny.asked.size() < 120);
}

TEST_CASE("a server that refuses the smallest slice is not asked for ever") {
  TinyServer tiny;
  tiny.first = 0;
  tiny.last = 3'600'000;
  tiny.most = 0;
  series::SampleSet samples;
  const auto fault = Fetch(tiny, {0, 3'600'000}, samples);
  REQUIRE(fault);
  CHECK(fault->error.find("too many samples") != std::string::npos);
  CHECK(tiny.asked.size() < 10);
}

}  // namespace
}  // namespace check::record
