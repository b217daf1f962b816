#include "libcheck/files/unfinished_file.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace check {
namespace {

std::atomic<const char*> unfinished = nullptr;
static_assert(decltype(unfinished)::is_always_lock_free, "a signal handler reads it");

// The signal's default action is restored before this is called.
void RemoveAndEnd(int signal) {
  if (const char* path = unfinished.exchange(nullptr)) ::unlink(path);
  ::raise(signal);
}

std::mutex& OneAtATime() {
  static std::mutex mutex;
  return mutex;
}

std::string NewName(const std::string& folder) {
  static unsigned count = 0;
  return folder + "/.pronoia-" + std::to_string(::getpid()) + "-" + std::to_string(++count) +
         ".tmp";
}

}  // namespace

UnfinishedFile::UnfinishedFile(const std::string& folder)
    : only_one_(OneAtATime()), path_(NewName(folder)) {
  unfinished = path_.c_str();
  struct sigaction remove = {};
  remove.sa_handler = RemoveAndEnd;
  remove.sa_flags = static_cast<int>(SA_RESETHAND);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    ::sigaction(kSignals[i], nullptr, &before_[i]);
    if (before_[i].sa_handler == SIG_DFL) ::sigaction(kSignals[i], &remove, nullptr);
  }
}

UnfinishedFile::~UnfinishedFile() {
  const int number = errno;  // Of what failed before this.
  if (unfinished.exchange(nullptr) != nullptr) ::unlink(path_.c_str());
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    if (before_[i].sa_handler == SIG_DFL) ::sigaction(kSignals[i], &before_[i], nullptr);
  }
  errno = number;
}

}  // namespace check
