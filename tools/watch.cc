#include "tools/watch.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <ctime>

#include "libcheck/files/file_watch.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

volatile std::sig_atomic_t stopped = 0;

// While it lives, Ctrl-C and the like only interrupt waiting. At other times they end the process
// at once, as always: a run may take long.
class StopSignals {
 public:
  StopSignals() {
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int number : kNumbers) sigaddset(&blocked, number);
    pthread_sigmask(SIG_BLOCK, &blocked, &while_waiting_);
    struct sigaction action = {};
    action.sa_handler = [](int) { stopped = 1; };
    for (std::size_t i = 0; i < std::size(kNumbers); ++i) {
      sigaction(kNumbers[i], &action, &before_[i]);
    }
  }
  ~StopSignals() {
    for (std::size_t i = 0; i < std::size(kNumbers); ++i) {
      sigaction(kNumbers[i], &before_[i], nullptr);
    }
    pthread_sigmask(SIG_SETMASK, &while_waiting_, nullptr);
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  const sigset_t* while_waiting() const { return &while_waiting_; }

 private:
  static constexpr int kNumbers[] = {SIGINT, SIGTERM};
  sigset_t while_waiting_;
  struct sigaction before_[std::size(kNumbers)];
};

std::string TimeOfDay() {
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  localtime_r(&now, &parts);
  return fmt::format("{:02}:{:02}:{:02}", parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string_view Describe(Exit status) {
  switch (status) {
    case Exit::kOk:
      return "all is well";
    case Exit::kFailed:
      return "not everything could be checked";
    default:
      return "problems found";
  }
}

}  // namespace

Exit RunOnChanges(const std::function<WatchedRun()>& run) {
  check::FileWatch watch(check::Disk());
  while (true) {
    if (isatty(STDOUT_FILENO) != 0) WriteData("\x1b[H\x1b[2J\x1b[3J");
    const WatchedRun result = run();
    if (const auto error = watch.Follow(result.paths)) {
      WriteError(error->message);
      return Exit::kFailed;
    }
    WriteErr(fmt::format("[{}] {}; waiting for changes, press Ctrl-C to stop\n", TimeOfDay(),
                         Describe(result.status)));
    const StopSignals signals;
    while (!watch.Wait(signals.while_waiting())) {
      if (stopped != 0) return result.status;
    }
  }
}

}  // namespace tools
