#include "libcheck/base/regex.h"

#include <re2/re2.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "libcheck/base/regex_syntax.h"

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

}  // namespace

struct Regex::Impl {
  Impl(std::string_view pattern, const RE2::Options& options) : re(ToRe2(pattern), options) {}
  RE2 re;
};

Regex::Regex(std::string pattern, std::unique_ptr<Impl> impl)
    : pattern_(std::move(pattern)), impl_(std::move(impl)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

Result<Regex> Regex::Compile(std::string_view pattern) {
  if (auto problem = RegexProblem(pattern)) return Error{*std::move(problem)};
  RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);
  auto impl = std::make_unique<Impl>(pattern, options);
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
  const auto is_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto append_group = [&](std::string& out, std::size_t index) {
    if (index < groups.size() && groups[index].data() != nullptr) {
      out.append(groups[index].data(), groups[index].size());
    }
  };
  std::string out;
  while (!replacement.empty()) {
    const std::size_t dollar = replacement.find('$');
    out += replacement.substr(0, dollar);
    if (dollar == std::string_view::npos) break;
    replacement.remove_prefix(dollar + 1);
    if (replacement.starts_with('$')) {
      out += '$';
      replacement.remove_prefix(1);
      continue;
    }
    const bool braces = replacement.starts_with('{');
    const std::size_t begin = braces ? 1 : 0;
    std::size_t end = begin;
    while (end < replacement.size() && is_word(replacement[end])) ++end;
    // What is no reference stays as it is.
    if (end == begin || (braces && (end >= replacement.size() || replacement[end] != '}'))) {
      out += '$';
      continue;
    }
    const std::string name(replacement.substr(begin, end - begin));
    replacement.remove_prefix(end + begin);
    std::size_t number = 0;
    bool is_number = name.size() <= 8;
    for (const char c : name) {
      is_number = is_number && c >= '0' && c <= '9';
      number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    if (is_number) {
      append_group(out, number);
    } else if (const auto named = re.NamedCapturingGroups().find(name);
               named != re.NamedCapturingGroups().end()) {
      append_group(out, static_cast<std::size_t>(named->second));
    }
  }
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

bool RegexMatchesEmpty(std::string_view pattern) {
  if (!IsLiterals(pattern)) return ReadRegex(pattern).matches_empty;
  return pattern.empty() || pattern.starts_with('|') || pattern.ends_with('|') ||
         pattern.find("||") != std::string_view::npos;
}

}  // namespace check
