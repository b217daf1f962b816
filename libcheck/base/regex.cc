#include "libcheck/base/regex.h"

#include <re2/re2.h>

#include <array>
#include <functional>
#include <utility>

namespace check {
namespace {

RE2::Options Quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);
  return options;
}

// Go's word for a fault that RE2 found.
std::string GoError(const RE2& re) {
  static constexpr std::array<std::string_view, 16> kWords = {
      "",
      "regexp/syntax: internal error",
      "invalid escape sequence",
      "invalid character class",
      "invalid character class range",
      "missing closing ]",
      "missing closing )",
      "unexpected )",
      "trailing backslash at end of expression",
      "missing argument to repetition operator",
      "invalid repeat count",
      "invalid nested repetition operator",
      "invalid or unsupported Perl syntax",
      "invalid UTF-8",
      "invalid named capture",
      "expression too large",
  };
  const auto code = static_cast<std::size_t>(re.error_code());
  const std::string_view word = code < kWords.size() ? kWords[code] : kWords[1];
  const std::string& argument =
      re.error_code() == RE2::ErrorMissingParen || re.error_code() == RE2::ErrorUnexpectedParen
          ? re.pattern()
          : re.error_arg();
  std::string message(word);
  if (!argument.empty()) message += ": `" + argument + "`";
  return message;
}

// Rule files repeat their patterns. Forgets everything when full rather than keeping track of age.
struct Verdict {
  std::string pattern;
  std::optional<std::string> problem;
  bool matches_empty = false;
};

const Verdict& Judge(std::string_view pattern) {
  constexpr std::size_t kSlots = 256;
  thread_local std::array<std::unique_ptr<Verdict>, kSlots> cache;
  std::unique_ptr<Verdict>& slot = cache[std::hash<std::string_view>{}(pattern) % kSlots];
  if (slot == nullptr || slot->pattern != pattern) {
    slot = std::make_unique<Verdict>();
    slot->pattern = pattern;
    const RE2 re("(?:" + slot->pattern + ")", Quiet());
    if (!re.ok()) {
      const RE2 bare(slot->pattern, Quiet());
      slot->problem = GoError(bare.ok() ? re : bare);
    } else {
      slot->matches_empty = RE2::FullMatch("", re);
    }
  }
  return *slot;
}

}  // namespace

struct Regex::Impl {
  explicit Impl(const std::string& pattern) : re("(?:" + pattern + ")", Quiet()) {}
  RE2 re;
};

Regex::Regex(std::string pattern, std::unique_ptr<Impl> impl)
    : pattern_(std::move(pattern)), impl_(std::move(impl)) {}
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

Result<Regex> Regex::Compile(std::string_view pattern) {
  if (auto problem = RegexProblem(pattern)) return Error{*std::move(problem)};
  std::string copy(pattern);
  auto impl = std::make_unique<Impl>(copy);
  return Regex(std::move(copy), std::move(impl));
}

bool Regex::FullMatch(std::string_view text) const {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), impl_->re);
}

bool IsPlainRegex(std::string_view pattern) {
  return pattern.find_first_of("\\.+*?()|[]{}^$") == std::string_view::npos;
}

std::optional<std::string> RegexProblem(std::string_view pattern) {
  if (IsPlainRegex(pattern)) return std::nullopt;
  return Judge(pattern).problem;
}

bool RegexMatchesEmpty(std::string_view pattern) {
  if (IsPlainRegex(pattern)) return pattern.empty();
  return Judge(pattern).matches_empty;
}

}  // namespace check
