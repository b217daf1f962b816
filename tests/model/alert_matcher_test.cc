#include "libcheck/model/alert_matcher.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/model/alert_matcher_lexer.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "tests/support/shared.h"

namespace check::model {
namespace {

using nlohmann::json;

MatchType TypeOf(std::string_view op) {
  for (const MatchType type : {MatchType::kNotEqual, MatchType::kRegexp, MatchType::kNotRegexp}) {
    if (op == ToString(type)) return type;
  }
  return MatchType::kEqual;
}

AlertMatcher Made(MatchType type, std::string name, std::string value) {
  Result<AlertMatcher> matcher = AlertMatcher::Make(type, std::move(name), std::move(value));
  REQUIRE(matcher.ok());
  return *matcher;
}

AlertMatcher FromRow(const json& row) {
  return Made(TypeOf(row.at("op").get<std::string>()), row.at("name"), row.at("value"));
}

MatcherMode ModeOf(const json& row) {
  if (row.at("mode") == "classic") return MatcherMode::kClassic;
  return row.at("mode") == "utf8" ? MatcherMode::kUtf8 : MatcherMode::kFallback;
}

// Runs `agrees` on each row of a file of Alertmanager's own tests.
template <typename Agrees>
void ForEachRow(const char* name, Agrees&& agrees) {
  const std::string file = std::string("alertmanager_matchers/") + name;
  const auto path = test::Shared("conformance/" + file, "matchers");
  if (!path) return;
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    CAPTURE(line);
    const bool same = agrees(json::parse(line));
    CHECK(same);
    ++total;
    agreed += same ? 1 : 0;
  }
  test::PrintConformance(file, agreed, total);
}

// The words of the UTF-8 syntax, in the notation of the rows.
json Tokens(MatcherLexer& lexer) {
  constexpr const char* kNames[] = {"end",    "open_brace", "close_brace", "comma",
                                    "equals", "not_equals", "matches",     "not_matches",
                                    "quoted", "unquoted"};
  json tokens = json::array();
  for (;;) {
    const MatcherToken token = lexer.Scan();
    if (token.kind == MatcherTokenKind::kEnd) return tokens;
    tokens.push_back({{"kind", kNames[static_cast<std::size_t>(token.kind)]},
                      {"value", token.text},
                      {"start", token.span.begin},
                      {"end", token.span.end},
                      {"column_start", token.columns.begin},
                      {"column_end", token.columns.end}});
  }
}

TEST_CASE("the UTF-8 syntax of matchers is cut into tokens as in Alertmanager's own tests") {
  ForEachRow("lex.jsonl", [](const json& row) {
    const auto input = row.at("input").get<std::string>();
    MatcherLexer lexer(input);
    const json tokens = Tokens(lexer);
    CHECK(tokens == row.at("tokens"));
    const std::string error = lexer.fault() ? lexer.fault()->message : "";
    CHECK(error == row.value("error", ""));
    return tokens == row.at("tokens") && error == row.value("error", "");
  });
}

TEST_CASE("matchers are parsed as in Alertmanager's own tests") {
  ForEachRow("parse.jsonl", [](const json& row) {
    const auto input = row.at("input").get<std::string>();
    const MatcherMode mode = ModeOf(row);
    const bool one = row.at("function") == "matcher";
    const ParsedMatchers parsed = !one                         ? ParseMatchers(input, mode)
                                  : mode == MatcherMode::kUtf8 ? ParseUtf8Matcher(input)
                                                               : ParseMatcher(input, mode);
    const std::string message = parsed.fault ? parsed.fault->message : "";
    if (!row.at("ok").get<bool>()) {
      CHECK(message == row.value("error", message));
      return parsed.fault.has_value() && message == row.value("error", message);
    }
    CHECK(message == "");
    CHECK(parsed.spans.size() == parsed.matchers.size());
    const json& expected = row.at("matchers");
    return !parsed.fault &&
           std::equal(expected.begin(), expected.end(), parsed.matchers.begin(),
                      parsed.matchers.end(),
                      [](const json& a, const AlertMatcher& b) { return FromRow(a) == b; });
  });
}

TEST_CASE("matchers match and are printed as in Alertmanager's own tests") {
  ForEachRow("match.jsonl", [](const json& row) {
    const AlertMatcher matcher =
        Made(TypeOf(row.at("op").get<std::string>()), "l", row.at("pattern"));
    return matcher.Matches(row.at("value").get<std::string>()) == row.at("match").get<bool>();
  });
  ForEachRow("string.jsonl", [](const json& row) {
    CHECK(FromRow(row).ToString() == row.at("string").get<std::string>());
    return FromRow(row).ToString() == row.at("string").get<std::string>();
  });
}

TEST_CASE("the API's two switches of a matcher are its type, as in Alertmanager's own tests") {
  ForEachRow("json_marshal.jsonl", [](const json& row) {
    const AlertMatcher matcher = FromRow(row);
    const json written = {{"name", matcher.name()},
                          {"value", matcher.value()},
                          {"isRegex", IsRegexp(matcher.type())},
                          {"isEqual", !IsNegated(matcher.type())}};
    return written == json::parse(row.at("json").get<std::string>());
  });
  ForEachRow("json_unmarshal.jsonl", [](const json& row) {
    const json read = json::parse(row.at("json").get<std::string>());
    const MatchType type = MatchTypeOf(read.value("isRegex", false), !read.value("isEqual", true));
    return Made(type, read.at("name"), read.at("value")) == FromRow(row.at("matcher"));
  });
}

TEST_CASE("names of labels are judged as in Alertmanager's own tests") {
  ForEachRow("label_names.jsonl", [](const json& row) {
    return IsValidLabelName(row.at("name").get<std::string>(), LabelNames(ModeOf(row))) ==
           row.at("valid").get<bool>();
  });
}

TEST_CASE(
    "regular expressions match the whole value, lines apart, and a bad one is told in Go's words") {
  const auto matches = [](MatchType type, const char* pattern, std::string_view value) {
    return Made(type, "l", pattern).Matches(value);
  };
  CHECK(matches(MatchType::kRegexp, "a.c", "abc"));
  CHECK_FALSE(matches(MatchType::kRegexp, "a.c", "a\nc"));
  CHECK_FALSE(matches(MatchType::kRegexp, "b", "abc"));
  CHECK(matches(MatchType::kNotRegexp, "b.", ""));
  CHECK(matches(MatchType::kRegexp, "web|db", "db"));
  CHECK_FALSE(matches(MatchType::kRegexp, "web|db", "web|db"));
  CHECK(matches(MatchType::kRegexp, "web|", ""));
  CHECK(matches(MatchType::kRegexp, "^(?:web|db)$", "web"));
  CHECK_FALSE(matches(MatchType::kRegexp, "^(?:web|db)$", "we"));
  CHECK_FALSE(matches(MatchType::kRegexp, "", "a"));
  CHECK(matches(MatchType::kNotRegexp, "web|db", "we"));
  CHECK(matches(MatchType::kRegexp, "(a{2}|b){3}", "aabb"));
  CHECK(matches(MatchType::kRegexp, "a$|^b", "b"));
  const auto error = [](const char* pattern) {
    const auto matcher = AlertMatcher::Make(MatchType::kRegexp, "l", pattern);
    return matcher ? "" : matcher.error().message;
  };
  CHECK(error("(a") == "error parsing regexp: missing closing ): `^(?:(a)$`");
  CHECK(error("a{1001}") == "error parsing regexp: invalid repeat count: `{1001}`");
  // Too large for RE2: said when it is read, not when it is first used.
  CHECK(error("((a{100}){100}){100}") != "");
}

TEST_CASE("matchers are sorted by name, value and type, and printed side by side") {
  std::vector<AlertMatcher> matchers = {
      Made(MatchType::kRegexp, "b", "x"), Made(MatchType::kNotEqual, "a", "y"),
      Made(MatchType::kEqual, "a", "z"), Made(MatchType::kEqual, "a", "y")};
  std::sort(matchers.begin(), matchers.end());
  CHECK(ToString(matchers) == R"({a="y",a!="y",a="z",b=~"x"})");
  CHECK(JoinMatchers({}) == "");
  CHECK(Made(MatchType::kEqual, "a b", "c\td\n").ToString() == R"("a b"="c\td\n")");
  LabelTable table;
  CHECK(MatchesAll({}, table.Empty()));
  CHECK(MatchesAll(matchers, table.Make({{"b", "x"}})) == false);
}

struct Told {
  std::string text;  // The matchers, or the error.
  MatcherOddity oddity;
  std::string utf8;  // What the UTF-8 syntax makes of it where that is odd.
  friend bool operator==(const Told&, const Told&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Told& told) {
    return out << told.text << " / " << static_cast<int>(told.oddity) << " / " << told.utf8;
  }
};

Told Tell(const ParsedMatchers& parsed) {
  return {parsed.fault ? parsed.fault->message : ToString(parsed.matchers), parsed.oddity,
          parsed.utf8_fault ? parsed.utf8_fault->message : JoinMatchers(parsed.utf8_matchers)};
}

TEST_CASE("by default both syntaxes are tried, and where they differ the classic one counts") {
  const auto tell = [](std::string_view input) {
    return Tell(ParseMatcher(input, MatcherMode::kFallback));
  };
  CHECK(tell("a=b") == Told{R"({a="b"})", MatcherOddity::kNone, ""});
  CHECK(tell(R"(a="b\tc")") == Told{R"({a="b\\tc"})", MatcherOddity::kDisagreement, "a=\"b\tc\""});
  CHECK(tell("a=b,") == Told{R"({a="b,"})", MatcherOddity::kDisagreement, R"(a="b")"});
  CHECK(tell("foo=") ==
        Told{R"({foo=""})", MatcherOddity::kNotUtf8Syntax, "end of input: expected label value"});
  CHECK(tell(R"("a b"=c)") == Told{R"({"a b"="c"})", MatcherOddity::kNone, ""});
  CHECK(tell("foo!bar") == Told{"bad matcher format: foo!bar", MatcherOddity::kNone, ""});
  CHECK(tell("{a=b}") == Told{"unexpected open or close brace: {a=b}", MatcherOddity::kNone, ""});
  CHECK(tell(R"(a=~"[")") ==
        Told{"error parsing regexp: missing closing ]: `[)$`", MatcherOddity::kNone, ""});
  // What Alertmanager does with an empty list.
  CHECK(Tell(ParseMatchers("{}", MatcherMode::kFallback)) ==
        Told{"{}", MatcherOddity::kDisagreement, ""});
  CHECK(Tell(ParseMatchers("{a=b,c=~d}", MatcherMode::kFallback)) ==
        Told{R"({a="b",c=~"d"})", MatcherOddity::kNone, ""});
}

TEST_CASE("each syntax by itself says where it stumbles") {
  const auto utf8 = [](std::string_view input) {
    return Tell(ParseMatchers(input, MatcherMode::kUtf8)).text;
  };
  CHECK(utf8("a=b c=d") == "4:5: unexpected c: expected a comma or close brace");
  CHECK(utf8("=b") == "0:1: unexpected =: expected label name");
  CHECK(utf8("a!b") ==
        "1:2: !: expected one of '=~': expected an operator such as '=', '!=', "
        "'=~' or '!~'");
  CHECK(utf8("a}") == "1:2: unexpected }: expected an operator such as '=', '!=', '=~' or '!~'");
  CHECK(utf8("a=b}") == "0:4: }: expected opening brace");
  CHECK(utf8("{a=b") == "0:4: end of input: expected close brace");
  CHECK(utf8("{a=b} c") == "6:7: c: expected end of input");
  CHECK(utf8("{a=b}~") == "5:6: ~: invalid input: expected end of input");
  CHECK(utf8("}") == "0:1: }: expected opening brace");
  CHECK(utf8("~") == "0:1: ~: invalid input");
  CHECK(utf8("{~") == "1:2: ~: invalid input");
  CHECK(utf8("a=b,=") == "4:5: unexpected =: expected a matcher or close brace after comma");
  CHECK(utf8("a=~\"[\"") ==
        "failed to create matcher: error parsing regexp: missing closing ]: `[)$`");
  CHECK(utf8("a=\"b\n\"") == "2:6: \"b\n\": invalid input");
  CHECK(utf8(R"(a="\xff")") == R"(2:8: "\xff": invalid input)");
  CHECK(utf8("") == "{}");
  CHECK(utf8("{ a = b , } ") == R"({a="b"})");
  const ParsedMatchers parsed = ParseMatchers(R"({a=b, "c"="d"})", MatcherMode::kUtf8);
  CHECK(parsed.spans == std::vector<Span>{{1, 4}, {6, 13}});

  const auto classic = [](std::string_view input) {
    return Tell(ParseMatchers(input, MatcherMode::kClassic)).text;
  };
  CHECK(classic("a=b}") == R"({a="b"})");
  CHECK(classic("{a=b") == R"({a="b"})");
  CHECK(classic(R"(a="b,\",c", d!~e,)") == R"({a="b,\",c",d!~"e"})");
  CHECK(classic("a=b,,c=d") == "bad matcher format: ");
  CHECK(classic("a=\xff") == "{a=\"\xEF\xBF\xBD\"}");
  CHECK(Tell(ParseMatcher("a=\xff", MatcherMode::kClassic)).text ==
        "matcher value not valid UTF-8: \xff");
  CHECK(Tell(ParseMatcher(" a: =~ \\", MatcherMode::kClassic))
            .text.starts_with("error parsing regexp: "));
  const ParsedMatchers fault = ParseMatchers(R"({a=b, c="d"e})", MatcherMode::kClassic);
  REQUIRE(fault.fault);
  CHECK(fault.fault->message == R"(matcher value contains unescaped double quote: "d"e)");
  CHECK(fault.fault->span == Span{8, 12});
  CHECK(ParseMatchers("{a=b, c = d }", MatcherMode::kClassic).spans ==
        std::vector<Span>{{1, 4}, {6, 11}});
}

}  // namespace
}  // namespace check::model
