#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/discovery/discovery.h"
#include "libcheck/source/source_file.h"
#include "libcheck/yaml/parse.h"

namespace check::discovery {
namespace {

// Gives the same answer to all requests.
class Stubborn final : public http::HttpTransport {
 public:
  explicit Stubborn(std::string body) : body_(std::move(body)) {}

  Result<http::HttpResponse> Send(const http::HttpRequest&) override {
    ++times;
    http::HttpResponse response;
    response.status = 200;
    response.content_type = "application/json";
    response.headers = {{"x-subject-token", "token"}};
    response.body = FromMemory(body_);
    return response;
  }

  int times = 0;

 private:
  std::string body_;
};

constexpr std::pair<std::string_view, std::string_view> kSections[] = {
    {"digitalocean_sd_configs", "{}"},
    {"digitalocean_sd_configs", "{role: databases}"},
    {"hetzner_sd_configs", "{role: hcloud}"},
    {"hetzner_sd_configs", "{role: robot}"},
    {"ionos_sd_configs", "{datacenter_id: a}"},
    {"kubernetes_sd_configs", "{role: node, api_server: 'http://a'}"},
    {"kubernetes_sd_configs", "{role: service, api_server: 'http://a'}"},
    {"kubernetes_sd_configs", "{role: ingress, api_server: 'http://a'}"},
    {"kubernetes_sd_configs", "{role: pod, api_server: 'http://a', attach_metadata: {node: true}}"},
    {"kubernetes_sd_configs", "{role: endpoints, api_server: 'http://a'}"},
    {"kubernetes_sd_configs", "{role: endpointslice, api_server: 'http://a'}"},
    {"kuma_sd_configs", "{server: 'http://a', client_id: b}"},
    {"linode_sd_configs", "{}"},
    {"marathon_sd_configs", "{servers: ['http://a']}"},
    {"openstack_sd_configs",
     "{identity_endpoint: 'http://a', userid: b, password: c, role: instance}"},
    {"ovhcloud_sd_configs",
     "{application_key: a, application_secret: b, consumer_key: c, service: vps}"},
    {"puppetdb_sd_configs", "{url: 'http://a', query: b, include_parameters: true}"},
    {"scaleway_sd_configs", "{role: instance, secret_key: a}"},
    {"scaleway_sd_configs", "{role: baremetal, secret_key: a}"},
    {"stackit_sd_configs", "{project: a}"},
    {"triton_sd_configs", "{endpoint: a, dns_suffix: b}"},
    {"uyuni_sd_configs", "{server: 'http://a', username: b, password: c}"},
    {"vultr_sd_configs", "{}"},
};

// Asks the mechanism of `field` by a section.
Result<Found> Ask(std::string_view field, std::string_view section, http::HttpTransport& http,
                  std::chrono::seconds time = std::chrono::seconds(60)) {
  const SourceBuffer file("section", std::string(section));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  REQUIRE(stream.complete);
  const schema::Input input{file, stream, arena};
  const schema::Values values(*stream.documents[0].root, input, yaml::Dialect::kGoYamlV2);
  const Mechanism* mechanism = FindMechanism(field);
  REQUIRE(mechanism != nullptr);
  REQUIRE((mechanism->discover != nullptr));
  return mechanism->discover(values,
                             {http, NoFiles(), "", std::chrono::steady_clock::now() + time});
}

TEST_CASE(
    "answers of another shape than a mechanism expects are errors, or find nothing sensible") {
  std::string deep(1'000'000, '[');
  std::string closed = std::string(900, '[') + std::string(900, ']');
  const std::string bodies[] = {
      "",
      "null",
      "1",
      "\"text\"",
      "[]",
      "{}",
      "[1, null, \"a\", [], {}]",
      "{\"items\": 1}",
      "{\"items\": [1, null, [], {}]}",
      "{\"data\": [1, null, {\"ipv4\": [1, {}]}], \"pages\": 1}",
      "{\"droplets\": [[], 1, {\"networks\": {\"v4\": [1]}}], \"apps\": [1, {\"tasks\": [1]}]}",
      "{\"servers\": [1, {\"labels\": [1]}], \"networks\": [1], \"containers\": [1], \"cns\": 2}",
      "{\"items\": [{\"metadata\": {\"labels\": {\"\": 1, \"a\": {}}}, \"subsets\": [1]}]}",
      "<methodResponse><params><param><value/></param></params></methodResponse>",
      deep,
      closed,
      "{\"items\": " + closed + "}",
      "[\xff]",
  };
  for (const auto& [field, section] : kSections) {
    CAPTURE(field);
    CAPTURE(section);
    for (const std::string& body : bodies) {
      const std::string begin = body.substr(0, 100);
      CAPTURE(begin);
      Stubborn http(body);
      const Result<Found> found = Ask(field, section, http);
      CHECK((found.ok() || !found.error().message.empty()));
      if (&body == &bodies[0] || body == deep) CHECK_FALSE(found.ok());
    }
  }
}

TEST_CASE("a list without end is given up") {
  constexpr std::pair<std::string_view, std::string_view> kEndless[] = {
      {"digitalocean_sd_configs", R"({"links": {"pages": {"next": "x"}}})"},
      {"hetzner_sd_configs", R"({"meta": {"pagination": {"next_page": 7}}})"},
      {"kubernetes_sd_configs", R"({"metadata": {"continue": "x"}})"},
      {"linode_sd_configs", R"({"pages": 1000000000})"},
      {"scaleway_sd_configs", R"({"servers": [{}], "total_count": 1000000000})"},
      {"vultr_sd_configs", R"({"meta": {"links": {"next": "x"}}})"},
  };
  for (const auto& [field, body] : kEndless) {
    CAPTURE(field);
    const auto* const section = std::find_if(std::begin(kSections), std::end(kSections),
                                             [&](const auto& each) { return each.first == field; });
    Stubborn http{std::string(body)};
    const Result<Found> found = Ask(field, section->second, http);
    REQUIRE_FALSE(found.ok());
    CHECK(found.error().message.ends_with("`: its list has more than 2000 pages"));
    CHECK(http.times == 2000);
  }
}

TEST_CASE("nothing is asked when the time is over") {
  for (const auto& [field, section] : kSections) {
    CAPTURE(field);
    Stubborn http("{}");
    const Result<Found> found = Ask(field, section, http, std::chrono::seconds(-1));
    REQUIRE_FALSE(found.ok());
    CHECK(found.error().message.ends_with("`: timeout"));
    CHECK(http.times == 0);
  }
}

}  // namespace
}  // namespace check::discovery
