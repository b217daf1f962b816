#include <fmt/format.h>
#include <unistd.h>

#include "libcheck/base/duration.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kKumaSdConfig;

constexpr std::string_view kAssignment =
    "type.googleapis.com/kuma.observability.v1.MonitoringAssignment";

// Servers write names as JSON or as Protocol Buffers do: both are right.
const Json& Either(const Json& object, std::string_view json, std::string_view proto) {
  const Json& value = At(object, json);
  return value.is_null() ? At(object, proto) : value;
}

std::string OwnName() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "prometheus";
}

void AddTargets(const Json& assignment, std::vector<Labels>& targets) {
  for (const Json& target : ItemsOf(At(assignment, "targets"))) {
    const std::string name = TextOf(At(target, "name"));
    Labels labels;
    AddMembers("__meta_kuma_label_", At(target, "labels"), labels);
    AddMembers("__meta_kuma_label_", At(assignment, "labels"), labels);
    labels.insert(labels.end(),
                  {
                      {"__meta_kuma_mesh", TextOf(At(assignment, "mesh"))},
                      {"__meta_kuma_service", TextOf(At(assignment, "service"))},
                      {"__meta_kuma_dataplane", name},
                      {"__address__", TextOf(At(target, "address"))},
                      {"__scheme__", TextOf(At(target, "scheme"))},
                      {"__metrics_path__", TextOf(Either(target, "metricsPath", "metrics_path"))},
                      {"instance", name},
                  });
    targets.push_back(std::move(labels));
  }
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  const Duration timeout = section.Time("fetch_timeout", kKumaSdConfig);
  const std::string url = WithPath(section.Text("server"), "v3/discovery:monitoringassignments");
  Result<http::HttpRequest> request = client.Request(fmt::format(
      "{}?fetch-timeout={}", url.substr(0, url.find('?')), FormatPrometheusDuration(timeout)));
  if (!request) return request.error();
  const std::string_view given = section.Text("client_id");
  const std::string id = given.empty() ? OwnName() : std::string(given);
  request->method = "POST";
  request->headers.insert(request->headers.end(),
                          {"Content-Type: application/json", "Accept: application/json"});
  request->body = Json{{"node", {{"id", id}}}, {"type_url", kAssignment}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
  const Result<Answer> response = Fetch(context, *request);
  if (!response) return response.error();
  if (response->head.status == 304) return Found();
  const Result<Json> answer = JsonOf(*response, *request);
  if (!answer) return answer.error();
  const std::string type = TextOf(Either(*answer, "typeUrl", "type_url"));
  if (type != kAssignment) {
    return Error{fmt::format("cannot read `{}`: the response has type `{}`, not `{}`",
                             http::PublicUrl(url), type, kAssignment)};
  }
  std::vector<Labels> targets;
  for (const Json& resource : ItemsOf(At(*answer, "resources"))) AddTargets(resource, targets);
  return OneGroup("kuma", std::move(targets));
}

}  // namespace

const Mechanism kKuma = {Discover};

}  // namespace check::discovery
