#include "libcheck/config/alertmanager/match.h"

#include <fmt/format.h>

#include "libcheck/base/quote.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {

using schema::Section;

std::optional<schema::TextProblem> FormerNameProblem(std::string_view name) {
  if (model::IsValidLabelName(name, model::NameValidation::kLegacy)) return std::nullopt;
  return schema::TextProblem{
      fmt::format("invalid label name `{}`", name),
      "only `matchers` accepts label names with characters other than letters, digits and `_`",
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
        .notes.emplace_back("write `''` to match a missing label");
  }
}

}  // namespace check::config::alertmanager
