#include "libcheck/config/common/http_client_file.h"

#include <filesystem>

#include "libcheck/base/arena.h"
#include "libcheck/config/common/client_settings.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/schema/load.h"

namespace check::config {
namespace {

constexpr const schema::Object* kIncludes[] = {&kHttpClient};

}  // namespace

extern const schema::Object kHttpClientFile = {
    .name = "http_config",
    .doc = "HTTP client configuration: credentials, TLS, proxies and headers.",
    .includes = kIncludes,
    .upstream = "config.plain",
};

HttpClientFile ReadHttpClientFile(const SourceFile& file, Diagnostics& diagnostics) {
  Arena arena;
  const schema::LoadedFile loaded =
      schema::Load(file, &kHttpClientFile,
                   {.reader = "promtool", .validate = {.dialect = yaml::Dialect::kGoYamlV2}}, arena,
                   diagnostics);
  HttpClientFile read = {.valid = loaded.valid, .upstream_error = loaded.upstream_error};
  if (!loaded.valid || loaded.root == nullptr) return read;
  const std::string folder = std::filesystem::path(std::string(file.name())).parent_path().string();
  const schema::Input input = {file, loaded.stream, arena};
  read.settings = ReadClientSettings({*loaded.root, input, yaml::Dialect::kGoYamlV2}, folder);
  return read;
}

}  // namespace check::config
