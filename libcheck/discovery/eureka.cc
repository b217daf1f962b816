#include <fmt/format.h>

#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/text.h"
#include "libcheck/discovery/client.h"
#include "libcheck/discovery/labels.h"
#include "libcheck/discovery/mechanisms.h"
#include "libcheck/discovery/xml.h"

namespace check::discovery {
namespace {

constexpr std::string_view kPrefix = "__meta_eureka_app_instance_";

struct TextLabel {
  std::string_view name;
  std::string_view element;
};
constexpr TextLabel kTexts[] = {
    {"hostname", "hostName"},
    {"homepage_url", "homePageUrl"},
    {"statuspage_url", "statusPageUrl"},
    {"healthcheck_url", "healthCheckUrl"},
    {"ip_addr", "ipAddr"},
    {"vip_address", "vipAddress"},
    {"secure_vip_address", "secureVipAddress"},
    {"status", "status"},
    {"id", "instanceId"},
};

// A number as it stands in an element; 0 if that is not there, or empty.
Result<std::int64_t> NumberOf(const XmlElement* element) {
  if (element == nullptr) return std::int64_t{0};
  const std::string_view text = TrimSpace(element->text);
  std::int64_t number = 0;
  if (text.empty()) return number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return Error{fmt::format("`{}` of an instance is not a number: `{}`", element->name, text)};
  }
  return number;
}

// The port in the element `name`, if it is there, and whether it is in use.
Result<std::int64_t> AddPort(const XmlElement& instance, std::string_view name,
                             std::string_view label, Labels& labels) {
  const XmlElement* element = instance.Find(name);
  const Result<std::int64_t> port = NumberOf(element);
  if (!port || element == nullptr) return port;
  const std::string enabled = element->Attribute("enabled");
  const bool is_enabled = enabled == "true" || enabled == "1" || enabled == "t" || enabled == "T" ||
                          enabled == "TRUE" || enabled == "True";
  labels.emplace_back(fmt::format("{}{}", kPrefix, label), std::to_string(*port));
  labels.emplace_back(fmt::format("{}{}_enabled", kPrefix, label), is_enabled ? "true" : "false");
  return port;
}

void AddMetadata(const XmlElement* metadata, std::string_view prefix, Labels& labels) {
  if (metadata == nullptr) return;
  for (const XmlElement* each : metadata->children) {
    // Prometheus: values are as they are written, markup and all.
    labels.emplace_back(fmt::format("{}{}{}", kPrefix, prefix, SanitizedName(each->name)),
                        each->inner);
  }
}

Result<Labels> TargetOf(const std::string& application, const XmlElement& instance) {
  Labels labels;
  labels.emplace_back("__meta_eureka_app_name", application);
  labels.emplace_back("instance", instance.TextOf("instanceId"));
  for (const TextLabel& text : kTexts) {
    labels.emplace_back(fmt::format("{}{}", kPrefix, text.name), instance.TextOf(text.element));
  }
  const Result<std::int64_t> country = NumberOf(instance.Find("countryId"));
  if (!country) return country.error();
  labels.emplace_back(fmt::format("{}country_id", kPrefix), std::to_string(*country));
  const Result<std::int64_t> port = AddPort(instance, "port", "port", labels);
  if (!port) return port.error();
  const bool has_port = instance.Find("port") != nullptr;
  labels.emplace_back("__address__", HostPort(instance.TextOf("hostName"), has_port ? *port : 80));
  const Result<std::int64_t> secure = AddPort(instance, "securePort", "secure_port", labels);
  if (!secure) return secure.error();
  if (const XmlElement* center = instance.Find("dataCenterInfo")) {
    labels.emplace_back(fmt::format("{}datacenterinfo_name", kPrefix), center->TextOf("name"));
    AddMetadata(center->Find("metadata"), "datacenterinfo_metadata_", labels);
  }
  AddMetadata(instance.Find("metadata"), "metadata_", labels);
  return labels;
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  const std::string url = std::string(section.Text("server")) + "/apps";
  const Result<http::HttpRequest> request = RequestFor(section, url, context);
  if (!request) return request.error();
  const Result<std::string> body = FetchText(context, *request);
  if (!body) return body.error();
  const auto cannot = [&](const std::string& why) {
    return Error{fmt::format("cannot read `{}`: {}", http::PublicUrl(url), why)};
  };
  const Result<XmlDocument> document = ReadXml(*body);
  if (!document) return cannot("the response is not XML: " + document.error().message);
  std::vector<Labels> targets;
  for (const XmlElement* application : document->elements.front().children) {
    if (application->name != "application") continue;
    const std::string name = application->TextOf("name");
    for (const XmlElement* instance : application->children) {
      if (instance->name != "instance") continue;
      Result<Labels> target = TargetOf(name, *instance);
      if (!target) return cannot(target.error().message);
      targets.push_back(std::move(*target));
    }
  }
  return OneGroup("eureka", std::move(targets));
}

}  // namespace

const Mechanism kEureka = {Discover};

}  // namespace check::discovery
