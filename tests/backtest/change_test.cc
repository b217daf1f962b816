#include "libcheck/backtest/change.h"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/memory_files.h"
#include "libcheck/promql/parse.h"

namespace check::backtest {
namespace {

struct Rules {
  explicit Rules(std::string_view expr) {
    files.Write("rules.yml", "groups: [{name: a, rules: [{alert: A, for: 1m, expr: '" +
                                 std::string(expr) + "'}, {alert: B, expr: up > 2}]}]");
    const std::string path = "rules.yml";
    library = std::make_unique<rules::RuleLibrary>(files, std::span(&path, 1),
                                                   rules::RuleLibraryOptions());
    for (const auto& group : library->Find(path).groups) groups.push_back(&group);
  }
  MemoryFiles files;
  std::unique_ptr<rules::RuleLibrary> library;
  std::vector<const rules::PreparedGroup*> groups;
};

// What the expression of A is after the change, or why there is none.
std::string Changed(std::string_view expr, std::string_view text) {
  const Rules rules(expr);
  REQUIRE(rules.groups.size() == 1);
  auto change = Change::Parse(text);
  if (!change) return change.error().message;
  const auto changed = ChangedRules::Make(rules.groups, {&*change, 1}, {});
  if (!changed) return changed.error().message;
  const auto groups = (*changed)->groups();
  CHECK(promql::ToString(*groups[0]->rules[1].expr) == "up > 2");
  return promql::ToString(*groups[0]->rules[0].expr);
}

TEST_CASE("a threshold takes the place of the number that is compared with") {
  CHECK(Changed("up > 0.5", "A:threshold=0.7") == "up > (0.7)");
  CHECK(Changed("0.5 < rate(up[5m])", "A:threshold=-1") == "(-1) < rate(up[5m])");
  CHECK(Changed("a / b > 14.4 * 0.001 and c > 14.4 * 0.001", "A:threshold=0.01") ==
        "a / b > (0.01) and c > (0.01)");
  CHECK(Changed("a > on (job) b and c > 3", "A:threshold=4") == "a > on (job) b and c > (4)");
}

TEST_CASE("what cannot be changed is told") {
  CHECK(Changed("a > 1 and b > 2", "A:threshold=3") ==
        "alert `A` compares with several numbers, such as `1` and `2`: change a copy of its file, "
        "and use --compare");
  CHECK(Changed("absent(a)", "A:threshold=3") == "alert `A` does not compare with a number");
  CHECK(Changed("a > 1", "C:for=3m") == "unknown alert `C`");
  for (const std::string_view text :
       {"A", "A:for", ":for=1m", "A:for=x", "A:threshold=x", "A:wait=1m", "for=1m"}) {
    CAPTURE(text);
    CHECK_FALSE(Change::Parse(text).ok());
  }
}

TEST_CASE("a changed `for` is that of all alerts of the name") {
  const Rules rules("up > 1");
  const std::vector<Change> changes = {*Change::Parse("A:for=10m"),
                                       *Change::Parse("A:keep_firing_for=1h")};
  const auto changed = ChangedRules::Make(rules.groups, changes, {});
  REQUIRE(changed.ok());
  const auto groups = (*changed)->groups();
  CHECK(groups[0]->rules[0].rule->hold == std::chrono::minutes(10));
  CHECK(groups[0]->rules[0].rule->keep_firing_for == std::chrono::hours(1));
  CHECK(groups[0]->rules[1].rule->hold == Duration::zero());
  CHECK(rules.groups[0]->rules[0].rule->hold == std::chrono::minutes(1));
}

}  // namespace
}  // namespace check::backtest
