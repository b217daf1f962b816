#include "libcheck/alertmanager/label_parts.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "libcheck/base/regex_language.h"

namespace check::alertmanager {
namespace {

using model::AlertMatcher;
using model::MatchType;

// The matcher that one is, or is the opposite of.
AlertMatcher Affirmed(const AlertMatcher& matcher) {
  if (!model::IsNegated(matcher.type())) return matcher;
  const MatchType type = model::MatchTypeOf(model::IsRegexp(matcher.type()), false);
  return *AlertMatcher::Make(type, matcher.name(), matcher.value());
}

/// Finds texts beside some known ones: one for each way in which languages without an end can
/// have it or not.
class OtherTexts {
 public:
  /// `known` is sorted.
  OtherTexts(std::vector<std::string> known, std::span<const RegexLanguage> languages)
      : known_(std::move(known)), languages_(languages) {}

  std::vector<std::string> Find() {
    if (std::optional<std::string> text = FindOne()) Divide(0, *std::move(text));
    return std::move(found_);
  }
  /// Whether no way was given up.
  bool is_complete() const { return is_complete_; }

 private:
  static constexpr std::size_t kMostTexts = 1000;
  static constexpr std::size_t kMostTries = 100;

  // `text` is in all of `in_` and in none of `out_`, which are those before `next`.
  void Divide(std::size_t next, std::string text) {
    if (next == languages_.size()) {
      found_.push_back(std::move(text));
      return;
    }
    if (found_.size() > kMostTexts) {
      is_complete_ = false;
      return;
    }
    const RegexLanguage& language = languages_[next];
    const bool has_text = language.Matches(text);
    for (const bool is_in : {true, false}) {
      auto& list = is_in ? in_ : out_;
      list.push_back(&language);
      if (is_in == has_text) {
        Divide(next + 1, text);
      } else if (std::optional<std::string> other = FindOne()) {
        Divide(next + 1, *std::move(other));
      }
      list.pop_back();
    }
  }

  std::optional<std::string> FindOne() {
    std::vector<RegexLanguage> passed;  // Known texts that were found.
    passed.reserve(kMostTries);
    std::vector<const RegexLanguage*> out = out_;
    for (std::size_t i = 0; i < kMostTries; ++i) {
      TextSearch search = FindText(in_, out);
      if (search.outcome == TextSearch::Outcome::kNone) return std::nullopt;
      if (search.outcome == TextSearch::Outcome::kUnknown) break;
      if (!std::binary_search(known_.begin(), known_.end(), search.text)) {
        return std::move(search.text);
      }
      out.push_back(&passed.emplace_back(RegexLanguage::OfText(search.text)));
    }
    is_complete_ = false;
    return std::nullopt;
  }

  std::vector<std::string> known_;
  std::span<const RegexLanguage> languages_;
  std::vector<const RegexLanguage*> in_;
  std::vector<const RegexLanguage*> out_;
  std::vector<std::string> found_;
  bool is_complete_ = true;
};

}  // namespace

LabelParts::LabelParts(std::string label, std::span<const AlertMatcher> matchers,
                       std::span<const std::string> values)
    : label_(std::move(label)) {
  for (const AlertMatcher& matcher : matchers) matchers_.push_back(Affirmed(matcher));
  std::sort(matchers_.begin(), matchers_.end());
  matchers_.erase(std::unique(matchers_.begin(), matchers_.end()), matchers_.end());
  examples_.emplace_back();
  for (const AlertMatcher& matcher : matchers_) {
    if (!model::IsRegexp(matcher.type())) AddExample(matcher.value());
  }
  for (const std::string& value : values) AddExample(value);
  AddOthers();
}

std::string LabelParts::MatchedBy(std::string_view value) const {
  std::string matched(matchers_.size(), '-');
  for (std::size_t i = 0; i < matchers_.size(); ++i) {
    if (matchers_[i].Matches(value)) matched[i] = '+';
  }
  return matched;
}

std::optional<std::size_t> LabelParts::PartOf(std::string_view value) const {
  if (value.empty()) return 0;
  const auto at = by_matches_.find(MatchedBy(value));
  if (at == by_matches_.end()) return std::nullopt;
  return at->second;
}

void LabelParts::AddExample(std::string value) {
  if (value.empty()) return;
  if (!by_matches_.try_emplace(MatchedBy(value), examples_.size()).second) return;
  examples_.push_back(std::move(value));
}

void LabelParts::AddOthers() {
  std::vector<std::string> known = {""};
  std::vector<RegexLanguage> endless;
  for (const AlertMatcher& matcher : matchers_) {
    if (!model::IsRegexp(matcher.type())) {
      known.push_back(matcher.value());
      continue;
    }
    std::optional<RegexLanguage> language = RegexLanguage::Of(matcher.value());
    if (!language) {
      is_complete_ = false;
    } else if (const std::vector<std::string>* texts = language->texts()) {
      for (const std::string& text : *texts) AddExample(text);
      known.insert(known.end(), texts->begin(), texts->end());
    } else {
      endless.push_back(*std::move(language));
    }
  }
  std::sort(known.begin(), known.end());
  OtherTexts others(std::move(known), endless);
  for (std::string& text : others.Find()) AddExample(std::move(text));
  is_complete_ = is_complete_ && others.is_complete();
}

std::string LabelParts::Example(std::size_t part, const LabelShape& shape) const {
  const auto at = std::find_if(shape.values.begin(), shape.values.end(),
                               [&](const std::string& value) { return PartOf(value) == part; });
  return at == shape.values.end() ? Example(part) : *at;
}

PartSet LabelParts::Matching(const AlertMatcher& matcher) const {
  PartSet parts(size());
  for (std::size_t part = 0; part < size(); ++part) {
    if (matcher.Matches(examples_[part])) parts.Add(part);
  }
  return parts;
}

PartSet LabelParts::Of(const LabelShape& shape) const {
  PartSet parts(size(), shape.any_value);
  if (!shape.may_be_absent) {
    PartSet absent(size());
    absent.Add(0);
    parts.Remove(absent);
  } else {
    parts.Add(0);
  }
  for (const std::string& value : shape.values) {
    const std::optional<std::size_t> part = PartOf(value);
    assert(part);
    if (part) parts.Add(*part);
  }
  return parts;
}

}  // namespace check::alertmanager
