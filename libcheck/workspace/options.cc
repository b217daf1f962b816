#include "libcheck/workspace/options.h"

#include "libcheck/rules/features.h"

namespace check::workspace {

rules::LoadOptions Options::RulesFor(std::string_view path) const {
  rules::LoadOptions load = rules;
  const Settings& settings = policy.SettingsOf(path);
  for (const std::string& feature : settings.features) rules::EnableFeature(feature, load);
  if (settings.names && !names_are_given) load.names = *settings.names;
  return load;
}

const Surroundings* Options::SurroundingsFor(std::string_view path) const {
  if (surroundings.empty()) return nullptr;
  const Settings& settings = policy.SettingsOf(path);
  if (!settings.prometheus) return nullptr;
  const auto known = surroundings.find(*settings.prometheus);
  return known == surroundings.end() ? nullptr : &known->second;
}

const lint::RuleEnvironment& Options::EnvironmentFor(std::string_view path) const {
  const Surroundings* known = SurroundingsFor(path);
  return known == nullptr ? environment : known->rules;
}

const lint::SloEnvironment& Options::SloEnvironmentFor(std::string_view path) const {
  const Surroundings* known = SurroundingsFor(path);
  return known == nullptr ? slo : known->slo;
}

}  // namespace check::workspace
