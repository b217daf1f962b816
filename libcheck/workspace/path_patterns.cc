#include "libcheck/workspace/path_patterns.h"

#include <algorithm>
#include <utility>

#include "libcheck/base/glob.h"

namespace check::workspace {
namespace {

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

}  // namespace

std::vector<std::string> ReadPatterns(std::string_view text) {
  std::vector<std::string> patterns;
  if (text.empty()) return patterns;
  for (std::string pattern : ExpandBraces(text)) {
    while (pattern.starts_with("./")) pattern.erase(0, 2);
    if (pattern.size() > 1 && pattern.ends_with('/')) pattern.pop_back();
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

bool MatchesAny(std::span<const std::string> patterns, std::string_view path) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return Matches(pattern, path); });
}

}  // namespace check::workspace
