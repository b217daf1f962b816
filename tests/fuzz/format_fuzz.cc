#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/promql/format.h"
#include "libcheck/promql/rewrite.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

// The first byte chooses the width and whether the left operand is indented; the rest is PromQL.
void FuzzFormat(std::string_view bytes) {
  using namespace promql;
  if (bytes.empty()) return;
  const auto choice = static_cast<unsigned char>(bytes.front());
  const FormatOptions options = {.width = choice / 2U, .indent_left_operand = choice % 2 == 0};
  const SourceBuffer source("fuzz", std::string(bytes.substr(1)));
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

}  // namespace check::fuzz
