#include "libcheck/mimir/ruler.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/files/byte_source.h"
#include "libcheck/mimir/config_api.h"
#include "libcheck/mimir/rule_plan.h"

namespace check::mimir {
namespace {

// Mimir's ruler as its documentation has it: groups in namespaces.
class FakeRuler final : public http::HttpTransport {
 public:
  std::map<std::string, std::map<std::string, std::string>> stored;
  std::vector<std::string> changes;  // What was asked for besides GET.
  std::size_t lives = SIZE_MAX;      // Changes until it fails.

  Result<http::HttpResponse> Send(const http::HttpRequest& request) override {
    const std::string rest = request.url.substr(request.url.find("/config/v1/rules") + 16);
    const bool has_tenant =
        std::ranges::find(request.headers, "X-Scope-OrgID: team-a") != request.headers.end();
    if (!has_tenant) return Answer(401, "no org id");
    if (request.method == "GET" || request.method.empty()) return List();
    changes.push_back(request.method + " " + rest);
    if (lives-- == 0) return Answer(500, "the store is gone");
    const std::size_t slash = rest.find('/', 1);
    const std::string name_space = rest.substr(1, slash == rest.npos ? slash : slash - 1);
    if (request.method == "DELETE") {
      if (stored[name_space].erase(rest.substr(slash + 1)) == 0) return Answer(404, "not found");
      return Answer(202, R"({"status":"success"})");
    }
    const auto groups = ReadRuleGroups("x:\n- " + Indented(request.body));
    if (!groups || groups->size() != 1) return Answer(400, "unable to decode rule group");
    stored[name_space][groups->front().name] = request.body;
    return Answer(202, R"({"status":"success","data":null,"errorType":"","error":""})");
  }

 private:
  static std::string Indented(const std::string& yaml) {
    std::string text;
    for (const char c : yaml) text += c == '\n' ? std::string("\n  ") : std::string(1, c);
    return text;
  }
  static http::HttpResponse Answer(int status, std::string body) {
    http::HttpResponse response;
    response.status = status;
    response.body = FromText(std::move(body));
    return response;
  }
  http::HttpResponse List() const {
    std::string text;
    for (const auto& [name_space, groups] : stored) {
      if (groups.empty()) continue;
      text += name_space + ":\n";
      for (const auto& [name, yaml] : groups) text += "- " + Indented(yaml) + "\n";
    }
    return text.empty() ? Answer(404, "no rule groups found\n") : Answer(200, std::move(text));
  }
};

constexpr std::string_view kFile = R"(namespace: web
groups:
- name: api
  interval: 60s
  limit: 10
  rules:
  - &rule
    alert: Slow
    expr: |
      rate(a[5m]) > 1
    for: 0s
    labels: {severity: 1, page: "true"}
  - {<<: *rule, alert: Slower}
- name: recorded
  rules: [{record: 'a:b', expr: up}]
)";

std::vector<RuleGroup> Read(std::string_view text, std::string_view name_space = {}) {
  const SourceBuffer file("rules/web.yml", std::string(text));
  auto groups = ReadRuleFile(file, name_space);
  REQUIRE(groups);
  return *groups;
}

api::Server ServerOf(FakeRuler& fake) {
  return *api::Server::Make(
      {.url = "http://h", .tenant = "team-a", .most_retries = 0, .api = &kMimirApi}, NoFiles(),
      fake);
}

std::vector<std::string> Planned(const RulePlan& plan) {
  std::vector<std::string> lines;
  for (const GroupChange& change : plan.changes) {
    const RuleGroup& group = change.group();
    lines.push_back(change.after != nullptr
                        ? "POST /" + group.name_space
                        : fmt::format("DELETE /{}/{}", group.name_space, group.name));
  }
  return lines;
}

TEST_CASE("a rule file is sent to a ruler group by group") {
  const std::vector<RuleGroup> groups = Read(kFile);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].name_space == "web");
  CHECK(groups[0].fields == Fields{{"interval", "1m"}, {"limit", "10"}});
  CHECK(groups[0].rules[1].title == "alert `Slower`");
  CHECK(groups[0].rules[0].fields == groups[0].rules[1].fields);
  CHECK(groups[0].yaml.find("limit: 10") != std::string::npos);
  CHECK(groups[0].yaml.find("severity: \"1\"") != std::string::npos);
  CHECK(Read(kFile, "other")[0].name_space == "other");
  CHECK(Read("groups: [{name: a, rules: [{record: 'a:b', expr: up}]}]")[0].name_space == "web");
}

