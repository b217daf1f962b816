#include "libcheck/config/alertmanager/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "libcheck/config/alertmanager/labels.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/codes.h"
#include "libcheck/source/secret_text.h"
#include "libcheck/template/alertmanager.h"
#include "libcheck/template/foreign_names.h"

namespace check::config::alertmanager {

namespace {

bool HasUpstream(const Diagnostic& problem) { return !problem.upstream.empty(); }

// Upstream looks at the whole only if it could read all sections.
void CheckTogether(const schema::Values& config, Diagnostics& problems) {
  std::vector<Diagnostic>& found = problems.found();
  const bool was_read = std::none_of(found.begin(), found.end(), HasUpstream);
  const std::size_t reported = found.size();
  schema::Section section(kConfig, config, problems);
  CheckWholeConfig(section);
  if (was_read) return;
  for (std::size_t i = reported; i < found.size(); ++i) found[i].upstream.clear();
}

// Where the first fault is that ends the decoding at once; values of wrong types do not.
std::uint32_t EndOfDecoding(const Diagnostics& problems, const SourceFile& file) {
  std::uint32_t end = UINT32_MAX;
  for (const Diagnostic& problem : problems.found()) {
    if (!HasUpstream(problem) || problem.upstream.str().starts_with("line ")) continue;
    const Location where = problem.where.Outermost();
    if (where.file == &file) end = std::min(end, where.span.begin);
  }
  return end;
}

// Upstream makes a section of defaults of a null in lists of sections that are no pointers. Without
// its name it is of no use, but does no harm.
void AllowNullItems(const schema::Values& config, Diagnostics& problems) {
  for (const std::string_view list : {"receivers", "mute_time_intervals", "time_intervals"}) {
    for (const yaml::Node& item : config.Items(list)) {
      if (!item.IsNull()) continue;
      const Span at = item.span.size() == 0 ? config.Find(list)->value.span : item.span;
      std::erase_if(problems.found(), [&](const Diagnostic& problem) {
        return problem.info == &schema::kMissingField && problem.where.span == at &&
               !HasUpstream(problem);
      });
    }
  }
}

bool IsKnownFunction(std::string_view name) {
  const auto has = [&](const auto& rows) {
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
  };
  return has(gotemplate::AlertmanagerFunctions()) || has(gotemplate::ForeignToNotifications());
}

// The URL of a webhook is secret, and so is all that a verdict repeats of it; but the name of a
// function that is in our tables tells nothing.
void ShowKnownFunction(const Diagnostics& problems, std::string& upstream_error) {
  constexpr std::string_view kFront = "invalid template syntax: template: :1: function \"";
  constexpr std::string_view kBack = "\" not defined";
  if (upstream_error != fmt::format("{}{}{}", kFront, kHiddenSecret, kBack)) return;
  for (const Diagnostic& problem : problems.found()) {
    const std::string_view text = problem.upstream.str();
    if (!text.starts_with(kFront) || !text.ends_with(kBack)) continue;
    const std::string_view name =
        text.substr(kFront.size(), text.size() - kFront.size() - kBack.size());
    if (IsKnownFunction(name)) upstream_error = text;
    return;
  }
}

// Alertmanager has taken the older fields for years, and says nothing of them.
void SoftenDeprecations(Diagnostics& diagnostics) {
  for (Diagnostic& problem : diagnostics.found()) {
    if (problem.info == &schema::kDeprecatedField) problem.severity = Severity::kInfo;
  }
}

}  // namespace

ConfigCheck CheckConfig(const SourceFile& file, const CheckOptions& options, Arena& arena,
                        Diagnostics& diagnostics) {
  ConfigCheck check;
  check.loaded = schema::Load(
      file, &kConfig,
      {.reader = "Alertmanager", .validate = {.target_version = options.target_version}}, arena,
      diagnostics, [&](const yaml::Node* root, const schema::Input& input, Diagnostics& problems) {
        if (root == nullptr || root->IsNull()) {
          problems.Report(schema::kMissingField, {&file, {0, 0}}, "the configuration is empty")
              .upstream = "no route provided in config";
          return;
        }
        if (!root->IsMapping()) return;
        const schema::Values config(*root, input, yaml::Dialect::kGoYamlV2);
        AllowNullItems(config, problems);
        CheckLabels(config, options.matchers, problems);
        check.read_until = EndOfDecoding(problems, file);
        CheckTogether(config, problems);
        check.receiver_count = config.Items("receivers").size();
      });
  ShowKnownFunction(diagnostics, check.loaded.upstream_error);
  SoftenDeprecations(diagnostics);
  return check;
}

}  // namespace check::config::alertmanager
