#ifndef TOOLS_SETTINGS_FLAG_H_
#define TOOLS_SETTINGS_FLAG_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "libcheck/files/ignored_files.h"
#include "libcheck/report/report.h"
#include "libcheck/workspace/project_settings.h"
#include "tools/flag_set.h"

namespace tools {

/// --config and --no-config: which `.pronoia.yml` counts; --no-ignore: whether that of git does.
struct SettingsFlag {
  std::string config;
  bool no_config = false;
  bool no_ignore = false;

  void Declare(FlagSet& flags);
  /// The settings that are named, or those near each file on disk, or none at all.
  std::shared_ptr<check::workspace::ProjectSettings> Open() const;
  /// Tells which of the files in a folder are left out, as `excluded` of check::InputOptions. Both
  /// have to live as long.
  std::function<bool(std::string_view path)> Excluded(
      const check::workspace::ProjectSettings& settings, check::IgnoredFiles& ignored) const;
};

/// Moves what is wrong with the settings that have been read to `run`. False: they cannot be used,
/// which has been reported then.
bool TakeProblems(check::workspace::ProjectSettings& settings, check::report::Run& run);

}  // namespace tools

#endif  // TOOLS_SETTINGS_FLAG_H_
