#include "tools/settings_flag.h"

#include <utility>

#include "libcheck/files/file_system.h"
#include "libcheck/reference/reference.h"
#include "tools/output.h"

namespace tools {

void SettingsFlag::Declare(FlagSet& flags) {
  flags.Option("--config", &config, "FILE", "Settings file, instead of the nearest `.pronoia.yml`");
  flags.Switch("--no-config", &no_config, "Ignore settings files", "--config");
}

std::optional<check::workspace::Settings> SettingsFlag::Read(check::report::Run& run) const {
  std::optional<std::string> path;
  if (!config.empty()) {
    path = config;
  } else if (!no_config) {
    path = check::workspace::FindSettingsFile(check::Disk(), ".");
  }
  if (!path) return check::workspace::Settings();
  auto text = check::Disk().Read(*path);
  if (!text) {
    WriteError(text.error().message);
    return std::nullopt;
  }
  const check::SourceBuffer file(*path, std::move(*text));
  check::Diagnostics diagnostics;
  check::workspace::Settings settings =
      check::workspace::ReadSettings(file, check::reference::AllCodes(), diagnostics);
  for (const check::Diagnostic& diagnostic : diagnostics.found()) {
    run.findings.push_back(check::ToFinding(diagnostic));
  }
  if (!diagnostics.HasErrors()) return settings;
  // Half of what somebody asked for is not what they asked for.
  WriteErr(check::report::FindFormat("text")->Render(run, {.colour = false}));
  WriteError("cannot use the settings");
  return std::nullopt;
}

}  // namespace tools
