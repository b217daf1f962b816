#include "libcheck/workspace/settings.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "libcheck/base/glob.h"
#include "libcheck/files/inputs.h"

namespace check::workspace {
namespace {

constexpr std::string_view kFileName = ".pronoia.yml";

// Whether `pattern` matches `path` or a folder that it is in.
bool Matches(std::string_view pattern, std::string_view path) {
  for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
    const std::string_view folder = path.substr(0, end);
    // Without a slash, it is a name in any folder.
    const bool matches = pattern.find('/') == pattern.npos && pattern != "**"
                             ? GlobMatchName(pattern, folder.substr(folder.rfind('/') + 1))
                             : GlobMatchPath(pattern, folder);
    if (matches) return true;
    if (end == path.npos) return false;
  }
}

bool MatchesAny(const std::vector<std::string>& patterns, std::string_view path) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return Matches(pattern, path); });
}

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

std::optional<Severity> Settings::SeverityOf(const CodeInfo& info, std::string_view file) const {
  if (info.severity == Severity::kError) return info.severity;
  State state = {.on = info.on_by_default, .severity = info.severity};
  state.Take(choices, info);
  if (!paths.empty()) {
    const std::string from_here = PathFrom(folder, file);
    for (const PathChoices& some : paths) {
      if (MatchesAny(some.patterns, from_here)) state.Take(some.choices, info);
    }
  }
  return state.on ? std::optional(state.severity) : std::nullopt;
}

bool Settings::Excludes(std::string_view file) const {
  return !exclude.empty() && MatchesAny(exclude, PathFrom(folder, file));
}

std::optional<std::string> FindSettingsFile(const FileSystem& files, const std::string& folder) {
  std::error_code error;
  std::filesystem::path at = std::filesystem::absolute(folder.empty() ? "." : folder, error);
  at = at.lexically_normal();
  if (!at.has_filename()) at = at.parent_path();  // "/a/" becomes "/a".
  const auto is_there = [&](std::string_view name) {
    return files.Stat((at / name).string()).ok();
  };
  for (;;) {
    if (is_there(kFileName)) return PathFrom(".", (at / kFileName).string());
    if (is_there(".git") || !at.has_relative_path()) return std::nullopt;
    at = at.parent_path();
  }
}

}  // namespace check::workspace
