#include "tools/rule_plan_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "libcheck/result/grid.h"

namespace tools {
namespace {

namespace mimir = check::mimir;
using check::report::Json;
using check::result::Tone;

Tone ToneOf(char sign) {
  return sign == '+' ? Tone::kGood : sign == '-' ? Tone::kBad : Tone::kWarning;
}

std::string Line(char sign, std::string text, bool colour) {
  text = fmt::format("{} {}", sign, text);
  return (colour ? check::result::Coloured(std::move(text), ToneOf(sign)) : text) + "\n";
}

std::string RulesText(std::size_t count) {
  return count == 1 ? "1 rule" : fmt::format("{} rules", count);
}

// A value in one line.
std::string Shown(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::string DifferenceText(const mimir::Difference& difference, bool colour) {
  std::string text = difference.rule;
  if (difference.field == "order") text = "the order of the rules differs";
  if (!difference.field.empty() && difference.field != "order") {
    text += fmt::format("{}{}", text.empty() ? "" : ": ", difference.field);
    const auto& [before, after] = std::pair(difference.before, difference.after);
    if (!before.empty() && !after.empty()) {
      text += fmt::format("\n        {}\n     -> {}", Shown(before), Shown(after));
    } else if (!before.empty() || !after.empty()) {
      text += fmt::format(" {}", Shown(before + after));
    }
  }
  return "    " + Line(difference.sign, std::move(text), colour);
}

std::size_t Count(const mimir::RulePlan& plan, char sign) {
  return static_cast<std::size_t>(
      std::ranges::count(plan.changes, sign, [](const auto& change) { return change.sign(); }));
}

Json DifferenceJson(const mimir::Difference& difference) {
  Json json = {{"sign", std::string(1, difference.sign)}};
  if (!difference.rule.empty()) json["rule"] = difference.rule;
  if (!difference.field.empty()) json["field"] = difference.field;
  if (!difference.before.empty()) json["before"] = difference.before;
  if (!difference.after.empty()) json["after"] = difference.after;
  return json;
}

std::string_view ActionOf(char sign) {
  return sign == '+' ? "create" : sign == '-' ? "delete" : "update";
}

}  // namespace

std::string PlanText(const mimir::RulePlan& plan, bool colour) {
  std::string text;
  for (const mimir::GroupChange& change : plan.changes) {
    const mimir::RuleGroup& group = change.group();
    text +=
        Line(change.sign(),
             fmt::format("{}/{}  {}", group.name_space, group.name, RulesText(group.rules.size())),
             colour);
    if (change.sign() != '~') continue;
    for (const auto& difference : mimir::DifferencesOf(*change.before, *change.after)) {
      text += DifferenceText(difference, colour);
    }
  }
  for (const mimir::RuleGroup* group : plan.left) {
    text += fmt::format("  {}/{}  in no file, kept: --prune deletes it\n", group->name_space,
                        group->name);
  }
  return text + fmt::format("{} to create, {} to update, {} to delete, {} unchanged\n",
                            Count(plan, '+'), Count(plan, '~'), Count(plan, '-'), plan.unchanged);
}

Json PlanJson(const mimir::RulePlan& plan) {
  Json json = {{"version", 1}, {"changes", Json::array()}};
  for (const mimir::GroupChange& change : plan.changes) {
    const mimir::RuleGroup& group = change.group();
    Json item = {{"action", ActionOf(change.sign())},
                 {"namespace", group.name_space},
                 {"group", group.name},
                 {"rules", group.rules.size()}};
    if (change.sign() == '~') {
      item["differences"] = Json::array();
      for (const auto& difference : mimir::DifferencesOf(*change.before, *change.after)) {
        item["differences"].push_back(DifferenceJson(difference));
      }
    }
    json["changes"].push_back(std::move(item));
  }
  json["unchanged"] = plan.unchanged;
  json["left"] = Json::array();
  for (const mimir::RuleGroup* group : plan.left) {
    json["left"].push_back({{"namespace", group->name_space}, {"group", group->name}});
  }
  return json;
}

}  // namespace tools
