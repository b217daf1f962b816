#include "tests/slo/rule_differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/promql/parse.h"
#include "libcheck/yaml/node.h"
#include "libcheck/yaml/parse.h"

namespace check::test {
namespace {

using Json = nlohmann::json;

Json ToJson(const yaml::Node& node) {
  if (node.IsMapping()) {
    Json object = Json::object();
    for (const yaml::Entry& entry : node.entries()) {
      if (!entry.value.IsNull()) object[std::string(entry.key.scalar())] = ToJson(entry.value);
    }
    return object;
  }
  if (node.IsSequence()) {
    Json list = Json::array();
    for (const yaml::Node& item : node.items()) list.push_back(ToJson(item));
    return list;
  }
  return std::string(node.scalar());
}

Json Read(std::string_view text) {
  const SourceBuffer file(SharedText("rules.yaml"), std::string(text));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  if (diagnostics.HasErrors() || stream.documents.empty()) return {};
  return ToJson(*stream.documents.front().root);
}

void Normalize(Json& object, const char* field) {
  if (!object.contains(field)) return;
  const auto duration = ParsePrometheusDuration(object[field].get<std::string>());
  if (!duration) return;
  if (*duration == Duration::zero()) {
    object.erase(field);
  } else {
    object[field] = FormatPrometheusDuration(*duration);
  }
}

bool Close(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

// Whether the trees are the same but for the last digits of numbers. White space and parentheses
// do not count.
bool Same(const promql::Expr* a, const promql::Expr* b) {
  a = promql::StripParens(a);
  b = promql::StripParens(b);
  if (a->kind != b->kind) return false;
  if (const auto* number = promql::TryAs<promql::NumberLiteral>(a)) {
    return Close(number->value, promql::As<promql::NumberLiteral>(*b).value);
  }
  if (const auto* binary = promql::TryAs<promql::BinaryExpr>(a)) {
    const auto& other = promql::As<promql::BinaryExpr>(*b);
    const auto labels = [](const promql::BinaryExpr& expr) {
      return expr.matching == nullptr
                 ? std::vector<std::string_view>()
                 : std::vector(expr.matching->labels.begin(), expr.matching->labels.end());
    };
    return binary->op == other.op && binary->return_bool == other.return_bool &&
           labels(*binary) == labels(other) && Same(binary->lhs, other.lhs) &&
           Same(binary->rhs, other.rhs);
  }
  if (const auto* call = promql::TryAs<promql::Call>(a)) {
    const auto& other = promql::As<promql::Call>(*b);
    return call->function == other.function &&
           std::ranges::equal(call->arguments, other.arguments, Same);
  }
  if (const auto* aggregate = promql::TryAs<promql::AggregateExpr>(a)) {
    const auto& other = promql::As<promql::AggregateExpr>(*b);
    return aggregate->aggregation == other.aggregation && aggregate->without == other.without &&
           std::ranges::equal(aggregate->grouping, other.grouping) &&
           (aggregate->parameter == nullptr) == (other.parameter == nullptr) &&
           Same(aggregate->expr, other.expr);
  }
  return promql::StructurallyEqual(*a, *b);
}

bool SameExpr(const std::string& a, const std::string& b) {
  Arena arena;
  Diagnostics diagnostics;
  const SourceBuffer text_a(SharedText("a"), a);
  const SourceBuffer text_b(SharedText("b"), b);
  const promql::Expr* tree_a = promql::ParseExpr(text_a, {}, arena, diagnostics);
  const promql::Expr* tree_b = promql::ParseExpr(text_b, {}, arena, diagnostics);
  return tree_a != nullptr && tree_b != nullptr && Same(tree_a, tree_b);
}

std::string TakeExpr(Json& rule) {
  const std::string expr = rule.value("expr", "");
  rule.erase("expr");
  return expr;
}

std::string NameOf(const Json& rule) { return rule.value("record", rule.value("alert", "")); }

void CompareRules(const std::string& group, Json ours, Json theirs,
                  std::vector<std::string>& differences) {
  const std::string place = fmt::format("{}, {}", group, NameOf(theirs));
  const std::string our_expr = TakeExpr(ours);
  const std::string their_expr = TakeExpr(theirs);
  Normalize(ours, "for");
  Normalize(theirs, "for");
  if (ours != theirs) {
    differences.push_back(fmt::format("{}: {} != {}", place, ours.dump(), theirs.dump()));
  }
  if (!SameExpr(our_expr, their_expr)) {
    differences.push_back(fmt::format("{}: {} != {}", place, our_expr, their_expr));
  }
}

Json TakeList(Json& object, const char* field) {
  Json list = object.value(field, Json::array());
  object.erase(field);
  return list;
}

void CompareGroups(Json ours, Json theirs, std::vector<std::string>& differences) {
  const std::string name = theirs.value("name", "");
  const Json our_rules = TakeList(ours, "rules");
  const Json their_rules = TakeList(theirs, "rules");
  Normalize(ours, "interval");
  Normalize(theirs, "interval");
  if (ours != theirs) {
    differences.push_back(fmt::format("{}: {} != {}", name, ours.dump(), theirs.dump()));
  }
  if (our_rules.size() != their_rules.size()) {
    differences.push_back(
        fmt::format("{}: {} rules != {}", name, our_rules.size(), their_rules.size()));
  }
  for (std::size_t i = 0; i < std::min(our_rules.size(), their_rules.size()); ++i) {
    CompareRules(name, our_rules[i], their_rules[i], differences);
  }
}

Json TakeGroups(Json& file) {
  const bool is_object = file.contains("spec");
  Json all = TakeList(is_object ? file["spec"] : file, "groups");
  Json groups = Json::array();
  for (Json& group : all) {
    if (!group.value("name", "").empty()) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

std::vector<std::string> RuleDifferences(std::string_view ours, std::string_view theirs) {
  std::vector<std::string> differences;
  Json our_file = Read(ours);
  Json their_file = Read(theirs);
  if (our_file.is_null() || their_file.is_null()) return {"not YAML"};
  const Json our_groups = TakeGroups(our_file);
  const Json their_groups = TakeGroups(their_file);
  if (our_file != their_file) {
    differences.push_back(fmt::format("{} != {}", our_file.dump(), their_file.dump()));
  }
  if (our_groups.size() != their_groups.size()) {
    differences.push_back(fmt::format("{} groups != {}", our_groups.size(), their_groups.size()));
  }
  for (std::size_t i = 0; i < std::min(our_groups.size(), their_groups.size()); ++i) {
    CompareGroups(our_groups[i], their_groups[i], differences);
  }
  return differences;
}

}  // namespace check::test
