#include "tools/rule_alert_flags.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/files/inputs.h"
#include "tools/output.h"

namespace tools {
namespace {

namespace prometheus = check::config::prometheus;
using check::Error;
using check::Result;

Result<std::unique_ptr<prometheus::PrometheusConfig>> ReadConfig(const std::string& path,
                                                                 const check::FileSystem& files) {
  Result<std::string> text = files.Read(path);
  if (!text) return text.error();
  auto config = prometheus::ReadPrometheusConfig(
      path, std::move(*text), {.files = &files, .checked = prometheus::Checked::kRelabelling});
  if (config->alert_relabel) config->alert_relabel->Read(config->diagnostics);
  for (const prometheus::Alertmanagers& alertmanagers : config->alertmanagers) {
    alertmanagers.alert_relabel.Read(config->diagnostics);
  }
  if (config->diagnostics.HasErrors()) {
    return Error{fmt::format("`{}` has errors: check it with `pronoia check config`", path)};
  }
  return config;
}

// The files that `rule_files` names.
Result<std::vector<std::string>> RuleFilesOf(const prometheus::PrometheusConfig& config) {
  std::vector<std::string> paths;
  for (const prometheus::FilePattern& pattern : config.rule_files) {
    Result<std::vector<std::string>> found = config.Find(pattern);
    if (!found) return found.error();
    paths.insert(paths.end(), found->begin(), found->end());
  }
  return paths;
}

}  // namespace

void RuleAlertFlags::Declare(FlagSet& flags) {
  flags.Option("--rules", &rules, "PATH",
               "Use the alerts of these rules: files, folders or patterns");
  flags.Option("--prometheus", &prometheus, "FILE",
               "A prometheus.yml for external labels and alert relabelling, and for rule files if "
               "`--rules` is not given");
}

Result<std::unique_ptr<check::alerts::RuleAlerts>> RuleAlertFlags::Read(
    const check::alerts::RuleAlertOptions& options,
    const check::workspace::Settings* settings) const {
  std::string config_path = prometheus;
  if (config_path.empty() && settings != nullptr) config_path = settings->prometheus.value_or("");
  std::unique_ptr<prometheus::PrometheusConfig> config;
  if (!config_path.empty()) {
    auto read = ReadConfig(config_path, *options.files);
    if (!read) return read.error();
    config = std::move(*read);
  }
  std::vector<std::string> paths;
  if (rules.empty()) {
    Result<std::vector<std::string>> found = RuleFilesOf(*config);
    if (!found) return found.error();
    paths = std::move(*found);
  } else {
    const check::Inputs inputs =
        check::ExpandInputs(*options.files, rules, {.excluded = [&](std::string_view path) {
          return settings != nullptr && settings->Excludes(path);
        }});
    if (!inputs.errors.empty()) return inputs.errors.front();
    for (const check::InputFile& file : inputs.files) paths.push_back(file.path);
  }
  auto alerts = std::make_unique<check::alerts::RuleAlerts>(paths, std::move(config), options);
  for (const std::string& path : alerts->unreadable()) {
    WriteErr(
        fmt::format("pronoia: note: `{}` has errors, so some alerts may be missing: check it with "
                    "`pronoia check rules`\n",
                    path));
  }
  return alerts;
}

}  // namespace tools
