#ifndef LIBCHECK_RULES_HELM_H_
#define LIBCHECK_RULES_HELM_H_

#include <optional>
#include <string_view>

#include "libcheck/source/source_file.h"

namespace check::rules {

inline constexpr std::string_view kHelmMessage = "this looks like a Helm template; render it first";

/// The first template action in `text` that only Helm knows: `{{ .Values.threshold }}`. What
/// Prometheus expands in annotations is no such thing, and neither is anything in a comment.
std::optional<Span> FindHelmAction(std::string_view text);

/// A template action that is the first thing on the line of `offset`, or on the one before. There
/// it breaks YAML, unless it is inside a block scalar.
std::optional<Span> FindActionOnLine(std::string_view text, std::uint32_t offset);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_HELM_H_
