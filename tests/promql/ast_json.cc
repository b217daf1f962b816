#include "tests/promql/ast_json.h"

#include <cmath>
#include <string>
#include <utility>

#include "libcheck/base/utf8.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"

namespace check::test {
namespace {

using nlohmann::json;
using namespace promql;

std::string OpName(Op op) {
  static constexpr const char* kNames[] = {
      "ADD", "SUB",     "MUL",  "DIV",   "MOD",    "POW",        "ATAN2",      "EQLC",
      "NEQ", "GTR",     "GTE",  "LSS",   "LTE",    "TRIM_UPPER", "TRIM_LOWER", "LAND",
      "LOR", "LUNLESS", "STEP", "RANGE", "MIN_OF", "MAX_OF"};
  return kNames[static_cast<std::size_t>(op)];
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  return upper;
}

json Number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return value;
}

json Range(Span span) {
  return {{"node", "PositionRange"}, {"Start", span.begin}, {"End", span.end}};
}

json Milliseconds(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

// As the data has it: what is no UTF-8 goes into base 64.
json Text(std::string_view text) {
  if (IsValidUtf8(text)) return std::string(text);
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = i; j < i + 3; ++j) {
      bits = bits << 8 | (j < text.size() ? static_cast<unsigned char>(text[j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += i + j > text.size() ? '=' : kDigits[bits >> (18 - 6 * j) & 63];
    }
  }
  return {{"base64", out}};
}

json Strings(std::span<const std::string_view> strings) {
  json list = json::array();
  for (const std::string_view one : strings) list.push_back(std::string(one));
  return list;
}

void AddShift(json& out, const TimeShift& shift) {
  out["OriginalOffset_ms"] = Milliseconds(shift.offset);
  if (shift.offset_expr != nullptr) out["OriginalOffsetExpr"] = AstJson(*shift.offset_expr);
  if (shift.at == AtModifier::kTimestamp) out["Timestamp"] = shift.timestamp_ms;
  if (shift.at == AtModifier::kStart) out["StartOrEnd"] = "START";
  if (shift.at == AtModifier::kEnd) out["StartOrEnd"] = "END";
}

json Raw(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::kNumber: {
      const auto& number = As<NumberLiteral>(expr);
      return {{"node", "NumberLiteral"},
              {"Val", Number(number.value)},
              {"Duration", number.is_duration},
              {"PosRange", Range(number.span)}};
    }
    case ExprKind::kString:
      return {{"node", "StringLiteral"},
              {"Val", Text(As<StringLiteral>(expr).value)},
              {"PosRange", Range(expr.span)}};
    case ExprKind::kVectorSelector: {
      const auto& selector = As<VectorSelector>(expr);
      json matchers = json::array();
      for (const model::Matcher& matcher : selector.matchers) {
        matchers.push_back({{"name", std::string(matcher.name)},
                            {"op", std::string(ToString(matcher.type))},
                            {"value", std::string(matcher.value)}});
      }
      json out = {{"node", "VectorSelector"},
                  {"Name", std::string(selector.name_in_braces ? "" : selector.name)},
                  {"LabelMatchers", matchers},
                  {"Anchored", selector.anchored},
                  {"Smoothed", selector.smoothed},
                  {"BypassEmptyMatcherCheck", selector.may_match_everything},
                  {"PosRange", Range(selector.span)}};
      AddShift(out, selector.shift);
      return out;
    }
    case ExprKind::kMatrixSelector: {
      const auto& range = As<MatrixSelector>(expr);
      json out = {{"node", "MatrixSelector"},
                  {"VectorSelector", AstJson(*range.vector)},
                  {"Range_ms", Milliseconds(range.range)},
                  {"EndPos", range.span.end}};
      if (range.range_expr != nullptr) out["RangeExpr"] = AstJson(*range.range_expr);
      return out;
    }
    case ExprKind::kSubquery: {
      const auto& subquery = As<SubqueryExpr>(expr);
      json out = {{"node", "SubqueryExpr"},
                  {"Expr", AstJson(*subquery.expr)},
                  {"Range_ms", Milliseconds(subquery.range)},
                  {"Step_ms", Milliseconds(subquery.step)},
                  {"EndPos", subquery.span.end}};
      if (subquery.range_expr != nullptr) out["RangeExpr"] = AstJson(*subquery.range_expr);
      if (subquery.step_expr != nullptr) out["StepExpr"] = AstJson(*subquery.step_expr);
      AddShift(out, subquery.shift);
      return out;
    }
    case ExprKind::kCall: {
      const auto& call = As<Call>(expr);
      json arguments = json::array();
      for (const Expr* argument : call.arguments) arguments.push_back(AstJson(*argument));
      return {{"node", "Call"},
              {"Func", std::string(call.function->name)},
              {"Args", arguments},
              {"PosRange", Range(call.span)}};
    }
    case ExprKind::kAggregate: {
      const auto& aggregate = As<AggregateExpr>(expr);
      json out = {{"node", "AggregateExpr"},          {"Op", Upper(aggregate.aggregation->name)},
                  {"Expr", AstJson(*aggregate.expr)}, {"Grouping", Strings(aggregate.grouping)},
                  {"Without", aggregate.without},     {"PosRange", Range(aggregate.span)}};
      if (aggregate.parameter != nullptr) out["Param"] = AstJson(*aggregate.parameter);
      return out;
    }
    case ExprKind::kBinary: {
      const auto& binary = As<BinaryExpr>(expr);
      json out = {{"node", "BinaryExpr"},
                  {"Op", OpName(binary.op)},
                  {"LHS", AstJson(*binary.lhs)},
                  {"RHS", AstJson(*binary.rhs)},
                  {"ReturnBool", binary.return_bool}};
      if (const VectorMatching* matching = binary.matching) {
        static constexpr const char* kCards[] = {"CardOneToOne", "CardManyToOne", "CardOneToMany",
                                                 "CardManyToMany"};
        json fills = json::object();
        if (matching->fill_lhs) fills["LHS"] = Number(*matching->fill_lhs);
        if (matching->fill_rhs) fills["RHS"] = Number(*matching->fill_rhs);
        out["VectorMatching"] =
            Normalized({{"node", "VectorMatching"},
                        {"Card", kCards[static_cast<std::size_t>(matching->cardinality)]},
                        {"MatchingLabels", Strings(matching->labels)},
                        {"On", matching->on},
                        {"Include", Strings(matching->include)},
                        {"FillValues", fills}});
      }
      return out;
    }
    case ExprKind::kUnary: {
      const auto& unary = As<UnaryExpr>(expr);
      return {{"node", "UnaryExpr"},
              {"Op", OpName(unary.op)},
              {"Expr", AstJson(*unary.expr)},
              {"StartPos", unary.span.begin}};
    }
    case ExprKind::kParen:
      return {{"node", "ParenExpr"},
              {"Expr", AstJson(*As<ParenExpr>(expr).expr)},
              {"PosRange", Range(expr.span)}};
    case ExprKind::kDuration: {
      const auto& duration = As<DurationExpr>(expr);
      json out = {{"node", "DurationExpr"},
                  {"Op", OpName(duration.op)},
                  {"Wrapped", duration.wrapped},
                  {"StartPos", duration.span.begin},
                  {"EndPos", duration.span.end}};
      if (duration.lhs != nullptr) out["LHS"] = AstJson(*duration.lhs);
      if (duration.rhs != nullptr) out["RHS"] = AstJson(*duration.rhs);
      return out;
    }
  }
  return nullptr;
}

bool IsZero(const json& value) {
  return value.is_null() || value == "" || value == "CardOneToOne" ||
         (value.is_boolean() && !value.get<bool>()) ||
         (value.is_number() && value.get<double>() == 0) ||
         (value.is_structured() && value.empty());
}

}  // namespace

json AstJson(const Expr& expr) { return Normalized(Raw(expr)); }

json Normalized(const json& expected) {
  if (expected.is_array()) {
    json out = json::array();
    for (const json& one : expected) out.push_back(Normalized(one));
    return out;
  }
  if (!expected.is_object()) return expected;
  json out = json::object();
  const bool is_duration = expected.value("node", "") == "DurationExpr";
  for (const auto& [key, value] : expected.items()) {
    // Only step() and range() use both ends, only signs and wrapped numbers the start.
    if (is_duration && key == "EndPos" && expected.contains("RHS")) continue;
    if (is_duration && key == "StartPos" && expected.contains("LHS")) continue;
    json normalized = Normalized(value);
    // A timestamp of zero is not the same as none.
    if (!IsZero(normalized) || key == "Timestamp") out[key] = std::move(normalized);
  }
  return out;
}

}  // namespace check::test
