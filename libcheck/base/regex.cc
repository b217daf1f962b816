#include "libcheck/base/regex.h"

#include <re2/re2.h>

#include <utility>

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
