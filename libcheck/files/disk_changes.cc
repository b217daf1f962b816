#include "libcheck/files/disk_changes.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include "libcheck/base/error_text.h"

namespace check {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                                  IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

bool IsYaml(std::string_view name) { return name.ends_with(".yml") || name.ends_with(".yaml"); }

}  // namespace

DiskChanges::DiskChanges()
    : inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC), true),
      open_error_(inotify_.get() < 0 ? errno : 0) {}

Result<bool> DiskChanges::Follow(std::span<const std::string> paths, fs::file_time_type since) {
  if (inotify_.get() < 0) return Error{"cannot watch files: " + SystemErrorText(open_error_)};
  Following following = {.folders = {}, .since = since};
  for (const std::string& path : paths) {
    if (auto error = Add(path, following)) return *error;
    // What a link leads to may change, too.
    std::error_code failed;
    const fs::path real = fs::canonical(path, failed);
    if (failed) continue;
    if (auto error = Add(real, following)) return *error;
  }
  for (const auto& [watch, folder] : folders_) {
    if (!following.folders.contains(watch)) inotify_rm_watch(inotify_.get(), watch);
  }
  folders_ = std::move(following.folders);
  return following.changed;
}

std::optional<Error> DiskChanges::Add(const fs::path& path, Following& following) const {
  std::error_code failed;
  fs::path folder = path;
  std::string name;
  bool is_stand_in = false;
  if (!fs::is_directory(path, failed)) {
    folder = path.parent_path();
    name = path.filename().string();
    while (!folder.empty() && !fs::is_directory(folder, failed)) {
      is_stand_in = true;
      if (folder == folder.parent_path()) break;
      folder = folder.parent_path();
    }
  }
  if (folder.empty()) folder = ".";
  const int watch = inotify_add_watch(inotify_.get(), folder.c_str(), kEvents);
  if (watch < 0) {
    return Error{"cannot watch " + folder.string() + ": " + SystemErrorText(errno)};
  }
  Folder& to = following.folders[watch];
  to.is_stand_in = to.is_stand_in || is_stand_in;
  if (!name.empty()) to.names.insert(name);
  if (!folders_.contains(watch) && !name.empty()) {
    const auto time = fs::last_write_time(path, failed);
    following.changed = following.changed || (!failed && time > following.since);
  }
  return std::nullopt;
}

bool DiskChanges::Take() {
  bool found = false;
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  while (true) {
    const ssize_t size = read(inotify_.get(), buffer.data(), buffer.size());
    if (size <= 0) return found;
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event;
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const std::string name = event.len > 0 ? buffer.data() + at + sizeof event : "";
      at += sizeof event + event.len;
      if ((event.mask & IN_Q_OVERFLOW) != 0) found = true;
      const auto folder = folders_.find(event.wd);
      if (folder == folders_.end()) continue;
      // A file that was created is not written yet; a folder is all there.
      if ((event.mask & IN_CREATE) != 0 && (event.mask & IN_ISDIR) == 0) continue;
      found = found || (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0 ||
              folder->second.is_stand_in || folder->second.names.contains(name) || IsYaml(name);
    }
  }
}

}  // namespace check