TEST_CASE("a sync sends what the plan says and nothing else") {
  FakeRuler fake;
  fake.stored["other"]["kept"] = "name: kept\nrules: []";
  fake.stored["web"]["old"] = "name: old\nrules: []";
  // The same by other words.
  fake.stored["web"]["recorded"] = "name: recorded\nrules:\n- expr: 'up '\n  record: a:b";
  fake.stored["web"]["api"] =
      "name: api\ninterval: 2m\nrules:\n- {alert: Slow, expr: a > 1}\n- {alert: Gone, expr: a}";
  const api::Server server = ServerOf(fake);
  const Ruler ruler(server, std::string(kMimirRules));
  const std::vector<RuleGroup> wanted = Read(kFile);
  const auto there = ruler.Groups();
  REQUIRE(there);

  const auto kept = PlanRules(*there, wanted, false);
  CHECK(Planned(*kept) == std::vector<std::string>{"POST /web"});
  CHECK(kept->unchanged == 1);
  REQUIRE(kept->left.size() == 1);
  CHECK(kept->left[0]->name == "old");
  const auto plan = PlanRules(*there, wanted, true);
  CHECK(Planned(*plan) == std::vector<std::string>{"POST /web", "DELETE /web/old"});
  std::string differences;
  for (const Difference& one : DifferencesOf(*plan->changes[0].before, *plan->changes[0].after)) {
    differences +=
        fmt::format("{}{}|{}|{}|{}\n", one.sign, one.rule, one.field, one.before, one.after);
  }
  CHECK(differences ==
        "~|interval|2m|1m\n+|limit||10\n~alert `Slow`|expr|a > 1|rate(a[5m]) > 1\n"
        "+alert `Slow`|labels.page||true\n+alert `Slow`|labels.severity||1\n"
        "+alert `Slower`|||\n-alert `Gone`|||\n");

  CHECK(fake.changes.empty());
  CHECK(!Apply(ruler, *plan).fault);
  CHECK(fake.changes == Planned(*plan));
  CHECK(fake.stored["other"].size() == 1);
  // The server says now what the file says.
  const auto after = ruler.Groups();
  const auto nothing = PlanRules(*after, wanted, true);
  CHECK(nothing->changes.empty());
  CHECK(nothing->unchanged == 2);
}

TEST_CASE("a sync that fails halfway is finished by the next one") {
  FakeRuler fake;
  fake.lives = 1;
  const api::Server server = ServerOf(fake);
  const Ruler ruler(server, std::string(kMimirRules));
  const std::vector<RuleGroup> wanted = Read(kFile);
  const auto there = ruler.Groups();
  REQUIRE(there);
  CHECK(there->empty());
  const auto plan = PlanRules(*there, wanted, true);
  CHECK(plan->changes.size() == 2);
  const Applied applied = Apply(ruler, *plan);
  CHECK(applied.done == 1);
  REQUIRE(applied.fault);
  CHECK(applied.fault->message.find("the store is gone") != std::string::npos);
  fake.lives = SIZE_MAX;
  const auto rest = ruler.Groups();
  const auto second = PlanRules(*rest, wanted, true);
  CHECK(second->changes.size() == 1);
  CHECK(!Apply(ruler, *second).fault);
  CHECK(fake.stored["web"].size() == 2);
}

TEST_CASE("what is no answer of a ruler is a fault") {
  CHECK(ReadRuleGroups("- a").error().message == "expected namespaces with their groups");
  CHECK(ReadRuleGroups("a: b").error().message == "expected a list of groups in each namespace");
  CHECK(ReadRuleGroups("a: [{}]").error().message == "it has a group without a name");
  CHECK(ReadRuleGroups("{").error().message == "it is not valid YAML");
  CHECK(ReadRuleGroups("")->empty());
  const std::vector<RuleGroup> twice = Read(kFile);
  std::vector<RuleGroup> all = twice;
  all.insert(all.end(), twice.begin(), twice.end());
  CHECK(PlanRules({}, all, false).error().message ==
        "duplicate group `api` of the namespace `web` in `rules/web.yml` and `rules/web.yml`");
}

}  // namespace
}  // namespace check::mimir
