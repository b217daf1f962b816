#include "libcheck/base/regex.h"

#include <re2/re2.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "libcheck/base/regex_replacement.h"
#include "libcheck/base/regex_syntax.h"
#include "libcheck/base/utf8.h"

namespace check {
namespace {

// Prometheus: what is only literals, or alternatives of literals, is never parsed.
bool IsLiterals(std::string_view pattern) {
  return pattern.find_first_of("\\.+*?()[]{}^$") == std::string_view::npos;
}

// Named groups as RE2 wants them: Go has learnt to do without the P.
std::string ToRe2(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    out += pattern[i];
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      out += pattern[++i];
    } else if (pattern.substr(i).starts_with("(?<")) {
      out += "?P";
      ++i;
    }
  }
  return out;
}

// A part of a replacement: text, or a group to put there.
struct Piece {
  std::string text;
  int group = -1;  // -1: the text.
};

// How much of `text` is letters, digits and underscores.
std::size_t NameSize(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const Rune rune = DecodeRune(text.substr(size));
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(rune.code_point))) {
      case UTF8PROC_CATEGORY_LU:
      case UTF8PROC_CATEGORY_LL:
      case UTF8PROC_CATEGORY_LT:
      case UTF8PROC_CATEGORY_LM:
      case UTF8PROC_CATEGORY_LO:
      case UTF8PROC_CATEGORY_ND:
        break;
      default:
        if (rune.code_point != '_') return size;
    }
    size += rune.size;
  }
  return size;
}

void AppendPiece(std::string& out, const Piece& piece,
                 const std::vector<re2::StringPiece>& groups) {
  if (piece.group < 0) {
    out += piece.text;
    return;
  }
  const re2::StringPiece& group = groups[static_cast<std::size_t>(piece.group)];
  if (group.data() != nullptr) out.append(group.data(), group.size());
}

// The group that `name` stands for, or -1 if there is no such group.
int GroupNamed(const std::string& name, const RE2& re) {
  if (name.find_first_not_of("0123456789") == std::string::npos && name.size() < 9 &&
      (name[0] != '0' || name.size() == 1)) {
    const int group = std::stoi(name);
    return group > re.NumberOfCapturingGroups() ? -1 : group;
  }
  const auto found = re.NamedCapturingGroups().find(name);
  return found == re.NamedCapturingGroups().end() ? -1 : found->second;
}

// Regexp.Expand's language. Calls `text` with what stands for itself and `reference` with the rest.
template <typename OnText, typename OnReference>
void ReadReplacementParts(std::string_view replacement, OnText&& text, OnReference&& reference) {
  std::size_t at = 0;
  while (at < replacement.size()) {
    const std::size_t dollar = replacement.find('$', at);
    text(replacement.substr(at, dollar - at));
    if (dollar == std::string_view::npos) return;
    const std::string_view behind = replacement.substr(dollar + 1);
    if (behind.starts_with('$')) {
      text("$");
      at = dollar + 2;
      continue;
    }
    const bool braced = behind.starts_with('{');
    const std::string_view rest = behind.substr(braced ? 1 : 0);
    const std::size_t size = NameSize(rest);
    if (size == 0 || (braced && !rest.substr(size).starts_with('}'))) {
      text("$");
      at = dollar + 1;
      continue;
    }
    at = dollar + 1 + size + (braced ? 2 : 0);
    reference(GroupReference{std::string(rest.substr(0, size)), dollar, at, braced});
  }
}

// A group that does not exist is replaced by nothing.
std::vector<Piece> ReadReplacement(std::string_view replacement, const RE2& re) {
  std::vector<Piece> pieces;
  std::string text;
  ReadReplacementParts(
      replacement, [&](std::string_view part) { text += part; },
      [&](const GroupReference& reference) {
        const int group = GroupNamed(reference.name, re);
        if (group < 0) return;
        if (!text.empty()) pieces.push_back({std::exchange(text, {}), -1});
        pieces.push_back({{}, group});
      });
  if (!text.empty()) pieces.push_back({std::move(text), -1});
  return pieces;
}

}  // namespace

struct Regex::Impl {
  Impl(std::string_view pattern, const RE2::Options& options) : re(ToRe2(pattern), options) {}
  RE2 re;
};

Regex::Regex(std::string pattern, std::shared_ptr<const Impl> impl)
    : pattern_(std::move(pattern)), impl_(std::move(impl)) {}

Result<Regex> Regex::Compile(std::string_view pattern) {
  if (auto problem = RegexProblem(pattern)) return Error{*std::move(problem)};
  RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);
  auto impl = std::make_shared<const Impl>(pattern, options);
  // RE2 has tighter limits on size.
  if (!impl->re.ok()) return Error{impl->re.error()};
  return Regex(std::string(pattern), std::move(impl));
}

