#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "libcheck/config/web/check.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::config::web {
namespace {

TEST_CASE("a web configuration is refused in promtool's words") {
  struct Case {
    std::string text;
    std::string error;
  };
  const Case cases[] = {
      {"", ""},
      {"tls_server_config: {}", ""},
      {"http_server_config: {http2: false, headers: {X-Frame-Options: deny}}", ""},
      {"rate_limit: {burst: 2, interval: 1s}", ""},
      {"rate_limit: {interval: 5}", ""},
      {"nonsense: 1",
       "yaml: unmarshal errors:\n  line 1: field nonsense not found in type "
       "web.Config"},
      {"tls_server_config: {min_version: TLS9}", "unknown TLS version: TLS9"},
      {"tls_server_config: {cipher_suites: [X]}", "unknown cipher: X"},
      {"tls_server_config: {curve_preferences: [X]}", "unknown curve: X"},
      {"tls_server_config: {key: k}", "missing one of cert or cert_file"},
      {"tls_server_config: {cert: c}", "missing one of key or key_file"},
      {"tls_server_config: {cert: c, key: k}",
       "failed to load X509KeyPair: tls: failed to find any PEM data in certificate input"},
      {"tls_server_config: {cert_file: no.crt, key: k}",
       "failed to read cert_file (no.crt): open no.crt: no such file or directory"},
      {"http_server_config: {headers: {Server: x}}",
       "HTTP header \"Server\" can not be configured"},
      {"http_server_config: {headers: {X-Frame-Options: x}}",
       "invalid value for X-Frame-Options. Expected one of: [\"deny\" \"sameorigin\"], but got: "
       "\"x\""},
      {"basic_auth_users: {me: plain}",
       "crypto/bcrypt: hashedSecret too short to be a bcrypted password"},
      {"basic_auth_users: {me: x2y$10$" + std::string(60, 'a') + "}",
       "crypto/bcrypt: bcrypt hashes must start with '$', but hashedSecret started with 'x'"},
      {"basic_auth_users: {me: $2y$99$" + std::string(60, 'a') + "}",
       "crypto/bcrypt: cost 99 is outside allowed inclusive range 4..31"},
      {"basic_auth_users: {me: $2y$10$" + std::string(60, 'a') + "}", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const WebCheck check = CheckWebConfigText("web.yml", c.text);
    CHECK(check.upstream_error == c.error);
    CHECK(check.findings.empty() == c.error.empty());
    for (const Finding& finding : check.findings) {
      CHECK(finding.where.excerpt.find("plain") == std::string::npos);
    }
  }
}

TEST_CASE("web configurations of the exporter toolkit's tests get its verdict") {
  const auto folder = test::Shared("conformance/web_config", "web configurations");
  if (!folder) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*folder / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const std::filesystem::path path = *folder / row.at("file").get<std::string>();
    // What a server does with requests is another matter, and private keys are not among the data.
    if (row.at("kind") != "validate" || !std::filesystem::exists(path)) continue;
    const std::string text = test::ReadText(path);
    const WebCheck check = CheckWebConfigText(path.string(), text);
    const std::string name = path.filename().string();
    CAPTURE(name);
    CAPTURE(check.upstream_error);
    const std::string wanted = row.value("error_regex", "");
    bool good = check.upstream_error.empty() == row.at("ok").get<bool>();
    if (check.upstream_error.find("server.key") == std::string::npos) {
      good =
          good && (wanted.empty() || std::regex_search(check.upstream_error, std::regex(wanted)));
    }
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  test::PrintConformance("web_config/cases.jsonl (validate)", agreed, total);
}

}  // namespace
}  // namespace check::config::web
