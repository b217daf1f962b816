#ifndef LIBCHECK_WORKSPACE_PATH_PATTERNS_H_
#define LIBCHECK_WORKSPACE_PATH_PATTERNS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The patterns of files in `.pronoia.yml`: one without a slash matches names in any folder, and
/// one that matches a folder matches all that is in it.
namespace check::workspace {

/// The patterns that `text` stands for; none if it is empty.
std::vector<std::string> ReadPatterns(std::string_view text);

/// Whether one of `patterns` matches `path`, which is told from the folder of the settings, or a
/// folder that it is in.
bool MatchesAny(std::span<const std::string> patterns, std::string_view path);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_PATH_PATTERNS_H_
