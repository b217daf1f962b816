#include "libcheck/lint/missing_group.h"

#include <fmt/format.h>

#include "libcheck/base/ascii.h"

namespace check::lint {
namespace {

// The digits that a reference begins with: "1" of `$1foo`.
std::string_view NumberOf(const GroupReference& reference) {
  std::size_t size = 0;
  while (size < reference.name.size() && IsDigit(reference.name[size])) ++size;
  return std::string_view(reference.name).substr(0, size);
}

bool NamesGroups(std::string_view pattern) {
  return pattern.find("(?P<") != std::string_view::npos ||
         pattern.find("(?<") != std::string_view::npos;
}

}  // namespace

std::vector<GroupReference> FindMissingGroups(std::string_view pattern,
                                              std::string_view replacement) {
  std::vector<GroupReference> missing = MissingGroups(pattern, replacement);
  if (NamesGroups(pattern)) return missing;
  std::erase_if(missing,
                [](const GroupReference& reference) { return NumberOf(reference).empty(); });
  return missing;
}

std::string MissingGroupMessage(std::string_view pattern, std::string_view replacement,
                                const GroupReference& reference) {
  return fmt::format("`{}` refers to a group that `{}` does not have and is replaced by nothing",
                     replacement.substr(reference.begin, reference.end - reference.begin), pattern);
}

std::string MissingGroupNote(std::string_view pattern, const GroupReference& reference) {
  const std::string_view number = NumberOf(reference);
  if (!number.empty() && number.size() < reference.name.size() && !reference.braced) {
    return fmt::format("write `${{{}}}{}`: without braces, the letters are part of the name",
                       number, reference.name.substr(number.size()));
  }
  const std::size_t count = GroupCount(pattern);
  if (count == 0) return "put parentheses around the part of the regular expression to copy";
  return fmt::format("the regular expression has {} group{}", count, count == 1 ? "" : "s");
}

}  // namespace check::lint
