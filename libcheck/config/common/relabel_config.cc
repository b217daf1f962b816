#include "libcheck/config/common/relabel_config.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "libcheck/base/edit_distance.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/yaml/merged.h"
#include "libcheck/yaml/scalar.h"

namespace check::config {
namespace {

using namespace schema;  // The vocabulary of the table below.

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;

constexpr Field kFields[] = {
    {.name = "source_labels",
     .type = ListOf(kLabelName, "model.LabelNames"),
     .doc = "The labels whose values are joined and matched."},
    {.name = "separator",
     .type = kString,
     .default_value = ";",
     .doc = "What stands between values that are joined."},
    {.name = "regex",
     .type = kRegex,
     .default_value = "(.*)",
     .doc = "What the whole of the joined values, or of a name, is to match."},
    {.name = "modulus",
     .type = {.kind = Kind::kInteger, .upstream = "uint64"},
     .doc = "What `hashmod` divides the hash of the values by."},
    {.name = "target_label",
     .type = kString,
     .doc = "The label that is written, or compared; groups of `regex` may stand in it."},
    {.name = "replacement",
     .type = kString,
     .default_value = "$1",
     .doc = "What is written to it; groups of `regex` may stand in it."},
    {.name = "action", .type = kString, .default_value = "replace", .doc = "What the rule does."},
};

std::optional<RelabelAction> ReadAction(std::string_view text, const yaml::Node& node,
                                        const SourceFile& file, Diagnostics& diagnostics) {
  const auto action = FindRelabelAction(text);
  if (action) return action;
  auto& problem =
      diagnostics.Report(kBadValue, {&file, node.span},
                         text.empty() ? "`action` is empty"
                                      : fmt::format("there is no relabelling action `{}`", text));
  problem.upstream =
      text.empty() ? "relabel action cannot be empty" : "unknown relabel action " + GoQuote(text);
  if (const auto meant = ClosestMatch(ToLower(text), RelabelActionNames())) {
    problem.notes.push_back(fmt::format("did you mean `{}`?", *meant));
  }
  return std::nullopt;
}

}  // namespace

constexpr Object kRelabelConfig = {
    .name = "relabel_config",
    .doc = "A rule that changes labels, or drops what has them.",
    .fields = kFields,
    .upstream = "relabel.plain",
};

namespace {

std::optional<RelabelRule> ReadRule(const yaml::Node& node, const SourceFile& file,
                                    model::NameValidation names, Arena& arena,
                                    Diagnostics& diagnostics) {
  RelabelRule rule;
  rule.names = names;
  bool good = node.IsMapping();
  for (const yaml::Entry& entry : yaml::MergedEntries(node, kDialect, arena)) {
    const std::string_view field = entry.key.scalar();
    const yaml::Node& value = entry.value;
    // Prometheus: null is no default, but nothing at all.
    const std::string text(value.IsScalar() && !value.IsNull()
                               ? yaml::Resolve(value, kDialect, arena).text
                               : std::string_view());
    if (field == "source_labels") {
      if (value.IsNull()) continue;
      rule.source_labels.emplace();
      for (const yaml::Node& item : value.items()) {
        rule.source_labels->emplace_back(item.IsScalar() ? yaml::Resolve(item, kDialect, arena).text
                                                         : std::string_view());
      }
    } else if (field == "separator") {
      rule.separator = text;
    } else if (field == "regex") {
      Result<Regex> regex = Regex::Compile(text);
      good = good && regex;
      if (regex) rule.regex = std::move(*regex);
    } else if (field == "modulus" && value.IsScalar() && !value.IsNull()) {
      const std::int64_t modulus =
          yaml::ToInteger(yaml::Resolve(value, kDialect, arena)).value_or(0);
      if (modulus < 0) {
        diagnostics.Report(kBadValue, {&file, value.span}, "`modulus` is negative");
        good = false;
      }
      rule.modulus = static_cast<std::uint64_t>(modulus);
    } else if (field == "target_label") {
      rule.target_label = text;
    } else if (field == "replacement") {
      rule.replacement = text;
    } else if (field == "action") {
      const auto action = ReadAction(text, value, file, diagnostics);
      good = good && action;
      if (action) rule.action = *action;
    }
  }
  if (!good) return std::nullopt;
  if (auto problem = RelabelProblem(rule)) {
    diagnostics.Report(kBadValue, {&file, node.span}, *problem).upstream = *problem;
    return std::nullopt;
  }
  return rule;
}

}  // namespace

std::vector<WrittenRelabelRule> ReadRelabelRules(const yaml::Node& list, const SourceFile& file,
                                                 model::NameValidation names, Arena& arena,
                                                 Diagnostics& diagnostics) {
  std::vector<WrittenRelabelRule> rules;
  for (const yaml::Node& item : list.items()) {
    if (item.IsNull()) {
      diagnostics.Report(kMissingField, {&file, item.span}, "the relabelling rule is empty");
      continue;
    }
    auto rule = ReadRule(item, file, names, arena, diagnostics);
    if (rule) rules.push_back({std::move(*rule), &file, &item});
  }
  return rules;
}

}  // namespace check::config
