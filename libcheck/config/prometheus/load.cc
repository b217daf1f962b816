#include "libcheck/config/prometheus/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "libcheck/config/prometheus/codes.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;

// Reports sections that a server in agent mode has no use for. Gives what upstream says of the
// first.
std::string CheckAgentMode(const schema::Values& config, Diagnostics& diagnostics) {
  std::string upstream;
  const auto refuse = [&](const yaml::Entry& entry) {
    const std::string_view name = entry.key.scalar();
    auto& problem = diagnostics.Report(kAgentMode, {&config.input().file, entry.key.span},
                                       fmt::format("a server in agent mode takes no `{}`", name));
    problem.upstream = fmt::format("field {} is not allowed in agent mode", name);
    if (upstream.empty()) upstream = problem.upstream;
  };
  const schema::Values alerting = config.Sub("alerting");
  if (!alerting.Items("alertmanagers").empty() ||
      !alerting.Items("alert_relabel_configs").empty()) {
    refuse(*config.Find("alerting"));
  }
  for (const std::string_view field : {"rule_files", "remote_read"}) {
    if (!config.Items(field).empty()) refuse(*config.Find(field));
  }
  return upstream;
}

}  // namespace

LoadedFile LoadAs(const schema::Object& object, const SourceFile& file, const LoadOptions& options,
                  Arena& arena, Diagnostics& diagnostics) {
  LoadedFile loaded;
  Diagnostics found;
  loaded.stream =
      yaml::Parse(file, arena, found,
                  {.max_documents = 1, .report_duplicate_keys = false, .dialect = kDialect});
  const bool readable = !found.HasErrors();
  if (readable && !loaded.stream.documents.empty()) {
    loaded.root = loaded.stream.documents.front().root;
  }
  if (loaded.root != nullptr) {
    schema::Validate(*loaded.root, object, {file, loaded.stream, arena, options.target_version},
                     {.dialect = kDialect,
                      .names = UsualNames(options.target_version),
                      .target_version = options.target_version,
                      .marks_secrets_later = true},
                     found);
  }
  schema::ReportIgnoredDocument(file, loaded.stream, "Prometheus", found);
  loaded.valid = !found.HasErrors();
  loaded.upstream_error = schema::UpstreamError(found).value_or("");
  std::move(found.found().begin(), found.found().end(), std::back_inserter(diagnostics.found()));
  return loaded;
}

LoadedConfig LoadConfig(const SourceFile& file, const LoadOptions& options, Arena& arena,
                        Diagnostics& diagnostics) {
  LoadedConfig loaded = {LoadAs(kConfig, file, options, arena, diagnostics)};
  if (!options.agent || loaded.root == nullptr || !loaded.root->IsMapping()) return loaded;
  const schema::Input input = {file, loaded.stream, arena, options.target_version};
  std::string upstream = CheckAgentMode({*loaded.root, input, kDialect}, diagnostics);
  if (upstream.empty()) return loaded;
  loaded.valid = false;
  if (!loaded.upstream_error.empty()) return loaded;
  loaded.agent_error = true;
  loaded.upstream_error = std::move(upstream);
  return loaded;
}

}  // namespace check::config::prometheus
