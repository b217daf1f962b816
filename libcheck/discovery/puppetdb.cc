#include <fmt/format.h>

#include "libcheck/base/number.h"
#include "libcheck/base/utf8.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

using config::prometheus::kPuppetdbSdConfig;

constexpr std::string_view kPrefix = "__meta_puppetdb_";

constexpr JsonLabel kLabels[] = {
    {"certname", "certname"},
    {"resource", "resource"},
    {"type", "type"},
    {"title", "title"},
    {"exported", "exported", JsonKind::kBool},
    {"file", "file"},
    {"environment", "environment"},
};

// Numbers are written as Go writes those of JSON: 1e+06.
std::string ParameterText(const Json& value) {
  return value.is_number() ? FormatGoFloat(value.get<double>(), 'g', -1) : TextOf(value);
}

// Parameters in parameters have names in names. How deep they go is up to the server.
void AddParameters(const std::string& prefix, const Json& parameters, int depth, Labels& labels) {
  constexpr int kDeepest = 100;
  if (depth > kDeepest) return;
  for (const auto& [name, value] : MembersOf(parameters)) {
    const std::string label = prefix + SanitizedName(name);
    if (value.is_object()) {
      AddParameters(label + "_", value, depth + 1, labels);
      continue;
    }
    std::string text = ParameterText(value);
    if (value.is_array()) {
      // Prometheus: no separator before the first and after the last.
      std::vector<std::string> items;
      for (const Json& item : ItemsOf(value)) items.push_back(ParameterText(item));
      text = fmt::format("{}", fmt::join(items, ","));
    }
    AddUnlessEmpty(label, std::move(text), labels);
  }
}

bool IsJson(std::string_view content_type) {
  const std::string type = ToLower(content_type);
  constexpr std::string_view kJson = "application/json";
  if (!type.starts_with(kJson)) return false;
  std::string_view rest = std::string_view(type).substr(kJson.size());
  if (rest.empty()) return true;
  if (!rest.starts_with(';')) return false;
  rest.remove_prefix(1);
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n\f"), rest.size()));
  return rest == "charset=utf-8" || rest == "charset=\"utf-8\"";
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  Client client(section, context);
  const std::string url = WithPath(section.Text("url"), "pdb/query/v4");
  const std::string query(section.Text("query"));
  Result<http::HttpRequest> request = client.Request(url);
  if (!request) return request.error();
  request->method = "POST";
  request->headers.insert(request->headers.end(),
                          {"Accept: application/json", "Content-Type: application/json"});
  request->body = Json{{"query", query}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  const Result<Answer> answer = Fetch(context, *request);
  if (!answer) return answer.error();
  const Result<Json> resources = JsonOf(*answer, *request);
  if (!resources) return resources.error();
  if (!IsJson(answer->head.content_type)) {
    return Error{fmt::format("cannot read `{}`: the response has type `{}`, not `application/json`",
                             http::PublicUrl(url), answer->head.content_type)};
  }
  std::vector<Labels> targets;
  for (const Json& resource : ItemsOf(*resources)) {
    Labels labels = {
        {"__address__",
         HostPort(TextOf(At(resource, "certname")), section.Integer("port", kPuppetdbSdConfig))},
        {"__meta_puppetdb_query", query},
    };
    AddLabels(kPrefix, kLabels, resource, labels);
    const std::vector<std::string> tags = TextsOf(At(resource, "tags"));
    if (!tags.empty()) labels.emplace_back("__meta_puppetdb_tags", Surrounded(tags));
    if (section.Bool("include_parameters")) {
      AddParameters("__meta_puppetdb_parameter_", At(resource, "parameters"), 0, labels);
    }
    targets.push_back(std::move(labels));
  }
  return OneGroup(url + "?query=" + query, std::move(targets));
}

}  // namespace

const Mechanism kPuppetdb = {Discover};

}  // namespace check::discovery
