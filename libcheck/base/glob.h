#ifndef LIBCHECK_BASE_GLOB_H_
#define LIBCHECK_BASE_GLOB_H_

#include <string>
#include <string_view>
#include <vector>

/// Patterns for paths: `*` and `?` match within a name, `[a-z]` and `[!a-z]` one character of it,
/// `{a,b}` either, and a whole name `**` any number of folders, none included. A backslash takes
/// away a character's meaning.
namespace check {

/// Whether `text` holds any character with a meaning of its own.
bool HasGlob(std::string_view text);

/// `pattern` without braces: the patterns it stands for. No more than a thousand.
std::vector<std::string> ExpandBraces(std::string_view pattern);

/// Whether the whole of `name`, which has no slash, matches. No braces.
bool GlobMatchName(std::string_view pattern, std::string_view name);

/// Whether the whole of `path` matches. No braces.
bool GlobMatchPath(std::string_view pattern, std::string_view path);

}  // namespace check

#endif  // LIBCHECK_BASE_GLOB_H_
