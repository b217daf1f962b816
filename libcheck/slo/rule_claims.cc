#include "libcheck/slo/rule_claims.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/text.h"

namespace check::slo {
namespace {

void Append(std::string_view text, const ClaimContext& context, const Location& where,
            std::vector<Claim>& claims) {
  const Location outer = where.Outermost();
  const std::uint32_t line = outer.file->PositionOf(outer.span.begin).line;
  for (Claim& claim : JudgeClaims(text, context, outer.file->name(), line)) {
    claims.push_back(std::move(claim));
  }
}

// A comment on a line of its own.
std::string_view CommentIn(std::string_view line) {
  line = TrimSpace(line);
  if (!line.starts_with('#')) return {};
  line.remove_prefix(std::min(line.find_first_not_of('#'), line.size()));
  return TrimSpace(line);
}

// Where the comments right above `begin` begin.
std::size_t AboveComments(std::string_view text, std::size_t begin) {
  std::size_t at = text.rfind('\n', begin);
  at = at == std::string_view::npos ? 0 : at + 1;
  while (at > 0) {
    std::size_t line = at < 2 ? std::string_view::npos : text.rfind('\n', at - 2);
    line = line == std::string_view::npos ? 0 : line + 1;
    if (CommentIn(text.substr(line, at - line)).empty()) break;
    at = line;
  }
  return at;
}

void AppendComments(const FoundAlert& alert, const ClaimContext& context,
                    std::vector<Claim>& claims) {
  const SourceFile& file = *alert.placed.set->file;
  const Span span = alert.placed.rule->node->span;
  const std::string_view text = file.text();
  for (std::size_t at = AboveComments(text, span.begin); at < span.end;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view comment = CommentIn(text.substr(at, end - at));
    if (!comment.empty()) {
      const auto place = static_cast<std::uint32_t>(comment.data() - text.data());
      Append(comment, context, {&file, {place, place + 1}}, claims);
    }
    at = end + 1;
  }
}

}  // namespace

std::vector<Claim> RuleClaims(const FoundPolicy& policy, ClaimContext context) {
  std::vector<Claim> claims;
  if (policy.objective) context.objective = policy.objective;
  for (const FoundAlert& alert : policy.alerts) {
    context.factors.clear();
    for (const FoundTier& tier : alert.tiers) {
      if (tier.tier.factor > 0) context.factors.push_back(tier.tier.factor);
    }
    AppendComments(alert, context, claims);
    for (const rules::KeyValue& annotation : alert.placed.rule->annotations) {
      const Location where = {alert.placed.set->file, annotation.value_node->span};
      Append(annotation.value, context, where, claims);
    }
  }
  return claims;
}

}  // namespace check::slo
