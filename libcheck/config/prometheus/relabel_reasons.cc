#include "libcheck/config/prometheus/relabel_reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/base/regex_language.h"

namespace check::config {
namespace {

constexpr std::size_t kLongest = 4'096;  // Of texts that are compared with a regex step by step.

// The values that a rule looks at, joined as it joins them.
std::string JoinedSource(const RelabelRule& rule, const LabelPairs& labels) {
  std::string joined;
  if (!rule.source_labels) return joined;
  for (std::size_t i = 0; i < rule.source_labels->size(); ++i) {
    if (i > 0) joined += rule.separator;
    joined += LabelValue(labels, (*rule.source_labels)[i]);
  }
  return joined;
}

std::string_view PatternOf(const RelabelRule& rule) {
  return rule.regex ? std::string_view(rule.regex->pattern()) : "(.*)";
}

bool Matches(const RelabelRule& rule, std::string_view text) {
  return !rule.regex || rule.regex->FullMatch(text);
}

std::optional<std::string> Expanded(const RelabelRule& rule, std::string_view text,
                                    std::string_view replacement) {
  if (rule.regex) return rule.regex->Expand(text, replacement);
  const auto everything = Regex::Compile("(.*)");
  return everything->Expand(text, replacement);
}

std::string Joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names)
    text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
  return text;
}

// "; label `a` is not set"
std::string MissingLabels(const RelabelRule& rule, const LabelPairs& labels) {
  if (!rule.source_labels || rule.source_labels->empty()) {
    return "; the rule has no `source_labels`";
  }
  std::vector<std::string_view> missing;
  for (const std::string& label : *rule.source_labels) {
    if (LabelValue(labels, label).empty()) missing.push_back(label);
  }
  if (missing.empty()) return {};
  return fmt::format("; label{} {} {} not set", missing.size() == 1 ? "" : "s", Joined(missing),
                     missing.size() == 1 ? "is" : "are");
}

// Up to where `text` is as `pattern` wants it.
std::string MatchingPrefix(std::string_view text, std::string_view pattern) {
  if (text.empty() || text.size() > kLongest) return {};
  const auto language = RegexLanguage::Of(pattern);
  if (!language) return {};
  const std::size_t size = language->LongestPrefix(text);
  if (size == 0) return "; not even its first character matches";
  if (size == text.size()) return "; all of it matches, but more is expected after it";
  return fmt::format("; it matches up to {}", GoQuote(text.substr(0, size)));
}

std::string Mismatch(const RelabelRule& rule, const LabelPairs& labels) {
  const std::string source = JoinedSource(rule, labels);
  return fmt::format("{} does not match {}{}{}", GoQuote(source),
                     GoQuote(fmt::format("^(?:{})$", PatternOf(rule))),
                     MatchingPrefix(source, PatternOf(rule)), MissingLabels(rule, labels));
}

std::string TargetText(const RelabelRule& rule, const LabelPairs& labels) {
  return fmt::format("{}={}", rule.target_label, GoQuote(LabelValue(labels, rule.target_label)));
}

std::string AlreadySet(std::string_view name, std::string_view value) {
  if (value.empty()) {
    return fmt::format("nothing changes: the value is empty, and label `{}` is not set", name);
  }
  return fmt::format("nothing changes: label `{}` is already {}", name, GoQuote(value));
}

std::string WhyNotReplaced(const RelabelRule& rule, const LabelPairs& labels) {
  const std::string source = JoinedSource(rule, labels);
  if (!Matches(rule, source)) return "nothing changes: " + Mismatch(rule, labels);
  const auto target = Expanded(rule, source, rule.target_label);
  if (!target || !model::IsValidLabelName(*target, rule.names)) {
    return fmt::format("nothing changes: {} is not a valid label name",
                       GoQuote(target.value_or("")));
  }
  const std::string missing = MissingLabels(rule, labels);
  return AlreadySet(*target, LabelValue(labels, *target)) +
         (LabelValue(labels, *target).empty() ? missing : std::string());
}

