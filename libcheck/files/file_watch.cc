#include "libcheck/files/file_watch.h"

#include <poll.h>
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

// How long it has to be quiet before a change is reported: editors and version control write in
// several steps.
constexpr int kQuietMilliseconds = 50;
// Something that never rests is reported nevertheless.
constexpr int kMostWaits = 40;

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                                  IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

bool IsYaml(std::string_view name) { return name.ends_with(".yml") || name.ends_with(".yaml"); }

// 1: there are events; 0: not in time; -1: a signal came.
int Poll(int fd, int milliseconds, const sigset_t* mask) {
  pollfd wanted = {.fd = fd, .events = POLLIN, .revents = 0};
  timespec limit = {.tv_sec = milliseconds / 1000,
                    .tv_nsec = static_cast<long>(milliseconds % 1000) * 1'000'000};
  return ppoll(&wanted, 1, milliseconds < 0 ? nullptr : &limit, mask);
}

}  // namespace

FileWatch::FileWatch()
    : fd_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
      open_error_(fd_ < 0 ? errno : 0),
      since_(fs::file_time_type::clock::now()) {}

FileWatch::~FileWatch() {
  if (fd_ >= 0) close(fd_);
}

std::optional<Error> FileWatch::Follow(std::span<const std::string> paths) {
  if (fd_ < 0) return Error{"cannot watch files: " + SystemErrorText(open_error_)};
  std::map<int, Folder> folders;
  for (const std::string& path : paths) {
    if (auto error = Add(path, folders)) return error;
    // What a link leads to may change, too.
    std::error_code failed;
    const fs::path real = fs::canonical(path, failed);
    if (failed) continue;
    if (auto error = Add(real, folders)) return error;
  }
  for (const auto& [watch, folder] : folders_) {
    if (!folders.contains(watch)) inotify_rm_watch(fd_, watch);
  }
  folders_ = std::move(folders);
  return std::nullopt;
}

std::optional<Error> FileWatch::Add(const fs::path& path, std::map<int, Folder>& folders) {
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
  const int watch = inotify_add_watch(fd_, folder.c_str(), kEvents);
  if (watch < 0) {
    return Error{"cannot watch " + folder.string() + ": " + SystemErrorText(errno)};
  }
  Folder& to = folders[watch];
  to.is_stand_in = to.is_stand_in || is_stand_in;
  if (!name.empty()) to.names.insert(name);
  if (!folders_.contains(watch) && !name.empty()) {
    const auto time = fs::last_write_time(path, failed);
    changed_ = changed_ || (!failed && time > since_);
  }
  return std::nullopt;
}

bool FileWatch::TakeEvents() {
  bool found = false;
  alignas(inotify_event) std::array<char, 16 * 1024> buffer;
  while (true) {
    const ssize_t size = read(fd_, buffer.data(), buffer.size());
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

bool FileWatch::Wait(const sigset_t* mask, int milliseconds) {
  while (!changed_) {
    if (Poll(fd_, milliseconds, mask) <= 0) return false;
    changed_ = TakeEvents();
  }
  for (int waits = 0; waits < kMostWaits; ++waits) {
    const int more = Poll(fd_, kQuietMilliseconds, mask);
    if (more < 0) return false;
    if (more == 0) break;
    TakeEvents();
  }
  changed_ = false;
  since_ = fs::file_time_type::clock::now();
  return true;
}

}  // namespace check
