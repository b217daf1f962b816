#include "libcheck/mimir/tenant_config.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "libcheck/api/faults.h"
#include "libcheck/http/http.h"
#include "libcheck/mimir/config_api.h"
#include "libcheck/source/source_file.h"
#include "libcheck/yaml/parse.h"
#include "libcheck/yaml/write.h"

namespace check::mimir {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

// Calls `read` with the first document of `text`, if it is YAML. False: it is not, or empty.
template <typename Read>
bool WithRoot(std::string_view text, Read&& read) {
  Arena arena;
  Diagnostics diagnostics;
  const SourceBuffer file("config", std::string(text));
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  const yaml::Node* root = stream.documents.empty() ? nullptr : stream.documents[0].root;
  if (diagnostics.HasErrors() || root == nullptr) return false;
  read(*root);
  return true;
}

}  // namespace

std::string ToYaml(const TenantConfig& config) {
  yaml::Writer out;
  out.BeginMapping();
  out.Key("template_files");
  out.BeginMapping();
  for (const auto& [name, text] : config.templates) {
    out.Key(name);
    out.String(text);
  }
  out.End();
  out.Key("alertmanager_config");
  out.String(config.config);
  out.End();
  return out.Take();
}

Result<TenantConfig> ReadTenantConfig(std::string_view text) {
  TenantConfig config;
  bool has_config = false;
  const bool is_yaml = WithRoot(text, [&](const yaml::Node& root) {
    const yaml::Node* own = root.Find("alertmanager_config");
    has_config = own != nullptr && own->IsScalar();
    if (!has_config) return;
    config.config = own->scalar();
    const yaml::Node* templates = root.Find("template_files");
    if (templates == nullptr) return;
    for (const yaml::Entry& entry : templates->entries()) {
      config.templates[std::string(entry.key.scalar())] = entry.value.scalar();
    }
  });
  if (!is_yaml) return Error{"it is not valid YAML"};
  if (!has_config) return Error{"it has no `alertmanager_config`"};
  return config;
}

api::Reply<std::optional<TenantConfig>> GetTenantConfig(const api::Server& server,
                                                        std::string_view path) {
  auto answer = server.Get(path);
  if (!answer) {
    const bool is_empty =
        answer.fault.status == 404 &&
        answer.fault.message.find("storage object not found") != std::string::npos;
    if (is_empty) return std::optional<TenantConfig>();
    return std::move(answer.fault);
  }
  const Result<std::string> body = http::ReadBody(*answer->body, kMostBytes);
  if (!body) {
    return api::ConnectionFault({.url = answer->url, .fault = answer->fault}, body.error(),
                                server.timeout(), server.api());
  }
  Result<TenantConfig> config = ReadTenantConfig(*body);
  if (!config) return api::NotTheApi(answer->url, config.error().message, *body, server.api());
  return std::optional<TenantConfig>(std::move(*config));
}

std::optional<api::Fault> SetTenantConfig(const api::Server& server, std::string_view path,
                                          const TenantConfig& config) {
  return PostYaml(server, path, ToYaml(config));
}

std::vector<std::string> TemplateNames(std::string_view config) {
  std::vector<std::string> names;
  WithRoot(config, [&](const yaml::Node& root) {
    const yaml::Node* list = root.Find("templates");
    if (list == nullptr) return;
    for (const yaml::Node& item : list->items()) names.emplace_back(item.scalar());
  });
  return names;
}

}  // namespace check::mimir
