#include "tools/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "libcheck/report/printable.h"

namespace tools {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kMoment(200);
constexpr std::chrono::seconds kPatience(1);

// The one line that there is.
class Line {
 public:
  bool is_possible() const { return is_possible_; }

  // `by_itself`: by Busy, which stands back for a while behind those who know more.
  void Write(std::string_view text, bool by_itself) {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (by_itself && now - told_ < 2 * kPatience) return;
    if (!by_itself) told_ = now;
    Put(fmt::format("\r\033[K{}", check::report::Printable(text)));
    is_shown_ = true;
  }
  void Erase() {
    const std::lock_guard lock(mutex_);
    if (std::exchange(is_shown_, false)) Put("\r\033[K");
  }

 private:
  static bool IsPossible() {
    const char* term = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && (term == nullptr || std::string_view(term) != "dumb");
  }
  // What cannot be shown need not be.
  static void Put(std::string_view text) {
    [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
  }

  const bool is_possible_ = IsPossible();
  std::mutex mutex_;
  bool is_shown_ = false;
  Clock::time_point told_;
};

Line& TheLine() {
  static Line line;
  return line;
}

}  // namespace

void EraseProgress() {
  if (TheLine().is_possible()) TheLine().Erase();
}

Busy::Busy(std::string what) : what_(std::move(what)) {
  if (TheLine().is_possible()) thread_ = std::thread([this] { Run(); });
}

Busy::~Busy() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  wakes_.notify_one();
  thread_.join();
  EraseProgress();
}

void Busy::Run() {
  const auto begin = Clock::now();
  std::unique_lock lock(mutex_);
  while (!wakes_.wait_for(lock, kPatience, [this] { return is_over_; })) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begin);
    TheLine().Write(fmt::format("{}: {} s", what_, seconds.count()), true);
  }
}

ProgressLine::ProgressLine() : last_(Clock::now()) {}

ProgressLine::~ProgressLine() { EraseProgress(); }

bool ProgressLine::IsTime() {
  if (!TheLine().is_possible()) return false;
  const auto now = Clock::now();
  if (now - last_ < kMoment) return false;
  last_ = now;
  return true;
}

void ProgressLine::Show(std::string_view text) {
  if (IsTime()) TheLine().Write(text, false);
}

void ProgressLine::Show(std::string_view what, std::int64_t done, std::int64_t all) {
  if (!IsTime()) return;
  TheLine().Write(fmt::format("{}: {} %", what, done * 100 / std::max<std::int64_t>(all, 1)),
                  false);
}

}  // namespace tools
