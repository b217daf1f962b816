#ifndef TOOLS_PROGRESS_H_
#define TOOLS_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace tools {

/// Tells a person who waits at a terminal what is going on: one line of standard error, written
/// again and again, and erased in the end. Elsewhere nothing is written.
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
  void Write(std::string_view text);

  bool shows_;
  bool wrote_ = false;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace tools

#endif  // TOOLS_PROGRESS_H_
