#ifndef LIBCHECK_FILES_UNFINISHED_FILE_H_
#define LIBCHECK_FILES_UNFINISHED_FILE_H_

#include <signal.h>

#include <array>
#include <mutex>
#include <string>

/// For this room.
namespace check {

/// A file with a temporary name, which is removed when this goes, and when SIGINT, SIGTERM or
/// SIGHUP ends the process before that. Handlers that somebody else has installed stay.
class UnfinishedFile {
 public:
  /// In `folder`. Nothing is created. Waits until no other thread has one.
  explicit UnfinishedFile(const std::string& folder);
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
  ~UnfinishedFile();

  const std::string& path() const { return path_; }

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

  std::unique_lock<std::mutex> only_one_;
  std::string path_;
  std::array<struct sigaction, kSignals.size()> before_ = {};
};

}  // namespace check

#endif  // LIBCHECK_FILES_UNFINISHED_FILE_H_
