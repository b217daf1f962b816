#include "libcheck/slo/rule_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/slo/layouts/sloth_rules.h"
#include "libcheck/slo/specs/open_slo.h"
#include "libcheck/slo/write_rules.h"

namespace check::slo {
namespace {

// A name that Kubernetes accepts.
std::string ObjectName(std::string_view id) {
  std::string name;
  for (const char c : id) {
    const char lower = LowerAscii(c);
    name += IsAlphanumeric(lower) || lower == '.' ? lower : '-';
  }
  return name;
}

// What the object of an objective's rules is called.
ResourceMeta MetaOf(const SloRules& rules, std::string_view part) {
  if (rules.slo->resource && rules.layout->resource != nullptr) {
    return rules.layout->resource(*rules.slo, part);
  }
  ResourceMeta meta = rules.slo->resource.value_or(ResourceMeta{});
  if (meta.name.empty()) meta.name = ObjectName(rules.slo->id);
  if (rules.layout->name == "sloth") {
    meta.labels = MergePairs(meta.labels, {{"app.kubernetes.io/component", "SLO"},
                                           {"app.kubernetes.io/managed-by", "sloth"}});
  }
  return meta;
}

std::optional<Error> CheckNames(std::span<const MadeGroup> groups) {
  std::set<std::string_view> names;
  for (const MadeGroup& group : groups) {
    if (names.insert(group.name).second) continue;
    return Error{
        fmt::format("two groups of a file would be called `{}`: write each specification to a file "
                    "of its own, with `-o FOLDER/`",
                    group.name)};
  }
  return std::nullopt;
}

Result<std::string> RulesText(std::span<const SloRules> slos, std::string_view comment) {
  std::vector<MadeGroup> groups;
  for (const SloRules& rules : slos) {
    for (MadeGroup group : rules.groups) {
      // Groups that their tool keeps in different files may have the same name.
      if (std::ranges::count(rules.groups, group.name, &MadeGroup::name) > 1) {
        group.name += "-" + group.part;
      }
      groups.push_back(std::move(group));
    }
  }
  if (auto error = CheckNames(groups)) return *error;
  return RulesYaml(groups, comment);
}

Result<std::string> ObjectsText(std::span<const SloRules> slos, std::string_view comment) {
  std::vector<std::pair<ResourceMeta, std::vector<MadeGroup>>> objects;
  for (const SloRules& rules : slos) {
    for (const MadeGroup& group : rules.groups) {
      ResourceMeta meta = MetaOf(rules, group.part);
      auto object = std::ranges::find(objects, meta, [](const auto& one) { return one.first; });
      if (object == objects.end()) object = objects.insert(object, {std::move(meta), {}});
      object->second.push_back(group);
    }
  }
  std::string text;
  for (const auto& [meta, groups] : objects) {
    if (auto error = CheckNames(groups)) return *error;
    if (!text.empty()) text += "---\n";
    text += PrometheusRuleYaml(groups, meta, text.empty() ? comment : "");
  }
  return text;
}

}  // namespace

const Layout& OwnLayout(const Slo& slo) {
  switch (slo.format) {
    case Slo::Format::kSloth:
      return *FindLayout("sloth");
    case Slo::Format::kPyrra:
      return *FindLayout("pyrra");
    case Slo::Format::kOpenSlo:
      // Sloth reads the first version.
      if (const auto* details = dynamic_cast<const OpenSloDetails*>(slo.details.get());
          details != nullptr && details->version == OpenSloVersion::kV1Alpha) {
        return *FindLayout("sloth");
      }
      break;
    case Slo::Format::kFlags:
      break;
  }
  return *FindLayout("exact");
}

RuleFormat OwnFormat(const Slo& slo) {
  const bool is_object = slo.format == Slo::Format::kSloth && slo.resource.has_value();
  return is_object ? RuleFormat::kPrometheusRule : RuleFormat::kRules;
}

Result<std::string> RuleFileText(std::span<const SloRules> slos, RuleFormat format,
                                 std::string_view comment) {
  return format == RuleFormat::kRules ? RulesText(slos, comment) : ObjectsText(slos, comment);
}

}  // namespace check::slo
