#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/prometheus/prometheus_config.h"
#include "libcheck/discovery/discover.h"
#include "libcheck/discovery/dns.h"
#include "libcheck/discovery/dns_message.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

// A section for each mechanism that asks somebody, most of them with what makes it ask for more.
constexpr std::string_view kConfig = R"(
scrape_configs:
- job_name: all
  consul_sd_configs:
  - {server: s}
  - {server: s, datacenter: d, services: [a]}
  digitalocean_sd_configs: [{}]
  docker_sd_configs: [{host: 'http://s', match_first_network: false}]
  dockerswarm_sd_configs:
  - {host: 'http://s', role: nodes}
  - {host: 'http://s', role: services}
  - {host: 'http://s', role: tasks}
  eureka_sd_configs: [{server: 'http://s'}]
  hetzner_sd_configs: [{role: hcloud}, {role: robot}]
  http_sd_configs: [{url: 'http://s'}]
  ionos_sd_configs: [{datacenter_id: d}]
  kubernetes_sd_configs:
  - {api_server: 'http://s', role: node}
  - {api_server: 'http://s', role: pod, attach_metadata: {node: true, namespace: true}}
  - {api_server: 'http://s', role: service}
  - {api_server: 'http://s', role: endpoints}
  - {api_server: 'http://s', role: endpointslice}
  - {api_server: 'http://s', role: ingress}
  kuma_sd_configs: [{server: 'http://s'}]
  linode_sd_configs: [{}]
  marathon_sd_configs: [{servers: ['http://s']}]
  nomad_sd_configs: [{server: 'http://s'}]
  puppetdb_sd_configs: [{url: 'http://s', query: q, include_parameters: true}]
  scaleway_sd_configs:
  - {role: instance, project_id: 11111111-1111-1111-1111-111111111112, access_key: SCW12345678912345678, secret_key: 11111111-1111-1111-1111-111111111111}
  - {role: baremetal, project_id: 11111111-1111-1111-1111-111111111112, access_key: SCW12345678912345678, secret_key: 11111111-1111-1111-1111-111111111111}
  triton_sd_configs: [{account: a, dns_suffix: d, endpoint: e}]
  vultr_sd_configs: [{}]
  openstack_sd_configs:
  - {role: instance, region: r, identity_endpoint: 'http://s/v3', username: u, password: p, domain_name: d, project_name: p}
  uyuni_sd_configs: [{server: 'http://s', username: u, password: p}]
)";

// Answers with the parts of the input, which null bytes separate, again and again.
class Answers final : public http::HttpTransport {
 public:
  explicit Answers(std::string_view bytes) {
    for (;;) {
      const std::size_t end = bytes.find('\0');
      parts_.push_back(bytes.substr(0, end));
      if (end == bytes.npos) break;
      bytes.remove_prefix(end + 1);
    }
  }

  Result<http::HttpResponse> Send(const http::HttpRequest&) override {
    constexpr std::size_t kMost = 20;
    const std::size_t number = next_++;
    if (number >= kMost) return Error{"connection refused"};
    http::HttpResponse response;
    response.status = 200;
    response.content_type = "application/json";
    response.headers = {{"Content-Type", "application/json"}};
    response.body = FromMemory(parts_[number % parts_.size()]);
    return response;
  }

 private:
  std::vector<std::string_view> parts_;
  std::atomic<std::size_t> next_ = 0;
};

struct Section {
  const discovery::Mechanism* mechanism;
  const yaml::Node* node;
};

}  // namespace

void FuzzDiscovery(std::string_view bytes) {
  static const auto config =
      config::prometheus::ReadPrometheusConfig("p.yml", std::string(kConfig));
  Require(!config->diagnostics.HasErrors(), "the configuration is valid");
  const schema::Values& job = config->jobs[0].section;
  static const std::vector<Section> sections = [&] {
    std::vector<Section> all;
    for (const yaml::Entry& entry : job.entries()) {
      const discovery::Mechanism* mechanism = discovery::FindMechanism(entry.key.scalar());
      if (mechanism == nullptr || mechanism->discover == nullptr) continue;
      for (const yaml::Node& item : entry.value.items()) all.push_back({mechanism, &item});
    }
    return all;
  }();
  if (bytes.empty()) return;
  const Section& section = sections[static_cast<unsigned char>(bytes[0]) % sections.size()];
  bytes.remove_prefix(1);

  Arena arena;
  const schema::Input input = {job.input().file, job.input().stream, arena};
  Answers answers(bytes);
  const discovery::Context context = {answers, NoFiles(), "",
                                      std::chrono::steady_clock::now() + std::chrono::hours(1)};
  const Result<discovery::Found> found =
      section.mechanism->discover({*section.node, input, yaml::Dialect::kGoYamlV2}, context);
  Require(found.ok() || !found.error().message.empty(), "a failure has a reason");

  const Result<discovery::DnsAnswer> answer = discovery::ReadDnsAnswer(bytes);
  Require(!answer || answer->records.size() < 65536, "there are no more records than can be said");
  discovery::ReadResolver(bytes);
}

}  // namespace check::fuzz
