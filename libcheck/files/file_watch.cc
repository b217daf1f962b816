#include "libcheck/files/file_watch.h"

#include <poll.h>

namespace check {
namespace {

using Clock = std::filesystem::file_time_type::clock;

// How long it has to be quiet before a change is reported: editors and version control write in
// several steps.
constexpr int kQuietMilliseconds = 50;
// Something that never rests is reported nevertheless.
constexpr int kMostWaits = 40;

// 1: there are events; 0: not in time; -1: a signal came.
int Poll(int fd, int milliseconds, const sigset_t* mask) {
  pollfd wanted = {.fd = fd, .events = POLLIN, .revents = 0};
  timespec limit = {.tv_sec = milliseconds / 1000,
                    .tv_nsec = static_cast<long>(milliseconds % 1000) * 1'000'000};
  return ppoll(&wanted, 1, milliseconds < 0 ? nullptr : &limit, mask);
}

}  // namespace

FileWatch::FileWatch(const FileSystem& files) : changes_(files.Changes()), since_(Clock::now()) {}

std::optional<Error> FileWatch::Follow(std::span<const std::string> paths) {
  const Result<bool> changed = changes_->Follow(paths, since_);
  if (!changed) return changed.error();
  changed_ = changed_ || *changed;
  return std::nullopt;
}

bool FileWatch::Wait(const sigset_t* mask, int milliseconds) {
  while (!changed_) {
    if (Poll(changes_->descriptor(), milliseconds, mask) <= 0) return false;
    changed_ = changes_->Take();
  }
  for (int waits = 0; waits < kMostWaits; ++waits) {
    const int more = Poll(changes_->descriptor(), kQuietMilliseconds, mask);
    if (more < 0) return false;
    if (more == 0) break;
    changes_->Take();
  }
  changed_ = false;
  since_ = Clock::now();
  return true;
}

}  // namespace check