std::string NoNameMatches(const RelabelRule& rule) {
  return fmt::format("nothing changes: no label has a name that matches {}",
                     GoQuote(fmt::format("^(?:{})$", PatternOf(rule))));
}

std::string WhyNotMapped(const RelabelRule& rule, const LabelPairs& labels) {
  const bool any = std::any_of(labels.begin(), labels.end(),
                               [&](const auto& label) { return Matches(rule, label.first); });
  return any ? "nothing changes: all labels with matching names are already mapped"
             : NoNameMatches(rule);
}

}  // namespace

std::string WhyDropped(const RelabelRule& rule, const LabelPairs& labels) {
  const std::string source = GoQuote(JoinedSource(rule, labels));
  switch (rule.action) {
    case RelabelAction::kKeep:
      return "dropped because " + Mismatch(rule, labels);
    case RelabelAction::kDrop:
      return fmt::format("dropped because {} matches {}", source, GoQuote(PatternOf(rule)));
    case RelabelAction::kKeepEqual:
      return fmt::format("dropped because {} is not {}{}", TargetText(rule, labels), source,
                         MissingLabels(rule, labels));
    case RelabelAction::kDropEqual:
      return fmt::format("dropped because {} equals {}", TargetText(rule, labels), source);
    default:
      return "dropped";
  }
}

std::string WhyUnchanged(const RelabelRule& rule, const LabelPairs& labels) {
  const std::string source = GoQuote(JoinedSource(rule, labels));
  switch (rule.action) {
    case RelabelAction::kReplace:
      return WhyNotReplaced(rule, labels);
    case RelabelAction::kKeep:
      return fmt::format("kept: {} matches {}", source, GoQuote(PatternOf(rule)));
    case RelabelAction::kDrop:
      return "kept: " + Mismatch(rule, labels);
    case RelabelAction::kKeepEqual:
      return fmt::format("kept: {} equals {}", TargetText(rule, labels), source);
    case RelabelAction::kDropEqual:
      return fmt::format("kept: {} is not {}", TargetText(rule, labels), source);
    case RelabelAction::kHashMod:
      return AlreadySet(rule.target_label, LabelValue(labels, rule.target_label));
    case RelabelAction::kLowercase:
    case RelabelAction::kUppercase: {
      const std::string_view value = LabelValue(labels, rule.target_label);
      return AlreadySet(rule.target_label, value) +
             (value.empty() ? MissingLabels(rule, labels) : std::string());
    }
    case RelabelAction::kLabelMap:
      return WhyNotMapped(rule, labels);
    case RelabelAction::kLabelDrop:
      return NoNameMatches(rule);
    case RelabelAction::kLabelKeep:
      return fmt::format("nothing changes: the names of all labels match {}",
                         GoQuote(PatternOf(rule)));
  }
  return "nothing changes";
}

std::string MappedTogether(const RelabelRule& rule, const LabelPairs& labels) {
  if (rule.action != RelabelAction::kLabelMap) return {};
  std::map<std::string, std::vector<const RelabelLabels::Pair*>> mapped;
  for (const RelabelLabels::Pair& label : labels) {
    if (const auto target = Expanded(rule, label.first, rule.replacement)) {
      mapped[*target].push_back(&label);
    }
  }
  std::string text;
  for (const auto& [target, from] : mapped) {
    const bool same = std::all_of(from.begin(), from.end(), [&](const auto* label) {
      return label->second == from.front()->second;
    });
    if (same) continue;
    std::vector<std::string_view> names;
    for (const auto* label : from) names.push_back(label->first);
    text += fmt::format("{}{} are all mapped to `{}`: which value it gets is not defined",
                        text.empty() ? "" : "; ", Joined(names), target);
  }
  return text;
}

}  // namespace check::config
