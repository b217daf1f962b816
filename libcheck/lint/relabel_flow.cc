#include "libcheck/lint/relabel_flow.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "libcheck/lint/configuration.h"

namespace check::lint {
namespace {

using config::RelabelAction;
using config::RelabelLabels;
using config::RelabelRule;
using config::RelabelStage;
using config::WrittenRelabelRule;

constexpr std::size_t kMostValues = 16;
constexpr std::size_t kMostCombinations = 64;

// Labels that targets have until they are scraped.
constexpr std::string_view kOfTargets[] = {"__address__", "__metrics_path__", "__scheme__",
                                           "__scrape_interval__", "__scrape_timeout__"};

// Prometheus: samples and alerts have no label of a target that begins with `__`, and only samples
// have a name.
bool IsGone(std::string_view label, RelabelStage stage) {
  if (label == "__name__") return stage != RelabelStage::kMetric;
  if (stage == RelabelStage::kScrape) return false;
  return label.starts_with("__meta_") || label.starts_with("__param_") ||
         std::find(std::begin(kOfTargets), std::end(kOfTargets), label) != std::end(kOfTargets);
}

std::span<const std::string> SourceLabels(const RelabelRule& rule) {
  return rule.source_labels ? std::span<const std::string>(*rule.source_labels)
                            : std::span<const std::string>();
}

// The words of `a|b|c`; none if the pattern is something else.
std::vector<std::string> Alternatives(std::string_view pattern) {
  std::vector<std::string> words;
  if (pattern.starts_with('(') && pattern.ends_with(')')) {
    pattern = pattern.substr(1, pattern.size() - 2);
  }
  while (true) {
    const std::size_t end = std::min(pattern.find('|'), pattern.size());
    const std::string_view word = pattern.substr(0, end);
    if (!IsPlainRegex(word)) return {};
    words.emplace_back(word);
    if (end == pattern.size()) return words;
    pattern.remove_prefix(end + 1);
  }
}

bool Matches(const RelabelRule& rule, std::string_view text) {
  return !rule.regex || rule.regex->FullMatch(text);
}

}  // namespace

bool HasKnownSources(const config::prometheus::RelabelRuleList& list, RelabelStage stage) {
  std::vector<std::string_view> known;
  bool any_names = false;
  bool some_removed = false;
  for (const yaml::Node& item : list.items()) {
    const schema::Values rule = list.FieldsOf(item);
    const auto action = config::FindRelabelAction(rule.Text("action", "replace"));
    if (!action) continue;
    const std::span<const yaml::Node> sources = rule.Items("source_labels");
    for (const yaml::Node& source : sources) {
      const std::string_view label = rule.TextOf(source);
      if (some_removed || (!any_names && IsGone(label, stage)) ||
          std::find(known.begin(), known.end(), label) != known.end()) {
        return true;
      }
    }
    switch (*action) {
      case RelabelAction::kReplace:
      case RelabelAction::kHashMod:
      case RelabelAction::kLowercase:
      case RelabelAction::kUppercase:
        if (sources.empty() && rule.Has("regex")) return true;
        known.push_back(rule.Text("target_label"));
        break;
      case RelabelAction::kKeep:
      case RelabelAction::kDrop:
        if (sources.empty()) return true;
        if (sources.size() == 1 && *action == RelabelAction::kKeep) {
          known.push_back(rule.TextOf(sources.front()));
        }
        break;
      case RelabelAction::kKeepEqual:
      case RelabelAction::kDropEqual:
        break;
      case RelabelAction::kLabelMap:
      case RelabelAction::kLabelDrop:
      case RelabelAction::kLabelKeep:
        if (stage != RelabelStage::kScrape && rule.Text("regex").starts_with("__meta_")) {
          return true;
        }
        any_names = any_names || *action == RelabelAction::kLabelMap;
        some_removed = some_removed || *action != RelabelAction::kLabelMap;
        break;
    }
  }
  return false;
}

RelabelFlow::RelabelFlow(std::span<const WrittenRelabelRule> rules, RelabelStage stage)
    : stage_(stage) {
  for (const WrittenRelabelRule& written : rules) {
    for (const std::string& label : SourceLabels(written.rule)) {
      names_.push_back(label);
      if (IsGone(label, stage)) known_[label] = {{""}, nullptr};
    }
  }
}

void RelabelFlow::Watch(const std::string& label) { names_.push_back(label); }

void RelabelFlow::Assume(const std::string& label, std::vector<std::string> values) {
  Watch(label);
  std::sort(values.begin(), values.end());
  if (values.size() <= kMostValues) known_[label] = {std::move(values), nullptr};
}

const PossibleValues* RelabelFlow::Of(const std::string& label) const {
  const auto at = known_.find(label);
  return at == known_.end() ? nullptr : &at->second;
}

std::optional<std::vector<RelabelFlow::Combination>> RelabelFlow::CombinationsOf(
    const RelabelRule& rule) const {
  std::vector<Combination> all = {{}};
  for (const std::string& label : SourceLabels(rule)) {
    const PossibleValues* possible = Of(label);
    if (possible == nullptr || all.size() * possible->values.size() > kMostCombinations) {
      return std::nullopt;
    }
    std::vector<Combination> longer;
    for (const Combination& combination : all) {
      for (const std::string& value : possible->values) {
        longer.push_back(combination);
        longer.back().push_back(&value);
      }
    }
    all = std::move(longer);
  }
  return all;
}

std::optional<std::vector<std::string>> RelabelFlow::Sources(const RelabelRule& rule) const {
  const auto combinations = CombinationsOf(rule);
  if (!combinations) return std::nullopt;
  std::vector<std::string> texts;
  for (const Combination& combination : *combinations) {
    std::string& text = texts.emplace_back();
    for (std::size_t i = 0; i < combination.size(); ++i) {
      if (i > 0) text += rule.separator;
      text += *combination[i];
    }
  }
  return texts;
}

bool RelabelFlow::HasNoneWith(std::string_view prefix) const {
  return !any_names_ && prefix.starts_with("__meta_") && stage_ != RelabelStage::kScrape;
}

void RelabelFlow::Know(const std::string& label, std::vector<std::string> values,
                       const WrittenRelabelRule& since) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (values.size() > kMostValues) {
    known_.erase(label);
  } else {
    known_[label] = {std::move(values), &since};
  }
}

