#ifndef TOOLS_SETTINGS_FLAG_H_
#define TOOLS_SETTINGS_FLAG_H_

#include <optional>
#include <string>

#include "libcheck/workspace/settings.h"
#include "libcheck/report/report.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}

namespace tools {

/// --config and --no-config: which `.pronoia.yml` counts.
struct SettingsFlag {
  std::string config;
  bool no_config = false;

  void Declare(CLI::App& app);
  /// The settings that are named, or the nearest ones, or none at all. What is wrong with them goes
  /// into `run`. Nothing if they cannot be used, which has been reported then.
  std::optional<check::workspace::Settings> Read(check::report::Run& run) const;
};

}  // namespace tools

#endif  // TOOLS_SETTINGS_FLAG_H_
