#ifndef TOOLS_WATCH_H_
#define TOOLS_WATCH_H_

#include <functional>
#include <string>
#include <vector>

#include "tools/command.h"

namespace tools {

/// What a run gave, and the files and folders that it depended on.
struct WatchedRun {
  Exit status = Exit::kOk;
  std::vector<std::string> paths;
};

/// Calls `run` again and again, whenever something that it depends on has changed, until Ctrl-C.
/// After each time a line on standard error says when and how it went; on a terminal the screen is
/// cleared before. Returns the last status.
Exit RunOnChanges(const std::function<WatchedRun()>& run);

}  // namespace tools

#endif  // TOOLS_WATCH_H_
