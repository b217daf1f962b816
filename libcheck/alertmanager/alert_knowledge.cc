#include "libcheck/alertmanager/alert_knowledge.h"

#include <algorithm>
#include <utility>

namespace check::alertmanager {

std::uint32_t AlertKnowledge::Intern(const model::AlertMatcher& matcher) {
  const auto [label, is_new_label] =
      labels_.try_emplace(matcher.name(), static_cast<std::uint32_t>(names_.size()));
  if (is_new_label) names_.push_back(matcher.name());
  const bool is_regexp = model::IsRegexp(matcher.type());
  std::string key = std::to_string(label->second);
  key.append(is_regexp ? "~" : "=").append(matcher.value());
  const auto [known, is_new] =
      numbers_.try_emplace(std::move(key), static_cast<std::uint32_t>(2 * matchers_.size()));
  if (is_new) {
    matchers_.push_back(
        {matcher, label->second,
         is_regexp ? RegexLanguage::Of(matcher.value()) : RegexLanguage::OfText(matcher.value())});
  }
  return known->second | (model::IsNegated(matcher.type()) ? 1U : 0U);
}

bool AlertKnowledge::Holds(std::uint32_t condition, std::string_view value) const {
  const Matcher& at = At(condition);
  if (!at.language) return Confirms(condition, value);
  return at.language->Matches(value) != IsNegation(condition);
}

bool AlertKnowledge::Confirms(std::uint32_t condition, std::string_view value) const {
  const model::AlertMatcher& matcher = At(condition).matcher;
  return matcher.Matches(value) == (model::IsNegated(matcher.type()) == IsNegation(condition));
}

const std::vector<std::string>* AlertKnowledge::FewValues(std::uint32_t condition) const {
  const Matcher& at = At(condition);
  return IsNegation(condition) || !at.language ? nullptr : at.language->texts();
}

bool AlertKnowledge::AllHold(const std::vector<std::uint32_t>& conditions,
                             std::string_view value) const {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](std::uint32_t condition) { return Holds(condition, value); });
}

const LabelValue& AlertKnowledge::ValueFor(const std::vector<std::uint32_t>& conditions) {
  static const LabelValue kUnknown;
  constexpr std::size_t kMostKept = 200'000;
  constexpr std::size_t kWork = 16;  // Besides that of languages.
  const auto known = values_.find(conditions);
  if (known != values_.end()) return known->second;
  if (values_.size() == kMostKept || !Spend(kWork)) return kUnknown;
  return values_.emplace(conditions, Solve(conditions)).first->second;
}

LabelValue AlertKnowledge::Solve(const std::vector<std::uint32_t>& conditions) {
  const std::vector<std::string>* few = nullptr;
  bool is_wanted = false;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    if (i > 0 && conditions[i] == Negation(conditions[i - 1])) return {Answer::kNo, {}};
    const auto* values = FewValues(conditions[i]);
    if (values != nullptr && (few == nullptr || values->size() < few->size())) few = values;
    is_wanted = is_wanted || !IsNegation(conditions[i]);
  }
  if (few != nullptr) {
    for (const std::string& value : *few) {
      if (AllHold(conditions, value)) return {Answer::kYes, value};
    }
    return {Answer::kNo, {}};
  }
  if (!is_wanted) {
    for (const std::string_view value : {"", "other", "x", "0"}) {
      if (AllHold(conditions, value)) return {Answer::kYes, std::string(value)};
    }
  }
  return SolveByLanguages(conditions);
}

bool AlertKnowledge::HaveOnePrefix(const std::vector<std::uint32_t>& conditions) const {
  std::string_view longest;
  for (const std::uint32_t condition : conditions) {
    const auto& language = At(condition).language;
    if (IsNegation(condition) || !language) continue;
    const std::string_view prefix = language->prefix();
    const auto shorter = std::min(prefix.size(), longest.size());
    if (prefix.substr(0, shorter) != longest.substr(0, shorter)) return false;
    if (prefix.size() > longest.size()) longest = prefix;
  }
  return true;
}

LabelValue AlertKnowledge::SolveByLanguages(const std::vector<std::uint32_t>& conditions) {
  if (!HaveOnePrefix(conditions)) return {Answer::kNo, {}};
  std::vector<const RegexLanguage*> all;
  std::vector<const RegexLanguage*> none;
  bool is_read = true;
  bool names_line_break = false;
  for (const std::uint32_t condition : conditions) {
    const auto& language = At(condition).language;
    is_read = is_read && language.has_value();
    if (!language) continue;
    (IsNegation(condition) ? none : all).push_back(&*language);
    names_line_break = names_line_break || language->names_line_break();
  }
  TextSearch search = FindText(all, none);
  if (!Spend(search.work)) return {};
  switch (search.outcome) {
    case TextSearch::Outcome::kFound:
      if (!is_read && !AllHold(conditions, search.text)) return {};
      return {Answer::kYes, std::move(search.text)};
    case TextSearch::Outcome::kNone:
      return {names_line_break ? Answer::kUnknown : Answer::kNo, {}};
    case TextSearch::Outcome::kUnknown:
      break;
  }
  return {};
}

bool AlertKnowledge::Spend(std::size_t work) {
  constexpr std::size_t kMaxWork = 20'000'000;
  work_ = std::min(work_ + work, kMaxWork);
  return work_ < kMaxWork;
}

std::size_t AlertKnowledge::Hash::operator()(const std::vector<std::uint32_t>& numbers) const {
  std::size_t hash = numbers.size();
  for (const std::uint32_t number : numbers) hash = (hash ^ number) * 0x9E3779B97F4A7C15U;
  return hash;
}

}  // namespace check::alertmanager
