#include "libcheck/diagnostic/suppress.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "libcheck/diagnostic/comments.h"

namespace check {
namespace {

constexpr CodeInfo kFirst = {
    .code = "first-code", .severity = Severity::kWarning, .summary = "", .explanation = ""};
constexpr CodeInfo kSecond = {
    .code = "second-code", .severity = Severity::kInfo, .summary = "", .explanation = ""};
constexpr CodeInfo kRefused = {
    .code = "refused", .severity = Severity::kError, .summary = "", .explanation = ""};

std::vector<const CodeInfo*> Codes() {
  std::vector<const CodeInfo*> codes = {&kFirst, &kSecond, &kRefused};
  for (const CodeInfo* info : SuppressionCodes()) codes.push_back(info);
  return codes;
}

Finding FindingAt(const CodeInfo& info, std::uint32_t line, std::uint32_t last = 0) {
  Finding finding{.info = &info, .severity = info.severity, .where = {}, .message = {}};
  finding.where.path = "f";
  finding.where.begin = {line, 1};
  finding.where.end = {last == 0 ? line : last, 5};
  return finding;
}

// The lines on which `info` is hidden, as "1-3,7".
std::string HiddenLines(const std::string& text, const CodeInfo& info = kFirst) {
  const SourceBuffer file("f", text);
  Suppressions suppressions = Suppressions::Read(file, Codes());
  const auto last = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
  std::string lines;
  for (std::uint32_t line = 1; line <= last; ++line) {
    if (!suppressions.Hides(FindingAt(info, line))) continue;
    const std::uint32_t first = line;
    while (line < last && suppressions.Hides(FindingAt(info, line + 1))) ++line;
    lines += (lines.empty() ? "" : ",") + std::to_string(first);
    if (line != first) lines += "-" + std::to_string(line);
  }
  return lines;
}

// Complaints as "line:column: message [code] note", one a line.
std::string Complaints(const std::string& text, const std::vector<Finding>& findings = {},
                       const std::function<bool(const CodeInfo&)>& is_active = {}) {
  const SourceBuffer file("f", text);
  Suppressions suppressions = Suppressions::Read(file, Codes());
  for (const Finding& finding : findings) suppressions.Hides(finding);
  std::string lines;
  for (const Finding& c : suppressions.Complaints(is_active)) {
    lines += std::to_string(c.where.begin.line) + ":" + std::to_string(c.where.begin.column) +
             ": " + c.message + " [" + std::string(c.info->code) + "]";
    for (const std::string& note : c.notes) lines += " " + note;
    lines += "\n";
  }
  return lines;
}

TEST_CASE("a comment at the end of a line covers that line") {
  CHECK(HiddenLines("a: 1\nb: 2  # pronoia: ignore first-code it is fine\nc: 3\n") == "2");
  CHECK(HiddenLines("a: 1 # why # pronoia: ignore first-code\nb: 2\n") == "1");
  CHECK(HiddenLines("a: 1 #pronoia:ignore first-code\n") == "1");
  CHECK(HiddenLines("a: 1 # pronoia: ignore second-code , first-code reason, more\n") == "1");
  CHECK(HiddenLines("a: 1 # pronoia: ignore second-code\n") == "");
  CHECK(HiddenLines("a: 1 # pronoia: ignore second-code\n", kSecond) == "1");
  CHECK(HiddenLines("a: 1\r\nb: 2 # pronoia: ignore first-code\r\nc: 3\r\n") == "2");
}

TEST_CASE("expressions in quotes have comments of their own") {
  const auto hidden = [](const std::string& line) { return HiddenLines(line + "\nb: 2\n"); };
  CHECK(hidden(R"(expr: "up == 0 # pronoia: ignore first-code on purpose")") == "1");
  CHECK(hidden(R"(expr: 'up{a="#"} == 0 # pronoia: ignore first-code')") == "1");
  CHECK(hidden(R"({"for": "5m", "expr": "up{a=\"#\"} # pronoia: ignore first-code", "b": 1})") ==
        "1");
  CHECK(hidden(R"([{expr: "up # pronoia: ignore first-code\n == 0"}])") == "1");
  CHECK(hidden("expr:\n  \"up\n  # pronoia: ignore first-code\n  \"") == "3");
  // In a string of PromQL, behind an escaped quote, in a comment's own line: text.
  CHECK(hidden(R"(expr: "up{a=\"# pronoia: ignore first-code\"}")") == "");
  CHECK(hidden(R"(expr: "up{a=\"\\\"# pronoia: ignore first-code\"}")") == "");
  CHECK(hidden(R"(expr: 'up{a=''# pronoia: ignore first-code''}')") == "");
  // Other values are no expressions.
  CHECK(hidden(R"(summary: "up # pronoia: ignore first-code")") == "");
  CHECK(hidden(R"({expr: up, summary: "up # pronoia: ignore first-code"})") == "");
  CHECK(hidden(R"(["expr", "up # pronoia: ignore first-code"])") == "");
}

TEST_CASE("it covers what ends on its line, too, for scalars that leave no other room") {
  const SourceBuffer file("f", "expr: sum(\n  up\n  ) # pronoia: ignore first-code\nb: 1\n");
  Suppressions suppressions = Suppressions::Read(file, Codes());
  CHECK(suppressions.Hides(FindingAt(kFirst, 1, 3)));
  CHECK_FALSE(suppressions.Hides(FindingAt(kFirst, 1, 2)));
  CHECK_FALSE(suppressions.Hides(FindingAt(kFirst, 1, 4)));
  Finding finding = FindingAt(kFirst, 1, 4);
  finding.where.end.column = 1;  // Up to the line break of line 3.
  CHECK(suppressions.Hides(finding));
}

TEST_CASE("a comment alone on a line covers the next item with all that is in it") {
  constexpr const char* kRules =
      "groups:\n"
      "  - name: g\n"
      "    rules:\n"
      "      # pronoia: ignore first-code\n"
      "      # another comment\n"
      "\n"
      "      - alert: A\n"
      "        expr: |\n"
      "          up\n"
      "\n"
      "          == 0\n"
      "      # about B\n"
      "      - alert: B\n"
      "        expr: up\n"
      "  - name: h\n";
  CHECK(HiddenLines(kRules) == "7-11");
  CHECK(HiddenLines("# pronoia: ignore first-code\na: 1\nb: 2\n") == "2");
  CHECK(HiddenLines("# pronoia: ignore first-code\n---\na: 1\nb: 2\n") == "3");
  CHECK(HiddenLines("# pronoia: ignore first-code\na:\n- x: 1\n  y: 2\n\n- x: 2\nb: 2\n") == "2-6");
  CHECK(HiddenLines("a:\n# pronoia: ignore first-code\n- x: 1\n  y: 2\n- x: 2\nb: 2\n") == "3-4");
  CHECK(HiddenLines("a:\n  - x\n  # pronoia: ignore first-code\nb: 2\n") == "4");
  CHECK(HiddenLines("a: 1\n# pronoia: ignore first-code\n") == "2");
}

TEST_CASE("files and ranges can be covered") {
  CHECK(HiddenLines("a: 1\nb:\n  c: 1\n  # pronoia: ignore-file first-code\n") == "1-4");
  CHECK(HiddenLines("a: 1\n# pronoia: ignore-start first-code\nb: 2\nc: 3\n"
                    "# pronoia: ignore-end\nd: 4\n") == "2-5");
  CHECK(HiddenLines("# pronoia: ignore-start first-code, second-code\nb: 2\n"
                    "# pronoia: ignore-end second-code\nd: 4\n# pronoia: ignore-end\ne: 1\n") ==
        "1-5");
  CHECK(HiddenLines("# pronoia: ignore-start first-code, second-code\nb: 2\n"
                    "# pronoia: ignore-end second-code\nd: 4\n# pronoia: ignore-end\ne: 1\n",
                    kSecond) == "1-3");
  CHECK(HiddenLines("# pronoia: ignore-start first-code\nb: 2\n") == "1-2");
}

TEST_CASE("errors cannot be hidden, whatever settings make of warnings") {
  const std::string text = "a: 1 # pronoia: ignore first-code\nb: 2 # pronoia: ignore refused\n";
  CHECK(HiddenLines(text, kRefused) == "");
  const SourceBuffer file("f", text);
  Suppressions suppressions = Suppressions::Read(file, Codes());
  Finding raised = FindingAt(kFirst, 1);
  raised.severity = Severity::kError;
  CHECK(suppressions.Hides(raised));
  CHECK(Complaints(text, {raised}) ==
        "2:24: `refused` cannot be ignored [suppression-of-error] "
        "Prometheus refuses the file because of it, whatever a comment says\n");
}

TEST_CASE("a comment that does nothing is reported") {
  CHECK(Complaints("a: 1 # pronoia: ignore frist-code\n") ==
        "1:24: unknown code `frist-code` [suppression-unknown-code] "
        "did you mean `first-code`?\n");
  CHECK(Complaints("a: 1 # pronoia: ignore zzz\n") ==
        "1:24: unknown code `zzz` [suppression-unknown-code]\n");
  CHECK(Complaints("a: 1 # pronoia: ignore first-code\n") ==
        "1:24: nothing here is reported as `first-code` [suppression-unused] remove the comment\n");
  CHECK(Complaints("a: 1 # pronoia: ignore first-code, second-code\n", {FindingAt(kSecond, 1)}) ==
        "1:24: nothing here is reported as `first-code` [suppression-unused] remove the comment\n");
  CHECK(Complaints("a: 1 # pronoia: ignore first-code\n", {FindingAt(kFirst, 1)}) == "");
  CHECK(Complaints("a: 1 # pronoia: ignore first-code\n", {},
                   [](const CodeInfo& info) { return &info != &kFirst; }) == "");
  CHECK(Complaints("a: 1\n# pronoia: ignore first-code\n") ==
        "2:19: nothing here is reported as `first-code` [suppression-unused] remove the comment\n");
}

TEST_CASE("a comment that cannot be understood is reported") {
  CHECK(Complaints("# pronoia: ignroe first-code\na: 1\n") ==
        "1:12: unknown instruction `ignroe` [suppression-malformed] did you mean `ignore`?\n");
  CHECK(Complaints("# pronoia: please\n") ==
        "1:12: unknown instruction `please` [suppression-malformed] "
        "write `# pronoia: ignore CODE reason`\n");
  CHECK(Complaints("# pronoia:\n") ==
        "1:1: `pronoia:` without an instruction [suppression-malformed] write `# pronoia: ignore "
        "CODE reason`\n");
  CHECK(Complaints("# pronoia: ignore\n") ==
        "1:12: `ignore` does not name a code to ignore [suppression-malformed]\n");
  CHECK(Complaints("a: 1\n# pronoia: ignore-start first-code\n", {FindingAt(kFirst, 2)}) ==
        "2:25: `ignore-start` of `first-code` has no `ignore-end` [suppression-malformed] "
        "to cover the whole file, use `ignore-file`\n");
  CHECK(Complaints("# pronoia: ignore-end\n") ==
        "1:12: `ignore-end` has no `ignore-start` [suppression-malformed]\n");
  CHECK(Complaints("# see pronoia: for more\n# pronoia is a tool: yes\n") == "");
}

TEST_CASE("complaints can be ignored as well, and complaining about that ends there") {
  CHECK(Complaints(
            "# pronoia: ignore-file suppression-unused\na: 1 # pronoia: ignore first-code\n") ==
        "");
  CHECK(Complaints("# pronoia: ignore-file suppression-unused\na: 1\n") == "");
  CHECK(Complaints("# pronoia: ignore-file suppression-malformed\na: 1\n") ==
        "1:24: nothing here is reported as `suppression-malformed` [suppression-unused] "
        "remove the comment\n");
}

TEST_CASE("only findings of the file itself are taken out") {
  const SourceBuffer file("f", "a: 1 # pronoia: ignore first-code\n");
  Suppressions suppressions = Suppressions::Read(file, Codes());
  std::vector<Finding> findings = {FindingAt(kFirst, 1), FindingAt(kSecond, 1),
                                   FindingAt(kFirst, 1), FindingAt(kFirst, 2)};
  findings[2].where.path = "g";
  CHECK(suppressions.Remove(findings) == 1);
  CHECK(findings.size() == 3);
  CHECK(Suppressions::Read(SourceBuffer("g", "a: 1 # promtool: ignore\n"), Codes()).empty());
}

// Comments as "line" or "line!" when alone, separated by blanks.
std::string Comments(std::string_view text) {
  std::string lines;
  for (const Comment& comment : FindComments(text, "X")) {
    CHECK(text[comment.span.begin] == '#');
    lines += (lines.empty() ? "" : " ") + std::to_string(comment.line);
    if (comment.is_alone) lines += '!';
  }
  return lines;
}

TEST_CASE("a `#` is a comment only where YAML says so") {
  struct Row {
    std::string_view text;
    std::string_view lines;
  };
  constexpr Row kRows[] = {
      {"# X\na: 1 # X\n   # X", "1! 2 3!"},
      {"a: b#X\n", ""},
      {"a: b\t#X\n", "1"},
      {"a: \"x # X\"\n", ""},
      {"a: 'x # X' # X\n", "1"},
      {"a: 'it''s # X'\n", ""},
      {"a: \"q \\\" # X\" # X\n", "1"},
      {"a: \"first\n  # X\n  last\" # X\n", "3"},
      {"a: it's # X\n", "1"},
      {"a: say \"hi # X\n", "1"},
      {"a: b\n  \"c # X\n", "2"},  // A plain scalar goes on, so the quote is text.
      {"a: b\n\n  'c # X\nd: 'e # X'\n", "3"},
      {"a: b\n# X\nc: 'd # X'\n", "2!"},
      {"a:\n  b\n  \"c # X\n", "3"},
      {"a:\n  \"b # X\"\n", ""},
      {"- 'a # X'\n- - \"b # X\"\n", ""},
      {"? 'a # X'\n: 'b # X'\n", ""},
      {"'k # X': 'v # X' # X\n", "1"},
      {"a: !t 'x # X'\nb: &c 'x # X'\n", ""},
      {"a: [x, 'y # X', # X\n  \"z # X\"] # X\n", "1 2"},
      {"a: {b: 'c # X', d: e#X} # X\n", "1"},
      {"{'a':'b # X'}\n", ""},
      {"{?'a # X': [b, ?\"c # X\"]}\n", ""},
      {"a: |\n  # X\n  b\nc: d # X\n", "4"},
      {"a: | # X\n  # X\n# X\n", "1 3!"},
      {"a: >-\n  # X\n # X\n", "3!"},
      {"a: |2\n    # X\n  # X\n # X\n", "4!"},
      {"- |\n # X\n- |1\n  # X\n", ""},
      {"- a: |\n    # X\n  # X\n", "3!"},
      {"a: |\n\n  # X\n\n# X\n", "5!"},
      {"a:\n  |\n  # X\n", ""},
      {"a: |\n# X\n", "2!"},
      {"- !t &u a: b\n   \"c # X\n", "2"},
      {"- !t a: |\n   # X\n  # X\n", "3!"},
      {"a: |x # X\n", "1"},
      {"a: |# X\n  # X\n", "1"},
      {"- 'a'# X\n- [b,# X\n  c#X ]# X\n", "1 2 3"},
      {"a: x | y # X\n", "1"},
      {"--- |\n # X\n--- # X\n... # X\n", "3! 4!"},
      {"--- 'a # X'\n", ""},
      {": # X\n: : # X\n", "1 2"},
      {"a: 'open # X\n", ""},
      {"a: |\n  x", ""},
      {"", ""},
  };
  for (const Row& row : kRows) {
    CAPTURE(std::string(row.text));
    CHECK(Comments(row.text) == row.lines);
  }
}

TEST_CASE("comments of PromQL in block scalars count, and those of rule files in them") {
  CHECK(Comments("- expr: |\n    # X\n    up # X\n    == 0\n") == "2! 3");
  CHECK(Comments("expr: >\n  a{b=\"# X\"} # X\n") == "2");
  CHECK(Comments("expr: |\n  a{b='# X',c=`# X\n  # X`} # X\n") == "3");
  CHECK(Comments("expr: |\n  a{b=\"\\\" # X\"}\n") == "");
  CHECK(Comments("expr: |\n  a{b=\"open # X\n  c # X\n") == "3");
  CHECK(Comments("expr:\n  |\n  up # X\n") == "3");
  CHECK(Comments("\"expr\": |\n  up # X\n") == "2");
  CHECK(Comments("description: |\n  up # X\n") == "");
  CHECK(Comments("data:\n  rules.yml: |\n    a: 1 # X\n    # X\n    b: |\n      # X\n"
                 "    expr: |\n      # X\n    c: \"# X\"\n  README.md: |\n    # X\n") == "3 4! 8!");
}

TEST_CASE("comments cost no more than their number") {
  std::string text = "a: 1\n";
  for (int i = 0; i < 60000; ++i) text += "# pronoia: ignore first-code\n";
  text += "b: 1\n";
  for (int i = 0; i < 60000; ++i) text += "# pronoia: ignore-file first-code\n";
  const auto start = std::chrono::steady_clock::now();
  const SourceBuffer file("f", text);
  Suppressions suppressions = Suppressions::Read(file, Codes());
  for (std::uint32_t i = 1; i < 60000; ++i) suppressions.Hides(FindingAt(kFirst, i));
  CHECK(suppressions.Complaints({}).size() == 60000);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

}  // namespace
}  // namespace check
