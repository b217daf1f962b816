#ifndef LIBCHECK_WORKSPACE_PROJECT_SETTINGS_H_
#define LIBCHECK_WORKSPACE_PROJECT_SETTINGS_H_

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/files/file_system.h"
#include "libcheck/workspace/settings.h"

namespace check::workspace {

/// The settings that count for each file: the nearest `.pronoia.yml`, in the folder of the file or
/// above it, up to where a repository begins. Each is read once, when the first file needs it. May
/// be asked by several threads.
class ProjectSettings {
 public:
  /// Settings are looked for in `files`; `codes` is every code there is.
  ProjectSettings(const FileSystem& files, std::span<const CodeInfo* const> codes)
      : files_(&files), codes_(codes) {}

  /// The file `path` counts for every file, in place of those that are near.
  void Use(const std::string& path) { fixed_ = &Load(path); }
  /// No settings count.
  void UseNone() { fixed_ = &none_; }

  /// The settings for the file `path`; those of the working directory for "-". Stay as they are
  /// for as long as this object lives.
  const Settings& Of(std::string_view path) const;

  /// Those that have been read so far, in the order of their paths.
  std::vector<const Settings*> Known() const;
  /// What is wrong with those, and which could not be read.
  std::vector<Finding> TakeFindings();
  std::vector<Error> TakeErrors();

 private:
  const Settings& OfFolder(const std::string& folder) const;
  const Settings& Load(const std::string& path) const;

  const FileSystem* files_;
  std::span<const CodeInfo* const> codes_;
  Settings none_;
  const Settings* fixed_ = nullptr;

  mutable std::mutex mutex_;                                               // Guards what follows.
  mutable std::map<std::string, const Settings*, std::less<>> by_folder_;  // As it is spelt.
  mutable std::map<std::string, const Settings*> by_place_;                // Absolute folders.
  mutable std::map<std::string, std::unique_ptr<Settings>> loaded_;        // By path.
  mutable std::vector<Finding> findings_;
  mutable std::vector<Error> errors_;
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_PROJECT_SETTINGS_H_
