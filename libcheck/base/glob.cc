#include "libcheck/base/glob.h"

#include <cstddef>

#include "libcheck/base/utf8.h"

namespace check {
namespace {

constexpr auto kEnd = std::string_view::npos;

// The size of the class that `pattern` begins with, brackets included, or 0 if it is not closed.
std::size_t ClassSize(std::string_view pattern) {
  std::size_t i = 1;
  if (i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^')) ++i;
  if (i < pattern.size() && pattern[i] == ']') ++i;  // In front, it stands for itself.
  const std::size_t end = pattern.find(']', i);
  return end == kEnd ? 0 : end + 1;
}

bool ClassMatches(std::string_view inside, std::uint32_t c) {
  bool negated = false;
  if (inside.starts_with('!') || inside.starts_with('^')) {
    negated = true;
    inside.remove_prefix(1);
  }
  bool matches = false;
  while (!inside.empty()) {
    const Rune low = DecodeRune(inside);
    inside.remove_prefix(low.size);
    std::uint32_t high = low.code_point;
    if (inside.size() >= 2 && inside[0] == '-') {
      const Rune last = DecodeRune(inside.substr(1));
      high = last.code_point;
      inside.remove_prefix(1U + last.size);
    }
    matches = matches || (low.code_point <= c && c <= high);
  }
  return matches != negated;
}

// Matches one character of `name` with what `pattern` begins with, which is no star, and removes
// both if they do.
bool MatchOne(std::string_view& pattern, std::string_view& name) {
  const Rune c = DecodeRune(name);
  if (c.size == 0) return false;
  std::size_t used = 0;
  bool matches = false;
  if (pattern[0] == '?') {
    used = 1;
    matches = true;
  } else if (pattern[0] == '[' && ClassSize(pattern) > 0) {
    used = ClassSize(pattern);
    matches = ClassMatches(pattern.substr(1, used - 2), c.code_point);
  } else {
    const std::size_t escape = pattern[0] == '\\' && pattern.size() > 1 ? 1 : 0;
    used = escape + c.size;
    matches = pattern.substr(escape, c.size) == name.substr(0, c.size);
  }
  if (!matches) return false;
  pattern.remove_prefix(used);
  name.remove_prefix(c.size);
  return true;
}

std::string_view TakeName(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view name = path.substr(0, slash);
  path.remove_prefix(slash == kEnd ? path.size() : slash + 1);
  return name;
}

// The end of the brace group that begins at `open`, and where its commas are.
std::size_t FindClose(std::string_view pattern, std::size_t open,
                      std::vector<std::size_t>& commas) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') ++i;
    if (c == '{') ++depth;
    if (c == ',' && depth == 1) commas.push_back(i);
    if (c == '}' && --depth == 0) return i;
  }
  return kEnd;
}

}  // namespace

bool HasGlob(std::string_view text) { return text.find_first_of("*?[{\\") != kEnd; }

std::vector<std::string> ExpandBraces(std::string_view pattern) {
  constexpr std::size_t kMost = 1000;
  std::vector<std::string> done;
  std::vector<std::string> open = {std::string(pattern)};
  while (!open.empty() && done.size() + open.size() <= kMost) {
    const std::string next = std::move(open.back());
    open.pop_back();
    std::vector<std::size_t> commas;
    std::size_t begin = 0;
    std::size_t close = kEnd;
    for (; begin < next.size(); ++begin) {
      if (next[begin] == '\\') {
        ++begin;
      } else if (next[begin] == '{') {
        commas.clear();
        close = FindClose(next, begin, commas);
        if (close != kEnd && !commas.empty()) break;
        close = kEnd;
      }
    }
    if (close == kEnd) {
      done.push_back(next);
      continue;
    }
    commas.push_back(close);
    // Backwards, so that the first alternative is taken first.
    for (std::size_t i = commas.size(); i-- > 0;) {
      const std::size_t from = i == 0 ? begin + 1 : commas[i - 1] + 1;
      open.push_back(next.substr(0, begin) + next.substr(from, commas[i] - from) +
                     next.substr(close + 1));
    }
  }
  return done;
}

bool GlobMatchName(std::string_view pattern, std::string_view name) {
  // On a mismatch, only the last star has to take one character more.
  std::string_view star_pattern;
  std::string_view star_name;
  bool has_star = false;
  while (!pattern.empty() || !name.empty()) {
    if (pattern.starts_with('*')) {
      pattern.remove_prefix(1);
      has_star = true;
      star_pattern = pattern;
      star_name = name;
      continue;
    }
    if (!pattern.empty() && MatchOne(pattern, name)) continue;
    if (!has_star || star_name.empty()) return false;
    star_name.remove_prefix(DecodeRune(star_name).size);
    pattern = star_pattern;
    name = star_name;
  }
  return true;
}

bool GlobMatchPath(std::string_view pattern, std::string_view path) {
  // As above, with names for characters and `**` for the star.
  std::string_view star_pattern;
  std::string_view star_path;
  bool has_star = false;
  while (!pattern.empty() || !path.empty()) {
    std::string_view pattern_rest = pattern;
    const std::string_view wanted = TakeName(pattern_rest);
    if (wanted == "**") {
      pattern = pattern_rest;
      has_star = true;
      star_pattern = pattern;
      star_path = path;
      // A pattern that ends so matches whatever is left.
      if (pattern.empty()) return true;
      continue;
    }
    std::string_view path_rest = path;
    const std::string_view name = TakeName(path_rest);
    if (!pattern.empty() && !path.empty() && GlobMatchName(wanted, name)) {
      pattern = pattern_rest;
      path = path_rest;
      continue;
    }
    if (!has_star || star_path.empty()) return false;
    TakeName(star_path);
    pattern = star_pattern;
    path = star_path;
  }
  return true;
}

}  // namespace check
