#include "libcheck/config/alertmanager/matcher_texts.h"

#include <algorithm>

namespace check::config::alertmanager {
namespace {

using schema::Values;

void AddItems(const Values& section, const yaml::Node& list, std::vector<MatcherText>& texts) {
  for (const yaml::Node& item : list.items()) {
    if (item.IsScalar()) texts.push_back({&item, section.TextOf(item)});
  }
}

// go-yaml passes over a key that has been there.
template <typename Visit>
void ForEachField(const Values& section, const Visit& visit) {
  std::vector<std::string_view> known;
  for (const yaml::Entry& entry : section.entries()) {
    const std::string_view key = entry.key.scalar();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    known.push_back(key);
    visit(key, entry.value);
  }
}

void AddRoute(const Values& route, std::vector<MatcherText>& texts) {
  ForEachField(route, [&](std::string_view key, const yaml::Node& value) {
    if (key == "matchers") AddItems(route, value, texts);
    if (key != "routes") return;
    for (const yaml::Node& child : value.items()) {
      if (child.IsMapping()) AddRoute(route.Of(child), texts);
    }
  });
}

void AddRule(const Values& rule, std::vector<MatcherText>& texts) {
  ForEachField(rule, [&](std::string_view key, const yaml::Node& value) {
    if (key == "source_matchers" || key == "target_matchers") AddItems(rule, value, texts);
  });
}

}  // namespace

std::vector<MatcherText> MatcherTexts(const Values& config) {
  std::vector<MatcherText> texts;
  ForEachField(config, [&](std::string_view key, const yaml::Node& value) {
    if (key == "route" && value.IsMapping()) AddRoute(config.Of(value), texts);
    if (key != "inhibit_rules") return;
    for (const yaml::Node& rule : value.items()) {
      if (rule.IsMapping()) AddRule(config.Of(rule), texts);
    }
  });
  return texts;
}

}  // namespace check::config::alertmanager
