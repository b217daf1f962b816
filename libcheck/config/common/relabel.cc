#include "libcheck/config/common/relabel.h"

#include <md5.h>

#include <algorithm>
#include <array>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/config/common/relabel_size.h"

namespace check::config {
namespace {

constexpr auto kNames = std::to_array<std::string_view>({
    "replace",
    "keep",
    "drop",
    "keepequal",
    "dropequal",
    "hashmod",
    "labelmap",
    "labeldrop",
    "labelkeep",
    "lowercase",
    "uppercase",
});

bool HasReference(std::string_view text) { return text.find('$') != std::string_view::npos; }

// A label name of letters, digits and underscores, in which `$1` or `${name}` may stand for a part.
bool IsLegacyTemplate(std::string_view text) {
  const auto skip_words = [&] {
    std::size_t count = 0;
    while (count < text.size() && IsNamePart(text[count])) ++count;
    text.remove_prefix(count);
    return count > 0;
  };
  for (bool first = true; !text.empty(); first = false) {
    if (text.front() != '$') {
      if (first && !IsNameStart(text.front())) return false;
      if (!skip_words()) return false;
      continue;
    }
    text.remove_prefix(1);
    const bool braces = text.starts_with('{');
    if (braces) text.remove_prefix(1);
    if (!skip_words()) return false;
    if (!braces) continue;
    if (!text.starts_with('}')) return false;
    text.remove_prefix(1);
    first = false;
  }
  return true;
}

bool IsTemplateOfName(std::string_view text, model::NameValidation names) {
  return names == model::NameValidation::kUtf8 ? model::IsValidLabelName(text, names)
                                               : !text.empty() && IsLegacyTemplate(text);
}

std::string JoinedSources(const RelabelRule& rule, const RelabelLabels& labels) {
  std::string joined;
  if (!rule.source_labels) return joined;
  for (std::size_t i = 0; i < rule.source_labels->size(); ++i) {
    if (i > 0) joined += rule.separator;
    joined += labels.Get((*rule.source_labels)[i]);
  }
  return joined;
}

// The last eight bytes of the MD5 sum, as Prometheus has always taken them.
std::uint64_t Hash(std::string_view text) {
  MD5_CTX context;
  MD5Init(&context);
  MD5Update(&context, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  std::array<std::uint8_t, MD5_DIGEST_LENGTH> digest = {};
  MD5Final(digest.data(), &context);
  std::uint64_t hash = 0;
  for (std::size_t i = 8; i < digest.size(); ++i) hash = hash << 8 | digest[i];
  return hash;
}

bool Matches(const RelabelRule& rule, std::string_view text) {
  return !rule.regex || rule.regex->FullMatch(text);
}

std::optional<std::string> Expanded(const RelabelRule& rule, std::string_view text,
                                    std::string_view replacement) {
  static const Regex everything = std::move(*Regex::Compile("(.*)"));
  return (rule.regex ? *rule.regex : everything).Expand(text, replacement);
}

void Replace(const RelabelRule& rule, RelabelLabels& labels, std::string_view value) {
  // Prometheus has a shortcut here that checks nothing, not even the name.
  if (value.empty() && !rule.regex && !HasReference(rule.target_label) &&
      !HasReference(rule.replacement)) {
    labels.Set(rule.target_label, rule.replacement);
    return;
  }
  const auto target = Expanded(rule, value, rule.target_label);
  if (!target || !model::IsValidLabelName(*target, rule.names)) return;
  labels.Set(*target, *Expanded(rule, value, rule.replacement));
}

}  // namespace

std::string_view LiteralPrefix(std::string_view pattern) {
  if (pattern.find('|') != std::string_view::npos) return {};
  const std::size_t end = pattern.find_first_of("\\.+*?()[]{}^$");
  if (end == std::string_view::npos) return pattern;
  const bool repeats = std::string_view("*?{").find(pattern[end]) != std::string_view::npos;
  return pattern.substr(0, repeats && end > 0 ? end - 1 : end);
}

std::string_view ToString(RelabelAction action) { return kNames[static_cast<std::size_t>(action)]; }

std::span<const std::string_view> RelabelActionNames() { return kNames; }

std::optional<RelabelAction> FindRelabelAction(std::string_view name) {
  const std::string lower = ToLower(name);
  const auto found = std::find(kNames.begin(), kNames.end(), lower);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<RelabelAction>(found - kNames.begin());
}

std::optional<RelabelFault> RelabelProblem(const RelabelRule& rule) {
  using enum RelabelAction;
  static const RelabelRule defaults;
  const std::string action(ToString(rule.action));
  const auto is = [&](auto... actions) { return ((rule.action == actions) || ...); };
  const auto fault = [&](std::string_view field, std::string_view message, std::string upstream) {
    return RelabelFault{field, "`" + action + "` " + std::string(message), std::move(upstream)};
  };
  if (is(kHashMod) && rule.modulus == 0) {
    return fault("action", "needs a `modulus` that is not 0",
                 "relabel configuration for hashmod requires non-zero modulus");
  }
  if (is(kReplace, kHashMod, kLowercase, kUppercase, kKeepEqual, kDropEqual)) {
    if (rule.target_label.empty()) {
      return fault("action", "needs `target_label`",
                   "relabel configuration for " + action + " action requires 'target_label' value");
    }
    const bool valid = is(kReplace) && HasReference(rule.target_label)
                           ? IsTemplateOfName(rule.target_label, rule.names)
                           : model::IsValidLabelName(rule.target_label, rule.names);
    if (!valid) {
      return fault(
          "target_label", "cannot write to this `target_label`",
          GoQuote(rule.target_label) + " is invalid 'target_label' for " + action + " action");
    }
  }
  const bool has_replacement = rule.replacement != defaults.replacement;
  if (is(kLowercase, kUppercase, kKeepEqual, kDropEqual) && has_replacement) {
    return fault("replacement", "takes no `replacement`",
                 "'replacement' can not be set for " + action + " action");
  }
  if (is(kLabelMap) && !IsTemplateOfName(rule.replacement, rule.names)) {
    return fault("replacement", "this `replacement` does not give valid label names",
                 GoQuote(rule.replacement) + " is invalid 'replacement' for " + action + " action");
  }
  const bool has_hash_or_separator = rule.modulus != 0 || rule.separator != defaults.separator;
  if (is(kDropEqual, kKeepEqual) && (rule.regex || has_hash_or_separator)) {
    return fault("action", "takes `source_labels`, `target_label` and nothing else",
                 action +
                     " action requires only 'source_labels' and `target_label`, and no other "
                     "fields");
  }
  if (is(kLabelDrop, kLabelKeep) && (rule.source_labels || !rule.target_label.empty() ||
                                     has_hash_or_separator || has_replacement)) {
    return fault("action", "takes a `regex` and nothing else",
                 action + " action requires only 'regex', and no other fields");
  }
  return std::nullopt;
}

RelabelLabels::RelabelLabels(std::vector<Pair> labels) : labels_(std::move(labels)) {
  std::erase_if(labels_, [](const Pair& label) { return label.second.empty(); });
  std::sort(labels_.begin(), labels_.end());
  original_ = labels_.size();
}

std::string_view RelabelLabels::Get(std::string_view name) const {
  const auto found = std::find_if(labels_.begin(), labels_.end(),
                                  [&](const Pair& label) { return label.first == name; });
  return found == labels_.end() ? std::string_view() : std::string_view(found->second);
}

void RelabelLabels::Set(std::string_view name, std::string_view value) {
  if (value.empty()) return Remove(name);
  const auto added = std::find_if(labels_.begin() + static_cast<std::ptrdiff_t>(original_),
                                  labels_.end(), [&](const Pair& p) { return p.first == name; });
  if (added != labels_.end()) {
    added->second = value;
    return;
  }
  Pair label(name, value);  // `name` may be a part of what is removed.
  Remove(label.first);
  labels_.push_back(std::move(label));
}

void RelabelLabels::Remove(std::string_view name) {
  const auto found = std::find_if(labels_.begin(), labels_.end(),
                                  [&](const Pair& label) { return label.first == name; });
  if (found == labels_.end()) return;
  if (static_cast<std::size_t>(found - labels_.begin()) < original_) --original_;
  labels_.erase(found);
}

bool Outgrows(const RelabelRule& rule, const RelabelLabels& labels) {
  // Of `text` with its references filled in, as if each were to all of `value`.
  const auto most = [](std::string_view text, std::size_t value) {
    return text.size() + value * static_cast<std::size_t>(std::ranges::count(text, '$'));
  };
  std::size_t size = 0;
  for (const auto& [name, value] : labels.InOrder()) {
    size += name.size() + value.size();
    if (rule.action == RelabelAction::kLabelMap) {
      size += most(rule.replacement, name.size()) + value.size();
    }
  }
  if (!rule.source_labels) return size > kMostLabelBytes;
  std::size_t joined = rule.separator.size() * rule.source_labels->size();
  for (const std::string& name : *rule.source_labels) joined += labels.Get(name).size();
  const bool expands = rule.action == RelabelAction::kReplace;
  size += expands ? most(rule.target_label, joined) + most(rule.replacement, joined) : joined;
  return size > kMostLabelBytes;
}

std::vector<RelabelLabels::Pair> RelabelLabels::Sorted() const {
  std::vector<Pair> sorted = labels_;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

bool Relabel(const RelabelRule& rule, RelabelLabels& labels) {
  if (Outgrows(rule, labels)) return true;
  const std::string value = JoinedSources(rule, labels);
  switch (rule.action) {
    case RelabelAction::kDrop:
      return !Matches(rule, value);
    case RelabelAction::kKeep:
      return Matches(rule, value);
    case RelabelAction::kDropEqual:
      return labels.Get(rule.target_label) != value;
    case RelabelAction::kKeepEqual:
      return labels.Get(rule.target_label) == value;
    case RelabelAction::kReplace:
      Replace(rule, labels, value);
      break;
    case RelabelAction::kLowercase:
      labels.Set(rule.target_label, ToLower(value));
      break;
    case RelabelAction::kUppercase:
      labels.Set(rule.target_label, ToUpper(value));
      break;
    case RelabelAction::kHashMod:
      labels.Set(rule.target_label, std::to_string(Hash(value) % rule.modulus));
      break;
    case RelabelAction::kLabelMap: {
      const RelabelLabels before = labels;
      for (const auto& [name, text] : before.InOrder()) {
        if (const auto target = Expanded(rule, name, rule.replacement)) labels.Set(*target, text);
      }
      break;
    }
    case RelabelAction::kLabelDrop:
    case RelabelAction::kLabelKeep: {
      const bool drop = rule.action == RelabelAction::kLabelDrop;
      const RelabelLabels before = labels;
      for (const auto& [name, text] : before.InOrder()) {
        if (Matches(rule, name) == drop) labels.Remove(name);
      }
      break;
    }
  }
  return true;
}

bool Relabel(std::span<const RelabelRule> rules, RelabelLabels& labels) {
  return std::all_of(rules.begin(), rules.end(),
                     [&](const RelabelRule& rule) { return Relabel(rule, labels); });
}

}  // namespace check::config
