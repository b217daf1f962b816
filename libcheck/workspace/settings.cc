#include "libcheck/workspace/settings.h"

#include "libcheck/files/inputs.h"
#include "libcheck/workspace/path_patterns.h"

namespace check::workspace {
namespace {

struct State {
  bool on;
  Severity severity;

  void Take(const Choices& choices, const CodeInfo& info) {
    for (const Choices::Step& step : choices.steps) {
      if (step.code != nullptr && step.code != &info) continue;
      on = step.on;
      if (step.severity) severity = *step.severity;
    }
  }
};

}  // namespace

std::optional<Severity> Settings::SeverityOf(const CodeInfo& info, std::string_view file,
                                             const Choices& flags) const {
  if (info.severity == Severity::kError) return info.severity;
  State state = {.on = info.on_by_default, .severity = info.severity};
  state.Take(choices, info);
  if (!paths.empty()) {
    const std::string from_here = PathFrom(folder, file);
    for (const PathChoices& some : paths) {
      if (MatchesAny(some.patterns, from_here)) state.Take(some.choices, info);
    }
  }
  state.Take(flags, info);
  return state.on ? std::optional(state.severity) : std::nullopt;
}

bool Settings::Excludes(std::string_view file) const {
  return !exclude.empty() && MatchesAny(exclude, PathFrom(folder, file));
}

}  // namespace check::workspace
