#include "tools/settings_flag.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "libcheck/files/file_system.h"
#include "libcheck/reference/reference.h"
#include "tools/output.h"

namespace tools {

using check::workspace::ProjectSettings;

void SettingsFlag::Declare(FlagSet& flags) {
  flags.Option("--config", &config, "FILE",
               "Settings for all files, in place of the `.pronoia.yml` nearest to each");
  flags.Switch("--no-config", &no_config, "Use no settings", "--config");
  flags.Switch("--no-ignore", &no_ignore, "Search folders for files that git ignores, too");
}

std::shared_ptr<ProjectSettings> SettingsFlag::Open() const {
  auto settings = std::make_shared<ProjectSettings>(check::Disk(), check::reference::AllCodes());
  if (!config.empty()) {
    settings->Use(config);
  } else if (no_config) {
    settings->UseNone();
  }
  return settings;
}

std::function<bool(std::string_view path)> SettingsFlag::Excluded(
    const ProjectSettings& settings, check::IgnoredFiles& ignored) const {
  return [this, &settings, &ignored](std::string_view path) {
    return settings.Of(path).Excludes(path) || (!no_ignore && ignored.Ignores(path));
  };
}

bool TakeProblems(ProjectSettings& settings, check::report::Run& run) {
  const std::vector<check::Error> errors = settings.TakeErrors();
  for (const check::Error& error : errors) WriteError(error.message);
  check::report::Run about_settings;
  about_settings.findings = settings.TakeFindings();
  const bool has_errors = std::ranges::any_of(
      about_settings.findings,
      [](const check::Finding& finding) { return finding.severity == check::Severity::kError; });
  if (has_errors) {
    // Half of what somebody asked for is not what they asked for.
    WriteErr(check::report::FindFormat("text")->Render(about_settings, {.colour = false}));
    WriteError("the settings cannot be used");
  }
  if (has_errors || !errors.empty()) return false;
  std::move(about_settings.findings.begin(), about_settings.findings.end(),
            std::back_inserter(run.findings));
  return true;
}

}  // namespace tools
