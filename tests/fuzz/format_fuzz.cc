#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/promql/format.h"
#include "libcheck/promql/rewrite.h"
#include "libcheck/rules/format.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

namespace {

void FuzzExpression(std::string_view text, const promql::FormatOptions& options) {
  using namespace promql;
  const SourceBuffer source("fuzz", std::string(text));
  Arena arena;
  Diagnostics diagnostics;
  const Expr* expr = ParseExpr(source, kWholeLanguage, arena, diagnostics);
  if (expr == nullptr) return;

  if (const auto once = Format(source, *expr, kWholeLanguage, options)) {
    const SourceBuffer again("fuzz", *once);
    const Expr* same = ParseExpr(again, kWholeLanguage, arena, diagnostics);
    Require(same != nullptr, "what was formatted parses");
    Require(StructurallyEqual(*expr, *same), "what was formatted means the same");
    Require(HasComments(source.text()) == HasComments(*once), "comments are kept");
    const auto twice = Format(again, *same, kWholeLanguage, options);
    Require(twice.has_value() && *twice == *once, "formatting twice changes nothing");
  }
  static_cast<void>(
      SetMatcher(*expr, {model::MatchType::kEqual, "job", "a\"b"}, kWholeLanguage).ok());
  static_cast<void>(DeleteMatchers(*expr, "job", kWholeLanguage).ok());
}

void FuzzRuleFile(std::string_view text) {
  const SourceBuffer source("fuzz", std::string(text));
  Arena arena;
  Diagnostics diagnostics;
  const auto once = rules::Format(source, arena, diagnostics);
  Require(once.ok(), "rules keep their meaning");
  if (diagnostics.HasErrors()) {
    Require(*once == text, "a file with faults is left alone");
    return;
  }
  const SourceBuffer again("fuzz", *once);
  const auto twice = rules::Format(again, arena, diagnostics);
  Require(twice.ok() && *twice == *once, "formatting twice changes nothing");
}

}  // namespace

// The first byte chooses: a rule file, or PromQL with a width and a style; the rest is the text.
void FuzzFormat(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto choice = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  if (choice == 'R') {
    FuzzRuleFile(bytes);
  } else {
    FuzzExpression(bytes, {.width = choice / 2U, .indent_left_operand = choice % 2 == 0});
  }
}

}  // namespace check::fuzz
