// What is planted in a file as a secret is shown nowhere: in no message, excerpt or note of any
// format, and not in what promtool would say.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "libcheck/config/alertmanager/check.h"
#include "libcheck/config/alertmanager/operator/receivers.h"
#include "libcheck/config/alertmanager/operator/spec.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/config/blackbox/blackbox.h"
#include "libcheck/config/prometheus/check.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/web/check.h"
#include "libcheck/report/report.h"
#include "libcheck/schema/schema.h"
#include "libcheck/source/secret_text.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "tests/support/checked.h"

namespace check {
namespace {

using schema::Field;
using schema::Kind;
using schema::Object;
using schema::Type;

constexpr std::string_view kPlant = "hush7Plant4ever";
// Parts of it that give it away, too.
constexpr std::string_view kTellings[] = {"hush7", "4ever"};

// All that a run shows, in every format.
std::string Shown(std::vector<Finding> findings, const std::string& upstream) {
  std::string shown = upstream;
  report::Run run;
  run.files.push_back({"f.yml", "rule", 1});
  run.findings = std::move(findings);
  for (const report::Format& format : report::AllFormats()) {
    shown += "\n" + format.Render(run, {});
  }
  return shown;
}

// A kind of file: the table that describes it, and what checking a text of it shows.
struct FileKind {
  const char* name;
  const Object* object;
  std::string (*check)(std::string text);
};

std::string CheckConfig(std::string text) {
  UpstreamTexts texts;
  const auto check = config::prometheus::CheckConfigText(
      "f.yml", std::move(text), {.load = {.upstream = &texts}, .syntax_only = true});
  return Shown(check->Findings(), check->upstream.error + check->upstream.lint);
}
std::string CheckWeb(std::string text) {
  auto check = test::CheckedWebConfig("f.yml", std::move(text), nullptr);
  return Shown(std::move(check.findings), check.upstream_error);
}
std::string CheckBlackbox(std::string text) {
  auto check = test::CheckedBlackbox("f.yml", std::move(text));
  return Shown(std::move(check.findings), check.upstream_error);
}
// What `pronoia check` and amtool say.
std::string CheckAlertmanager(std::string text) {
  const SourceBuffer file("f.yml", text);
  Arena arena;
  UpstreamTexts texts;
  Diagnostics found(&texts);
  const auto checked = config::alertmanager::CheckConfig(file, {}, arena, found);
  workspace::Outcome outcome =
      test::CheckText("f.yml", text, test::WithAllChecks(), workspace::kAlertmanagerKind);
  return Shown(std::move(outcome.report.findings), checked.loaded.upstream_error);
}
std::string CheckResource(std::string text) {
  text = text.starts_with('{') ? "{apiVersion: monitoring.coreos.com/v1beta1, kind: "
                                 "AlertmanagerConfig, " +
                                     text.substr(1)
                               : "apiVersion: monitoring.coreos.com/v1beta1\n"
                                 "kind: AlertmanagerConfig\n" +
                                     text;
  workspace::Outcome outcome =
      test::CheckText("f.yml", text, test::WithAllChecks(), workspace::kAlertmanagerKind);
  return Shown(std::move(outcome.report.findings), "");
}
std::string CheckTargets(std::string text) {
  UpstreamTexts texts;
  const auto check = config::prometheus::CheckTargetText("f.yml", std::move(text), &texts);
  return Shown(check->Findings(), check->upstream.error);
}
std::string CheckRules(std::string text) {
  workspace::Outcome outcome = test::CheckText("f.yml", text, {}, workspace::kRulesKind);
  return Shown(std::move(outcome.report.findings), "");
}

constexpr FileKind kKinds[] = {
    {"prometheus.yml", &config::prometheus::kConfig, CheckConfig},
    {"web configuration", &config::web::kWebConfig, CheckWeb},
    {"blackbox.yml", &config::blackbox::kBlackboxConfig, CheckBlackbox},
    {"alertmanager.yml", &config::alertmanager::kConfig, CheckAlertmanager},
};
constexpr FileKind kOtherKinds[] = {
    {"AlertmanagerConfig", nullptr, CheckResource},
    {"targets", nullptr, CheckTargets},
    {"rules", nullptr, CheckRules},
};

bool Tells(const std::string& shown) {
  return std::any_of(std::begin(kTellings), std::end(kTellings), [&](std::string_view telling) {
    return shown.find(telling) != std::string::npos;
  });
}

// Calls `visit` for each field of `object` and the sections in it, each table once, with a function
// that makes a file of a piece of YAML that is to stand in the field's section.
using Wrap = std::function<std::string(const std::string&)>;
using Visit = std::function<void(const Object&, const Field&, const Wrap&)>;

class Tables {
 public:
  explicit Tables(Visit visit) : visit_(std::move(visit)) {}

