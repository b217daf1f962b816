#include "libcheck/alertmanager/fields.h"

#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/model/names.h"
#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/scalar.h"

namespace check::alertmanager {
namespace {

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;

// `match` and `match_re` take only names of the first Prometheus.
std::optional<Error> CheckName(std::string_view name) {
  if (model::IsValidLabelName(name, model::NameValidation::kLegacy)) return std::nullopt;
  return Error{"invalid label name " + GoQuote(name)};
}

}  // namespace

Fields::Fields(const yaml::Node& mapping, Arena& arena)
    : entries_(yaml::MergedEntries(mapping, kDialect, arena)), arena_(arena) {}

const yaml::Node* Fields::Find(std::string_view name) const {
  for (std::size_t i = entries_.size(); i > 0; --i) {
    const yaml::Entry& entry = entries_[i - 1];
    if (entry.key.scalar() == name) return entry.value.IsNull() ? nullptr : &entry.value;
  }
  return nullptr;
}

std::string Fields::TextOf(const yaml::Node& scalar) const {
  if (!scalar.IsScalar() || scalar.IsNull()) return {};
  return std::string(yaml::Resolve(scalar, kDialect, arena_).text);
}

std::string Fields::Text(std::string_view name) const {
  const yaml::Node* value = Find(name);
  return value == nullptr ? std::string() : TextOf(*value);
}

bool Fields::Flag(std::string_view name) const {
  const yaml::Node* value = Find(name);
  if (value == nullptr || !value->IsScalar()) return false;
  return yaml::ToBool(yaml::Resolve(*value, kDialect, arena_), kDialect).value_or(false);
}

std::optional<std::vector<std::string>> Fields::Texts(std::string_view name) const {
  const yaml::Node* value = Find(name);
  if (value == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const yaml::Node& item : value->items()) texts.push_back(TextOf(item));
  return texts;
}

std::span<const yaml::Entry> Fields::Entries(std::string_view name) const {
  const yaml::Node* value = Find(name);
  if (value == nullptr) return {};
  return yaml::MergedEntries(*value, kDialect, arena_);
}

std::optional<Error> ReadMatchers(const Fields& fields, std::string_view match,
                                  std::string_view match_re, std::string_view matchers,
                                  model::MatcherMode mode,
                                  std::vector<model::AlertMatcher>& found) {
  using model::MatchType;
  const auto add = [&](MatchType type, const yaml::Node& key,
                       std::string value) -> std::optional<Error> {
    const std::string name = fields.TextOf(key);
    if (auto error = CheckName(name)) return error;
    auto matcher = model::AlertMatcher::Make(type, name, std::move(value));
    if (!matcher) return matcher.error();
    found.push_back(*std::move(matcher));
    return std::nullopt;
  };
  for (const yaml::Entry& entry : fields.Entries(match)) {
    if (auto error = add(MatchType::kEqual, entry.key, fields.TextOf(entry.value))) return error;
  }
  // Alertmanager anchors these a first time when it reads them, and shows them so.
  for (const yaml::Entry& entry : fields.Entries(match_re)) {
    std::string pattern = "^(?:" + fields.TextOf(entry.value) + ")$";
    if (auto error = add(MatchType::kRegexp, entry.key, std::move(pattern))) return error;
  }
  for (const std::string& line : fields.TextsOrNone(matchers)) {
    model::ParsedMatchers parsed = model::ParseMatchers(line, mode);
    if (parsed.fault) return Error{parsed.fault->message};
    for (model::AlertMatcher& matcher : parsed.matchers) found.push_back(std::move(matcher));
  }
  return std::nullopt;
}

}  // namespace check::alertmanager
