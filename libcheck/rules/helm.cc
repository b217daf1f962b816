#include "libcheck/rules/helm.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace check::rules {
namespace {

// How actions begin that would mean nothing in a label or an annotation.
constexpr std::string_view kHelmWords[] = {
    ".Values",   ".Release", ".Chart",   ".Capabilities", ".Files.", ".Template.", "$.Values",
    "$.Release", "$.Chart",  "include ", "toYaml ",       "tpl ",    "nindent ",   "required ",
};
constexpr std::string_view kControlWords[] = {"if ", "else", "end", "range ", "with ", "define "};

// An action that names a value of the chart anywhere in it is Helm's: `{{ if .Values.alerts }}`.
constexpr std::string_view kHelmValues[] = {".Values.", ".Release.", ".Chart."};

// The inside of the action at `open`, which is where its `{{` is; and where it ends.
struct Action {
  std::string_view inside;
  Span span;
};
Action ActionAt(std::string_view text, std::size_t open) {
  const std::size_t line_end = std::min(text.find('\n', open), text.size());
  const std::string_view line = text.substr(open, line_end - open);
  const std::size_t close = line.find("}}");
  const std::size_t size = close == std::string_view::npos ? line.size() : close + 2;
  std::string_view inside = line.substr(2, (close == std::string_view::npos ? size : close) - 2);
  if (inside.starts_with('-')) inside.remove_prefix(1);
  inside.remove_prefix(std::min(inside.find_first_not_of(" \t"), inside.size()));
  return {inside, {static_cast<std::uint32_t>(open), static_cast<std::uint32_t>(open + size)}};
}

bool IsInComment(std::string_view text, std::size_t offset) {
  const std::size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::string_view before = newline == std::string_view::npos
                                      ? text.substr(0, offset)
                                      : text.substr(newline + 1, offset - newline - 1);
  const std::size_t first = before.find_first_not_of(" \t");
  return first != std::string_view::npos && before[first] == '#';
}

template <std::size_t N>
bool StartsWithAny(std::string_view text, const std::string_view (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return text.starts_with(word); });
}

}  // namespace

std::optional<Span> FindHelmAction(std::string_view text) {
  for (std::size_t open = text.find("{{"); open != std::string_view::npos;
       open = text.find("{{", open + 2)) {
    const Action action = ActionAt(text, open);
    const bool is_helm =
        StartsWithAny(action.inside, kHelmWords) ||
        std::any_of(std::begin(kHelmValues), std::end(kHelmValues), [&](std::string_view value) {
          return action.inside.find(value) != std::string_view::npos;
        });
    if (is_helm && !IsInComment(text, open)) return action.span;
  }
  return std::nullopt;
}

std::optional<Span> FindActionOnLine(std::string_view text, std::uint32_t offset) {
  std::size_t end = std::min<std::size_t>(offset, text.size());
  for (int i = 0; i < 2; ++i) {
    const std::size_t newline = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
    const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
    const std::size_t first = text.find_first_not_of(" \t", start);
    if (first != std::string_view::npos && text.substr(first).starts_with("{{")) {
      const Action action = ActionAt(text, first);
      if (StartsWithAny(action.inside, kControlWords) || action.inside.starts_with("/*")) {
        return action.span;
      }
    }
    if (start == 0) break;
    end = start - 1;
  }
  return std::nullopt;
}

}  // namespace check::rules
