#ifndef TOOLS_SETTINGS_FLAG_H_
#define TOOLS_SETTINGS_FLAG_H_

#include <optional>
#include <string>

#include "libcheck/lint/settings.h"
#include "libcheck/report/report.h"
#include "tools/flag_set.h"

namespace tools {

/// --config and --no-config: which `.pronoia.yml` counts.
struct SettingsFlag {
  std::string config;
  bool no_config = false;

  void Declare(FlagSet& flags);
  /// The settings that are named, or the nearest ones, or none at all. What is wrong with them goes
  /// into `run`. Nothing if they cannot be used, which has been reported then.
  std::optional<check::lint::Settings> Read(check::report::Run& run) const;
};

}  // namespace tools

#endif  // TOOLS_SETTINGS_FLAG_H_
