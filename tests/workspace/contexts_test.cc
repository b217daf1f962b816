#include "libcheck/workspace/contexts.h"

#include <doctest/doctest.h>

#include <string>

#include "libcheck/report/report.h"
#include "libcheck/schema/schema.h"

namespace check::workspace {
namespace {

constexpr const char* kPath = "home/.config/pronoia/config.yml";

std::string Faults(const std::string& text) {
  const SourceBuffer file(kPath, text);
  Diagnostics diagnostics;
  (void)ReadContexts(file, diagnostics);
  report::Run run;
  for (const Diagnostic& fault : diagnostics.found()) run.findings.push_back(ToFinding(fault));
  return report::FindFormat("concise")->Render(run, {});
}

Contexts Read(const std::string& text) {
  const SourceBuffer file(kPath, text);
  Diagnostics diagnostics;
  Contexts contexts = ReadContexts(file, diagnostics);
  for (const Diagnostic& fault : diagnostics.found()) FAIL_CHECK(fault.message);
  return contexts;
}

std::string Chosen(const std::string& text, const std::string& name) {
  const SourceBuffer file(kPath, text);
  const auto changed = WithCurrent(file, name);
  return changed ? *changed : "error: " + changed.error().message;
}

TEST_CASE("contexts have all that is said of a server") {
  const Contexts read = Read(
      "current: b\n"
      "contexts:\n"
      "  a: {url: 'http://a:9090'}\n"
      "  b:\n"
      "    url: https://b.example/prefix\n"
      "    http_config_file: b.yml\n"
      "    alertmanager: http://am-1:9093, http://am-2:9093\n"
      "    alertmanager_http_config_file: am.yml\n"
      "    tenant: team\n"
      "    timeout: 30s\n"
      "    format: json\n"
      "    time_zone: UTC\n");
  CHECK(read.current == "b");
  REQUIRE(read.contexts.size() == 2);
  REQUIRE(read.Find("b") != nullptr);
  CHECK(read.Find("c") == nullptr);
  const Context& b = *read.Find("b");
  CHECK(b.url == "https://b.example/prefix");
  CHECK(b.http_config_file == "home/.config/pronoia/b.yml");
  CHECK(b.alertmanager == "http://am-1:9093, http://am-2:9093");
  CHECK(b.alertmanager_http_config_file == "home/.config/pronoia/am.yml");
  CHECK(b.tenant == "team");
  CHECK(b.timeout == "30s");
  CHECK(b.format == "json");
  CHECK(b.time_zone == "UTC");
  CHECK(Read("").contexts.empty());
  CHECK(Read("contexts: {}\n").contexts.empty());
}

TEST_CASE("mistakes in contexts have places, and passwords are not shown") {
  CHECK(Faults("current: c\ncontexts: {a: {url: 'http://a'}, b: {url: 'http://b'}}\n") ==
        std::string(kPath) + ":1:10: error: unknown context `c` [bad-value]\n");
  const std::string faults = Faults(
      "contexts:\n"
      "  a: {ur: http://a}\n"
      "  b: {url: 'http://me:hunter2@b:99999999'}\n"
      "  c: {url: 'http://c', timeout: soon}\n");
  CAPTURE(faults);
  CHECK(faults.find(":2:") != std::string::npos);
  CHECK(faults.find(":4:") != std::string::npos);
  CHECK(faults.find("hunter2") == std::string::npos);
}

TEST_CASE("a context has a server, or an Alertmanager") {
  CHECK(Read("contexts: {a: {alertmanager: 'http://am'}}\n").contexts.at(0).url.empty());
  const std::string place = std::string(kPath) + ":1:";
  CHECK(Faults("contexts: {a: {tenant: b}}\n").starts_with(place));
  const std::string fault = Faults("contexts: {a: {alertmanager: 'http://b,me:hunter2@c'}}\n");
  CAPTURE(fault);
  CHECK(fault.find("invalid URL") != std::string::npos);
  CHECK(fault.find("hunter2") == std::string::npos);
}

TEST_CASE("choosing a context changes that line and nothing else") {
  const std::string contexts = "contexts:  # mine\n  a: {url: 'http://a'}\n  \"true\": {url: x}\n";
  CHECK(Chosen(contexts, "a") == "current: a\n" + contexts);
  CHECK(Chosen("# top\ncurrent: b # now\n" + contexts, "a") ==
        "# top\ncurrent: a # now\n" + contexts);
  CHECK(Chosen("current:\n" + contexts, "a") == "current: a\n" + contexts);
  CHECK(Chosen("current: 'b'\n" + contexts, "true") == "current: \"true\"\n" + contexts);
  CHECK(Chosen("{contexts: {a: {url: x}}}\n", "a") == "{current: a, contexts: {a: {url: x}}}\n");
  CHECK(Chosen("? current\n: b\n" + contexts, "a") == "? current\n: a\n" + contexts);
  CHECK(Chosen("? current\n" + contexts, "a") ==
        "error: cannot change `" + std::string(kPath) + "`; write `current: a` into it");
  CHECK(Read(Chosen("{current: x, contexts: {a: {url: 'http://a'}, x: {url: 'http://x'}}}", "a"))
            .current == "a");
}

TEST_CASE("the table of contexts is in order") {
  CHECK(schema::CheckTable(kContextsTable) == std::vector<std::string>());
}

}  // namespace
}  // namespace check::workspace
