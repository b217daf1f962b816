#include "libcheck/config/web/check.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"basic_auth_users", "http_server_config",
                                      "tls_server_config"};
constexpr NamedSchema kSchemas[] = {{"web-config", &config::web::kWebConfig}};

void Check(FileCheck& check) {
  std::optional<std::string> text = check.Read();
  if (!text) return;
  const SourceBuffer file(check.path(), std::move(*text));
  Arena arena;
  Diagnostics diagnostics;
  const Options& options = check.options();
  const FileSystem* files = options.prometheus.syntax_only ? nullptr : options.files;
  config::web::CheckWebConfig(file, files, arena, diagnostics);
  check.Take(file, diagnostics);
}

constexpr KindFlag kFlags[] = {KindFlag::kSyntaxOnly};
constexpr Example kExamples[] = {
    {"pronoia check web-config web.yml", "Check the web configuration of a server or exporter"},
};

constexpr KindCommand kCommand = {
    .path = "check web-config",
    .summary = "Check a web configuration of Prometheus or an exporter",
    .description =
        "Check the file for `--web.config.file`: TLS, users, headers and limits of the web pages. "
        "Certificates and keys must exist, be PEM, and belong together; without OpenSSL's "
        "libcrypto the last is not checked. No secret is ever shown.",
    .argument = "Web configuration files, or - for standard input",
    .flags = kFlags,
    .examples = kExamples,
};

}  // namespace

extern const FileKind kWebConfigKind = {
    .name = "web-config",
    .noun = "a web configuration",
    .unit = "",
    .keys = kKeys,
    .schemas = kSchemas,
    .check = Check,
    .command = &kCommand,
};

}  // namespace check::workspace
