#include "libcheck/lint/expr.h"

#include "libcheck/base/ascii.h"

namespace check::lint {

using promql::As;
using promql::Expr;
using promql::TryAs;

const promql::Function* CalledFunction(const Expr& expr) {
  const auto* call = TryAs<promql::Call>(&expr);
  return call != nullptr ? call->function : nullptr;
}

const promql::VectorSelector* SelectorIn(const Expr& expr) {
  const Expr* inner = promql::StripParens(&expr);
  if (const auto* matrix = TryAs<promql::MatrixSelector>(inner)) return matrix->vector;
  return TryAs<promql::VectorSelector>(inner);
}

const Expr* SeriesArgument(const promql::Call& call) {
  for (const Expr* argument : call.arguments) {
    if (argument->type == promql::ValueType::kVector ||
        argument->type == promql::ValueType::kMatrix) {
      return argument;
    }
  }
  return nullptr;
}

std::string Code(std::string_view text) {
  std::string code = "`";
  return code.append(text).append("`");
}

std::string Code(const SourceFile& source, Span span) {
  constexpr std::size_t kLongest = 60;
  std::string line;
  bool space = false;
  for (const char c : source.text(span)) {
    if (IsSpace(c)) {
      space = !line.empty();
      continue;
    }
    if (space) line += ' ';
    space = false;
    line += c;
    if (line.size() > kLongest + 4) break;
  }
  if (line.size() > kLongest) {
    line.resize(kLongest);
    // Not in the middle of a character.
    while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0x80U) != 0) line.pop_back();
    line += "...";
  }
  return Code(line);
}

Span NameSpan(const SourceFile& source, const promql::VectorSelector& selector) {
  Span span = selector.span;
  if (!selector.name.empty() && source.text(span).starts_with(selector.name)) {
    span.end = span.begin + static_cast<std::uint32_t>(selector.name.size());
  }
  return span;
}

}  // namespace check::lint