// A rule that writes its `target_label`.
void RelabelFlow::Write(const WrittenRelabelRule& written) {
  const RelabelRule& rule = written.rule;
  const std::string& target = rule.target_label;
  if (rule.action == RelabelAction::kReplace && target.find('$') != std::string::npos) {
    known_.clear();
    any_names_ = true;
    return;
  }
  std::vector<std::string> values;
  bool may_stay = false;
  if (const auto combinations = CombinationsOf(rule)) {
    // What is known is little: the rule is tried on all of it.
    for (const Combination& combination : *combinations) {
      std::vector<RelabelLabels::Pair> pairs;
      for (std::size_t i = 0; i < combination.size(); ++i) {
        pairs.emplace_back((*rule.source_labels)[i], *combination[i]);
      }
      RelabelLabels labels(std::move(pairs));
      const std::string before = "\x01";  // In the place of what is there.
      const bool reads_target = std::find(SourceLabels(rule).begin(), SourceLabels(rule).end(),
                                          target) != SourceLabels(rule).end();
      if (!reads_target) labels.Set(target, before);
      Relabel(rule, labels);
      const std::string value(labels.Get(target));
      if (value == before) {
        may_stay = true;
      } else {
        values.push_back(value);
      }
    }
  } else if (rule.action == RelabelAction::kReplace &&
             rule.replacement.find('$') == std::string::npos) {
    values.push_back(rule.replacement);
    may_stay = !MatchesAll(rule);
  } else {
    known_.erase(target);
    return;
  }
  if (may_stay) {
    const PossibleValues* before = Of(target);
    if (before == nullptr) return;
    values.insert(values.end(), before->values.begin(), before->values.end());
  }
  Know(target, std::move(values), written);
}

// A rule that drops what it does, or does not, match.
bool RelabelFlow::Filter(const WrittenRelabelRule& written) {
  const RelabelRule& rule = written.rule;
  const bool keeps = rule.action == RelabelAction::kKeep;
  const auto sources = Sources(rule);
  if (sources && std::none_of(sources->begin(), sources->end(), [&](const std::string& text) {
        return Matches(rule, text) == keeps;
      })) {
    return false;
  }
  if (SourceLabels(rule).size() != 1) return true;
  const std::string& label = rule.source_labels->front();
  if (const PossibleValues* possible = Of(label)) {
    std::vector<std::string> left = possible->values;
    std::erase_if(left, [&](const std::string& value) { return Matches(rule, value) != keeps; });
    if (left.size() < possible->values.size()) Know(label, std::move(left), written);
  } else if (keeps && rule.regex) {
    std::vector<std::string> words = Alternatives(rule.regex->pattern());
    if (!words.empty()) Know(label, std::move(words), written);
  }
  return true;
}

bool RelabelFlow::Pass(const WrittenRelabelRule& written) {
  const RelabelRule& rule = written.rule;
  switch (rule.action) {
    case RelabelAction::kReplace:
    case RelabelAction::kHashMod:
    case RelabelAction::kLowercase:
    case RelabelAction::kUppercase:
      Write(written);
      break;
    case RelabelAction::kKeep:
    case RelabelAction::kDrop:
      return Filter(written);
    case RelabelAction::kKeepEqual:
    case RelabelAction::kDropEqual:
      break;
    case RelabelAction::kLabelMap:
      // It may have made any label.
      known_.clear();
      any_names_ = true;
      break;
    case RelabelAction::kLabelDrop:
    case RelabelAction::kLabelKeep:
      for (const std::string& label : names_) {
        const bool removed = Matches(rule, label) == (rule.action == RelabelAction::kLabelDrop);
        const PossibleValues* before = Of(label);
        if (removed && (before == nullptr || !before->is_absent())) Know(label, {""}, written);
      }
      break;
  }
  return true;
}

}  // namespace check::lint
