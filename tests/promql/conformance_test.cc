#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/promql/lexer.h"
#include "libcheck/promql/parse.h"
#include "tests/promql/ast_json.h"
#include "tests/support/shared.h"

namespace check::promql {
namespace {

using nlohmann::json;

std::string DecodeBase64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

// Text that is not UTF-8 comes as {"base64": ...}.
std::string Text(const json& value) {
  return value.is_object() ? DecodeBase64(value.at("base64").get<std::string>())
                           : value.get<std::string>();
}

ParseOptions Options(const json& row) {
  const json& options = row.at("options");
  ParseOptions result;
  result.experimental_functions = options.at("enable_experimental_functions");
  result.duration_expressions = options.at("experimental_duration_expr");
  result.extended_range_selectors = options.at("enable_extended_range_selectors");
  result.fill_modifiers = options.at("enable_binop_fill_modifiers");
  result.report_consequences = true;
  return result;
}

struct Parsed {
  Parsed(const std::string& text, const ParseOptions& options) : source("test", text) {
    expr = ParseExpr(source, options, arena, diagnostics);
  }
  SourceBuffer source;
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const Expr* expr = nullptr;
};

// Counts the cases of a file that agree, each of which `agrees` decides.
template <typename Agrees>
void RunFile(std::string_view name, Agrees agrees) {
  const std::string below = "conformance/promql/" + std::string(name);
  const auto path = test::Shared(below, below);
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const json row = json::parse(line);
    const std::string input = row.contains("input") ? Text(row.at("input")).substr(0, 200) : line;
    CAPTURE(input);
    const bool ok = agrees(row);
    CHECK(ok);
    ++total;
    agreed += ok ? 1 : 0;
  }
  test::PrintConformance("promql/" + std::string(name), agreed, total);
}

// Prometheus marks a fault of its lexer up to the end of the text, ours only the character or the
// word that is wrong.
bool MarksTheSame(const Diagnostic& found, const json& expected) {
  const Span span = found.where.span;
  const bool is_lexical = found.message.starts_with("unexpected character") ||
                          found.message.starts_with("bad number or duration syntax");
  return span.begin == expected.at("start") &&
         (span.end == expected.at("end") || (is_lexical && span.end < expected.at("end")));
}

// What Prometheus reports, in its order. Ours may go on after that.
bool ReportsTheSame(const Parsed& parsed, const json& errors) {
  const auto& found = parsed.diagnostics.found();
  if (found.size() < errors.size()) return false;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const json& expected = errors[i];
    const Diagnostic& actual = found[i];
    if (actual.message != expected.at("text") || !MarksTheSame(actual, expected) ||
        !actual.upstream.str().ends_with(": parse error: " + actual.message)) {
      MESSAGE("got ", actual.message, " at ", actual.where.span.begin, "-", actual.where.span.end,
              ", expected ", expected.dump());
      return false;
    }
  }
  // Each fault beyond is one that Prometheus does not get to, and is marked so.
  for (std::size_t i = errors.size(); i < found.size(); ++i) {
    if (!found[i].upstream.empty()) return false;
  }
  return true;
}

TEST_CASE("expressions give the trees and the errors that Prometheus gives") {
  RunFile("parse.jsonl", [](const json& row) {
    const Parsed parsed(Text(row.at("input")), Options(row));
    if (!row.at("ok").get<bool>()) {
      return parsed.expr == nullptr && ReportsTheSame(parsed, row.at("errors"));
    }
    if (parsed.expr == nullptr) {
      MESSAGE(parsed.diagnostics.found().at(0).message);
      return false;
    }
    const json expected = test::Normalized(row.at("ast"));
    const json actual = test::AstJson(*parsed.expr);
    if (actual != expected) MESSAGE(json::diff(expected, actual).dump());
    return actual == expected && parsed.diagnostics.found().empty();
  });
}

TEST_CASE("expressions are printed as Prometheus prints them") {
  RunFile("print.jsonl", [](const json& row) {
    const Parsed parsed(Text(row.at("input")), Options(row));
    if (parsed.expr == nullptr) return false;
    const std::string actual = ToString(*parsed.expr);
    if (actual != row.at("output")) MESSAGE("got ", actual);
    return actual == row.at("output");
  });
}

TEST_CASE("expressions are split over lines as Prometheus splits them") {
  RunFile("pretty.jsonl", [](const json& row) {
    const Parsed parsed(Text(row.at("input")), Options(row));
    if (parsed.expr == nullptr) return false;
    const std::string actual =
        Pretty(*parsed.expr, row.at("max_characters_per_line").get<std::size_t>());
    if (actual != row.at("output")) MESSAGE("got ", actual);
    return actual == row.at("output");
  });
}

TEST_CASE("the lexer takes and refuses what Prometheus's does") {
  RunFile("lex.jsonl", [](const json& row) {
    const std::string input = Text(row.at("input"));
    Lexer lexer(input, row.at("series_description").get<bool>() ? Lexer::Mode::kSeriesDescription
                                                                : Lexer::Mode::kExpression);
    Token token;
    do token = lexer.Next();
    while (token.kind != TokenKind::kEof && token.kind != TokenKind::kError);
    return (token.kind == TokenKind::kEof) == row.at("ok").get<bool>();
  });
}

TEST_CASE("the selectors in an expression are those that Prometheus extracts") {
  RunFile("selectors.jsonl", [](const json& row) {
    const Parsed parsed(Text(row.at("input")), Options(row));
    if (parsed.expr == nullptr) return false;
    const std::vector<const VectorSelector*> selectors = ListSelectors(*parsed.expr);
    const json& expected = row.at("selectors");
    if (selectors.size() != expected.size()) return false;
    for (std::size_t i = 0; i < selectors.size(); ++i) {
      const Parsed selector(expected[i].get<std::string>(), {});
      if (selector.expr == nullptr || !StructurallyEqual(*selectors[i], *selector.expr)) {
        return false;
      }
    }
    return true;
  });
}

TEST_CASE("selectors made by hand are printed as Prometheus prints them") {
  RunFile("print_vector_selector.jsonl", [](const json& row) {
    std::vector<std::string> text;
    for (const json& matcher : row.at("matchers")) {
      text.push_back(matcher.at("name"));
      text.push_back(matcher.at("value"));
    }
    std::vector<model::Matcher> matchers;
    std::size_t at = 0;
    for (const json& matcher : row.at("matchers")) {
      model::MatchType type = model::MatchType::kEqual;
      for (const auto one :
           {model::MatchType::kNotEqual, model::MatchType::kRegexp, model::MatchType::kNotRegexp}) {
        if (matcher.at("op") == std::string(model::ToString(one))) type = one;
      }
      matchers.push_back({type, text[at], text[at + 1]});
      at += 2;
    }
    const std::string name = row.at("name");
    VectorSelector selector;
    selector.kind = ExprKind::kVectorSelector;
    selector.name = name;
    selector.matchers = matchers;
    return ToString(selector) == row.at("output");
  });
}

}  // namespace
}  // namespace check::promql
