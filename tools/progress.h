#ifndef TOOLS_PROGRESS_H_
#define TOOLS_PROGRESS_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

/// What a person who waits at a terminal sees: one line of standard error, written again and again,
/// and erased before anything else is written and in the end. Elsewhere, and with TERM=dumb,
/// nothing is written.
namespace tools {

/// Erases the line, if there is one. Called by what writes to standard output and error.
void EraseProgress();

/// Says that something goes on, and for how long, once it has taken a second: "checking: 4 s".
class Busy {
 public:
  explicit Busy(std::string what);
  ~Busy();
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  void Run();

  std::string what_;
  std::mutex mutex_;
  std::condition_variable wakes_;
  bool is_over_ = false;
  std::thread thread_;
};

/// Says what goes on.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Shows `text`, unless something was shown a moment ago. What is over within that moment is
  /// never shown.
  void Show(std::string_view text);
  /// The same with what part is done: "evaluating rules: 42 %".
  void Show(std::string_view what, std::int64_t done, std::int64_t all);

 private:
  bool IsTime();

  std::chrono::steady_clock::time_point last_;
};

}  // namespace tools

#endif  // TOOLS_PROGRESS_H_