  void Walk(const Object& object, const Wrap& wrap) {
    if (std::find(seen_.begin(), seen_.end(), &object) != seen_.end()) return;
    seen_.push_back(&object);
    WalkFields(object, object, wrap);
  }

 private:
  void WalkFields(const Object& object, const Object& part, const Wrap& wrap) {
    for (const Field& field : part.fields) {
      visit_(object, field, wrap);
      const Type* type = &field.type;
      std::string front, back;
      for (; type->element != nullptr; type = type->element) {
        front += type->kind == Kind::kList ? "[" : "{any: ";
        back.insert(0, type->kind == Kind::kList ? "]" : "}");
      }
      if (type->kind != Kind::kSection) continue;
      Walk(*type->object, [&](const std::string& inside) {
        return wrap(fmt::format("{}: {}{{{}}}{}", field.name, front, inside, back));
      });
    }
    for (const Object* included : part.includes) WalkFields(object, *included, wrap);
  }

  Visit visit_;
  std::vector<const Object*> seen_;
};

std::string WholeFile(const std::string& inside) { return "{" + inside + "}\n"; }

bool IsSecret(const Field& field) {
  const Type* type = &field.type;
  while (type->element != nullptr) type = type->element;
  return type->kind == Kind::kSecret;
}

}  // namespace

TEST_CASE("no secret field of any table shows its value, whatever is wrong with it") {
  for (const FileKind& kind : kKinds) {
    CAPTURE(kind.name);
    std::size_t fields = 0;
    Tables tables([&](const Object& object, const Field& field, const Wrap& wrap) {
      if (!IsSecret(field)) return;
      ++fields;
      const std::string name(field.name);
      std::string misspelt = name;
      misspelt.erase(misspelt.size() / 2, 1);
      for (const std::string& key : {name, misspelt, name + "s", "other, " + name}) {
        const bool is_map = field.type.kind == Kind::kMap;
        for (const std::string_view value :
             {"{0}", "\"{0}\"", "[{0}]", "[[{0}]]", "{{{0}: x}}", "{{x: {0}}}", "{{{0}}}",
              "!!int {0}", "&x {0}", "*{0}", "!{0} x", "[{0}, {{x: {0}}}]", "\"x: {0}\""}) {
          // Names of users and headers are no secrets.
          if (is_map && value == "{{{0}: x}}") continue;
          // A file with an alias of nothing is not parsed, and such keys say nothing by themselves.
          if (value == "*{0}" && !IsSecretName(key) && !HoldsSecretValues(key)) continue;
          const std::string text =
              wrap(key + ": " + fmt::format(fmt::runtime(value), kPlant) + ", zzz: 1");
          CAPTURE(text);
          const std::string shown = kind.check(text);
          CAPTURE(object.name);
          CAPTURE(shown);
          CHECK_FALSE(Tells(shown));
        }
      }
    });
    tables.Walk(*kind.object, WholeFile);
    CHECK(fields > 0);
  }
}

TEST_CASE("a secret where a resource wants the key of one is not shown") {
  using namespace config::alertmanager;
  std::size_t fields = 0;
  Tables tables([&](const Object&, const Field& field, const Wrap& wrap) {
    const Type* type = &field.type;
    while (type->element != nullptr) type = type->element;
    if (type->object != &kKeySelector && type->object != &kKeyOfEither) return;
    ++fields;
    const std::string name(field.name);
    std::string misspelt = name;
    // Of `ca`, nothing is left that could be told.
    if (name.size() > 2) misspelt.erase(misspelt.size() / 2, 1);
    for (const std::string& key : {name, misspelt, name + "s"}) {
      for (const std::string_view value : {"{0}", "\"{0}\"", "[{0}]", "!!int {0}", "\"x: {0}\""}) {
        const std::string text =
            wrap(key + ": " + fmt::format(fmt::runtime(value), kPlant) + ", zzz: 1");
        CAPTURE(text);
        const std::string shown = CheckResource(text);
        CAPTURE(shown);
        CHECK_FALSE(Tells(shown));
      }
    }
  });
  tables.Walk(kAlertmanagerConfigBeta, WholeFile);
  CHECK(fields > 20);
}

TEST_CASE("no field of any table shows user information or tokens in a URL") {
  for (const FileKind& kind : kKinds) {
    CAPTURE(kind.name);
    std::size_t fields = 0;
    Tables tables([&](const Object& object, const Field& field, const Wrap& wrap) {
      ++fields;
      for (const char* url : {"https://me:{0}@example.org/a?x=1", "https://{0}@example.org",
                              "https://me:a/{0}@example.org", "ftp://a/?access_token={0}"}) {
        for (const char* value : {"\"{}\"", "[\"{}\"]", "{{x: \"{}\"}}", "[{{x: [\"{}\"]}}]"}) {
          const std::string text = wrap(fmt::format(
              "{}: {}", field.name,
              fmt::format(fmt::runtime(value), fmt::format(fmt::runtime(url), kPlant))));
          CAPTURE(text);
          const std::string shown = kind.check(text);
          CAPTURE(object.name);
          CAPTURE(shown);
          CHECK_FALSE(Tells(shown));
        }
      }
    });
    tables.Walk(*kind.object, WholeFile);
    CHECK(fields > 10);
  }
}

TEST_CASE("a secret that breaks its file, or stands in a file of another kind, is not shown") {
  const char* const forms[] = {
      "password: {}: x",
      "password: x: {}",
      "password: \"{}",
      "password: '{}",
      "password: \"{}\" x",
      "password: 'x'{}",
      "password: \"\\q{}\"",
      "password: @{}",
      "password: `{}",
      "password: %{}",
      "password: *{}",
      "password: &x &y {}",
      "password: !{} x: y",
      "password: !<{} x",
      "password: {{{}",
      "password: [{}",
      "password: {}]: x: y",
      "password: }}{}",
      "password: - {}",
      "password: |{}",
      "password: >{} x",
      "password: ? {}: x",
      "password:{}",
      "password:\t{}: x",
      "\tpassword: {}",
      "password = {}",
      "\"password\": \"{}\"x",
      "'password': {}: x",
      "? password\n      : {}: x",
      "password:\n        {}: x: y",
      "password:\n        - {}\n       - x: y: z",
      "password: x\n        {}: y",
      "password: |\n        {}\n       x: y: z",
      "password: \"x\n        {}\n        \" y",
      "password: a\n      password: {}",
      "password: {}\n     bad: [",
      "password: {} # x: \x01",
      "password: {}\xff",
      "password: \x07{}",
      "# password: {}\n      x: y: z",
      "x: y: z # password: {}",
      "pasword: {}: x",
      "bearer_tokn: {}: x",
      "auth: {}: x",
      "api-key: {}: x",
      "Authorization: Bearer {}: x",
      "headers: {{X-Any: {}: x",
      "basic_auth_users: {{admin: {}: x",
      "url: https://me:{}@example.org: x",
      "url: https://example.org/?token={}: x",
      "x: \"-----BEGIN PRIVATE KEY-----\n        {}\n        -----END PRIVATE KEY-----\" y",
  };
  std::size_t broken = 0;
  const auto try_kind = [&](const FileKind& kind) {
    for (const char* form : forms) {
      for (const char* around :
           {"scrape_configs:\n  - job_name: a\n    basic_auth:\n      username: me\n      {}\n"
            "    scheme: https\n",
            "groups:\n  - name: a\n    rules:\n    - record: a\n      {}\n      expr: up\n",
            "modules:\n  a:\n    prober: http\n    http:\n      {}\n",
            "- targets: [a]\n  labels:\n      {}\n",
            "route: {{receiver: a}}\nreceivers:\n  - name: a\n    slack_configs:\n    -\n"
            "      {}\n      channel: x\n"}) {
        const std::string text =
            fmt::format(fmt::runtime(around), fmt::format(fmt::runtime(form), kPlant));
        CAPTURE(kind.name);
        CAPTURE(text);
        const std::string shown = kind.check(text);
        broken += shown.find("error") != std::string::npos ? 1 : 0;
        CAPTURE(shown);
        CHECK_FALSE(Tells(shown));
      }
    }
  };
  for (const FileKind& kind : kKinds) try_kind(kind);
  for (const FileKind& kind : kOtherKinds) try_kind(kind);
  CHECK(broken > 500);
}

}  // namespace check
