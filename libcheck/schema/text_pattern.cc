#include "libcheck/schema/text_pattern.h"

#include <map>

namespace check::schema {
namespace {

// Filled before the program starts.
std::map<TextCheck, std::string_view>& Patterns() {
  static std::map<TextCheck, std::string_view> patterns;
  return patterns;
}

}  // namespace

TextPattern::TextPattern(TextCheck check, std::string_view pattern) {
  Patterns().emplace(check, pattern);
}

std::string_view PatternOf(TextCheck check) {
  const auto at = Patterns().find(check);
  return at == Patterns().end() ? std::string_view() : at->second;
}

}  // namespace check::schema
