#include "libcheck/workspace/policies/value_demand.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/edit_distance.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "pattern", .type = kRegex, .doc = "Regular expression that the value has to match."},
    {.name = "required",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether it has to be there; if not, only its value is checked."},
    {.name = "values", .type = ListOf(kString), .doc = "Allowed values."},
};

}  // namespace

extern const schema::Object kValueDemandObject = {
    .name = "allowed_value",
    .doc = "Allowed values of a label or annotation.",
    .fields = kFields,
};

std::optional<Breach> ValueDemand::BreachBy(const rules::KeyValue& value,
                                            std::string_view noun) const {
  if (value.value.find("{{") != std::string_view::npos) return std::nullopt;
  const std::string name = fmt::format("the {} `{}`", noun, value.key);
  if (!values.empty() && std::ranges::find(values, value.value) == values.end()) {
    Breach breach = {value.value_node,
                     fmt::format("{} has the value `{}`, which is not allowed", name, value.value)};
    const std::vector<std::string_view> words(values.begin(), values.end());
    if (const auto meant = ClosestMatch(value.value, words)) {
      breach.notes.push_back(fmt::format("did you mean `{}`?", *meant));
    }
    breach.notes.push_back(Note());
    return breach;
  }
  if (pattern && !pattern->FullMatch(value.value)) {
    return Breach{value.value_node, fmt::format("{} has the value `{}`, which does not match `{}`",
                                                name, value.value, pattern->pattern())};
  }
  return std::nullopt;
}

std::string ValueDemand::Note() const {
  if (!values.empty()) return fmt::format("allowed values: `{}`", fmt::join(values, "`, `"));
  return pattern ? fmt::format("the value has to match `{}`", pattern->pattern()) : std::string();
}

ValueDemand ReadValueDemand(const yaml::Node& section) {
  ValueDemand demand;
  demand.values = TextsIn(section, "values");
  demand.required = TextIn(section, "required") != "false";
  if (const std::string_view text = TextIn(section, "pattern"); !text.empty()) {
    if (auto pattern = Regex::Compile(text)) demand.pattern = std::move(*pattern);
  }
  return demand;
}

PolicyCheck ReadValueDemands(const yaml::Node& names, std::string_view noun,
                             const rules::KeyValue* (PolicySubject::*find)(std::string_view)
                                 const) {
  std::vector<std::pair<std::string, ValueDemand>> demands;
  for (const yaml::Entry& entry : names.entries()) {
    demands.emplace_back(entry.key.scalar(), ReadValueDemand(entry.value));
  }
  return [=](const PolicySubject& subject, std::vector<Breach>& breaches) {
    for (const auto& [name, demand] : demands) {
      const rules::KeyValue* value = (subject.*find)(name);
      if (value != nullptr) {
        if (auto breach = demand.BreachBy(*value, noun)) breaches.push_back(std::move(*breach));
        continue;
      }
      if (!demand.required) continue;
      Breach breach = {.message = fmt::format("{} has no {} `{}`", subject.Name(), noun, name)};
      if (std::string note = demand.Note(); !note.empty()) breach.notes.push_back(std::move(note));
      breaches.push_back(std::move(breach));
    }
  };
}

}  // namespace check::workspace
