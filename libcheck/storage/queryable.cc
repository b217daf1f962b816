#include "libcheck/storage/queryable.h"

#include <memory>
#include <utility>

namespace check::storage {

Result<CompiledMatcher> CompiledMatcher::Compile(const model::Matcher& matcher) {
  CompiledMatcher compiled;
  compiled.type_ = matcher.type;
  compiled.name_ = matcher.name;
  compiled.value_ = matcher.value;
  if (model::IsRegexp(matcher.type)) {
    Result<Regex> regex = Regex::Compile(matcher.value);
    if (!regex) return regex.error();
    compiled.regex_ = std::make_shared<const Regex>(std::move(*regex));
  }
  compiled.matches_empty_ = compiled.Matches("");
  return compiled;
}

bool CompiledMatcher::Matches(std::string_view value) const {
  switch (type_) {
    case model::MatchType::kEqual:
      return value == value_;
    case model::MatchType::kNotEqual:
      return value != value_;
    case model::MatchType::kRegexp:
      return regex_->FullMatch(value);
    case model::MatchType::kNotRegexp:
      return !regex_->FullMatch(value);
  }
  return false;
}

}  // namespace check::storage
