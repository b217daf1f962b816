#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "libcheck/config/web/check.h"
#include "libcheck/files/overlay_files.h"
#include "tests/support/checked.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::config::web {
namespace {

namespace fs = std::filesystem;

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
    const test::Checked check = test::CheckedWebConfig("web.yml", c.text, &NoFiles());
    CHECK(check.upstream_error == c.error);
    CHECK(check.findings.empty() == c.error.empty());
    for (const Finding& finding : check.findings) {
      CHECK(finding.where.excerpt.find("plain") == std::string::npos);
    }
  }
}

TEST_CASE("a certificate needs its own private key") {
  struct Case {
    std::string_view cert;
    std::string_view key;
    std::string error;
    std::string place;  // What the first finding points at.
  };
  const Case cases[] = {
      {"server.crt", "server.key", "", ""},
      {"server.crt", "other.key", "tls: private key does not match public key", "other.key"},
      {"server.crt", "server.crt",
       "tls: found a certificate rather than a key in the PEM for the private key", "server.crt"},
      {"server.key", "server.crt",
       "tls: failed to find certificate PEM data in certificate input, but did find a private key; "
       "PEM inputs may have been switched",
       "server.key"},
      {"server.crt", "tls.yml", "tls: failed to find any PEM data in key input", "tls.yml"},
      {"tls.yml", "server.key", "tls: failed to find any PEM data in certificate input", "tls.yml"},
  };
  const std::string path = PRONOIA_SOURCE_DIR "/testdata/comparison/web/web.yml";
  for (const Case& c : cases) {
    CAPTURE(c.cert);
    CAPTURE(c.key);
    const std::string text =
        fmt::format("tls_server_config:\n  cert_file: {}\n  key_file: {}\n", c.cert, c.key);
    const test::Checked check = test::CheckedWebConfig(path, text, &Disk());
    CHECK(check.upstream_error ==
          (c.error.empty() ? "" : "failed to load X509KeyPair: " + c.error));
    REQUIRE(check.findings.size() == (c.error.empty() ? 0 : 1));
    if (c.error.empty()) continue;
    const Span at = check.findings[0].where.bytes;
    CHECK(text.substr(at.begin, at.size()) == c.place);
  }
}

TEST_CASE("web configurations of the exporter toolkit's tests get its verdict") {
  const auto data = test::Shared("conformance/web_config", "web configurations");
  if (!data) return;
  // With a certificate and its key, which is not published.
  OverlayFiles files(Disk());
  for (const char* name : {"server.crt", "server.key"}) {
    files.Write((*data / "testdata" / name).string(),
                test::ReadText(test::Testdata("comparison/web") / name));
  }
  std::size_t agreed = 0;
  std::size_t total = 0;
  std::size_t without_keys = 0;
  for (const std::string& line : test::Lines(*data / "cases.jsonl")) {
    const auto row = nlohmann::json::parse(line);
    const fs::path path = *data / row.at("file").get<std::string>();
    std::string wanted = row.value("error_regex", "");
    bool is_good = row.at("ok").get<bool>();
    if (row.at("kind") == "serve") {
      // A server begins with the load. Other faults are those of requests, to which a check cannot
      // speak: the configuration has to be accepted.
      is_good = wanted.find("invalid value for") == std::string::npos &&
                wanted.find("can not be configured") == std::string::npos;
      if (is_good) wanted.clear();
    }
    // Two files hold keys, and are not published for that.
    if (!fs::exists(path) && wanted.find("no such file") == std::string::npos) {
      ++without_keys;
      continue;
    }
    if (!fs::exists(path)) continue;  // The program says that it cannot be read.
    const test::Checked check = test::CheckedWebConfig(path.string(), test::ReadText(path), &files);
    const std::string name = path.filename().string();
    CAPTURE(name);
    CAPTURE(check.upstream_error);
    const bool good =
        check.upstream_error.empty() == is_good &&
        (wanted.empty() || std::regex_search(check.upstream_error, std::regex(wanted)));
    CHECK(good);
    ++total;
    agreed += good ? 1 : 0;
  }
  CHECK(without_keys <= 2);
  test::PrintConformance("web_config/cases.jsonl (loading)", agreed, total);
}

TEST_CASE("a web configuration asks for TLS when the exporter toolkit says so") {
  const auto data = test::Shared("conformance/web_config/tls_enabled.jsonl", "TLS of servers");
  if (!data) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*data)) {
    const auto row = nlohmann::json::parse(line);
    CAPTURE(line);
    const nlohmann::json config = {{"tls_server_config", row.at("tls_server_config")}};
    // With TLS, a certificate and a key have to be there; those of the cases are none.
    const bool enabled =
        !test::CheckedWebConfig("web.yml", config.dump(), &NoFiles()).upstream_error.empty();
    CHECK(enabled == row.at("enabled").get<bool>());
    ++total;
    agreed += enabled == row.at("enabled").get<bool>() ? 1 : 0;
  }
  test::PrintConformance("web_config/tls_enabled.jsonl", agreed, total);
}

}  // namespace
}  // namespace check::config::web
