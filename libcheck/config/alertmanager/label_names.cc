#include "libcheck/config/alertmanager/label_names.h"

#include <fmt/format.h>

#include "libcheck/base/quote.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {

using schema::Section;
using schema::Values;

std::optional<schema::TextProblem> FormerNameProblem(std::string_view name) {
  if (model::IsValidLabelName(name, model::NameValidation::kLegacy)) return std::nullopt;
  return schema::TextProblem{
      fmt::format("`{}` cannot be the name of a label here", name),
      "only `matchers` can name labels with other characters than letters, digits and `_`",
      fmt::format("invalid label name {}", GoQuote(name))};
}

void CheckMatch(Section& section, std::string_view match, std::string_view match_re) {
  for (const yaml::Entry& entry : section.values().Sub(match).entries()) {
    auto problem = FormerNameProblem(entry.key.scalar());
    if (!problem) continue;
    section
        .Report(schema::kBadValue, entry.key, std::move(problem->message),
                std::move(problem->upstream))
        .notes.push_back(std::move(problem->note));
  }
  for (const yaml::Entry& entry : section.values().Sub(match_re).entries()) {
    if (!entry.value.IsNull()) continue;
    section
        .Report(schema::kBadValue, entry.key,
                fmt::format("`{}` has no regular expression", entry.key.scalar()),
                fmt::format("invalid regexp value for {}", GoQuote(entry.key.scalar())))
        .notes.emplace_back("write `''` for a label that is not there");
  }
}

void CheckLabelNames(Section& section, std::string_view field, std::string_view upstream) {
  const Values& values = section.values();
  for (const yaml::Node& item : values.Items(field)) {
    const std::string_view name = values.TextOf(item);
    if (model::IsValidLabelName(name, model::NameValidation::kUtf8)) continue;
    section.Report(schema::kBadValue, item,
                   fmt::format("an item of `{}` cannot be the name of a label", field),
                   fmt::format("invalid label name {} in {}", GoQuote(name), upstream));
  }
}

}  // namespace check::config::alertmanager