bool Regex::FullMatch(std::string_view text) const {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), impl_->re);
}

std::optional<std::string> Regex::Expand(std::string_view text,
                                         std::string_view replacement) const {
  const RE2& re = impl_->re;
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(re.NumberOfCapturingGroups()) + 1);
  if (!re.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::ANCHOR_BOTH,
                groups.data(), static_cast<int>(groups.size()))) {
    return std::nullopt;
  }
  std::string out;
  for (const Piece& piece : ReadReplacement(replacement, re)) AppendPiece(out, piece, groups);
  return out;
}

struct SearchRegex::Impl {
  Impl(std::string_view pattern, const RE2::Options& options) : re(ToRe2(pattern), options) {}
  RE2 re;
};

SearchRegex::SearchRegex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SearchRegex::SearchRegex(SearchRegex&&) noexcept = default;
SearchRegex& SearchRegex::operator=(SearchRegex&&) noexcept = default;
SearchRegex::~SearchRegex() = default;

Result<SearchRegex> SearchRegex::Compile(std::string_view pattern) {
  constexpr std::string_view kPrefix = "error parsing regexp: ";
  if (auto problem = RegexProblem(pattern)) return Error{std::string(kPrefix) + *problem};
  RE2::Options options;
  options.set_log_errors(false);
  auto impl = std::make_unique<Impl>(pattern, options);
  if (!impl->re.ok()) return Error{std::string(kPrefix) + impl->re.error()};
  return SearchRegex(std::move(impl));
}

bool SearchRegex::Matches(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), impl_->re);
}

std::optional<std::string> SearchRegex::ReplaceAll(std::string_view text,
                                                   std::string_view replacement,
                                                   std::size_t limit) const {
  const std::vector<Piece> pieces = ReadReplacement(replacement, impl_->re);
  std::vector<re2::StringPiece> groups(
      static_cast<std::size_t>(impl_->re.NumberOfCapturingGroups()) + 1);
  const re2::StringPiece whole(text.data(), text.size());
  std::string out;
  std::size_t last_end = 0;
  for (std::size_t from = 0; from <= text.size();) {
    if (!impl_->re.Match(whole, from, text.size(), RE2::UNANCHORED, groups.data(),
                         static_cast<int>(groups.size()))) {
      break;
    }
    const auto begin = static_cast<std::size_t>(groups[0].data() - whole.data());
    const std::size_t end = begin + groups[0].size();
    out += text.substr(last_end, begin - last_end);
    // Go: not for an empty match right after another one.
    if (end > last_end || begin == 0) {
      for (const Piece& piece : pieces) {
        AppendPiece(out, piece, groups);
        if (out.size() > limit) return std::nullopt;
      }
    }
    last_end = end;
    const std::size_t width = DecodeRune(text.substr(from)).size;
    if (from + width > end) {
      from += width;
    } else {
      from = std::max(end, from + (from + 1 > end ? 1 : 0));
    }
  }
  out += text.substr(last_end);
  if (out.size() > limit) return std::nullopt;
  return out;
}

bool IsPlainRegex(std::string_view pattern) {
  return pattern.find('|') == std::string_view::npos && IsLiterals(pattern);
}

std::optional<std::string> RegexProblem(std::string_view pattern) {
  if (IsLiterals(pattern)) return std::nullopt;
  std::string problem = ReadRegex(pattern).problem;
  if (problem.empty()) return std::nullopt;
  return problem;
}

std::vector<GroupReference> MissingGroups(std::string_view pattern, std::string_view replacement) {
  std::vector<GroupReference> missing;
  if (replacement.find('$') == std::string_view::npos || RegexProblem(pattern)) return missing;
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 re(ToRe2(pattern), options);
  if (!re.ok()) return missing;
  ReadReplacementParts(
      replacement, [](std::string_view) {},
      [&](const GroupReference& reference) {
        if (GroupNamed(reference.name, re) < 0) missing.push_back(reference);
      });
  return missing;
}

std::size_t GroupCount(std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 re(ToRe2(pattern), options);
  return re.ok() ? static_cast<std::size_t>(re.NumberOfCapturingGroups()) : 0;
}

bool RegexMatchesEmpty(std::string_view pattern) {
  if (!IsLiterals(pattern)) return ReadRegex(pattern).matches_empty;
  return pattern.empty() || pattern.starts_with('|') || pattern.ends_with('|') ||
         pattern.find("||") != std::string_view::npos;
}

}  // namespace check
