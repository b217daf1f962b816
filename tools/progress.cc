#include "tools/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "libcheck/report/printable.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

constexpr std::chrono::milliseconds kMoment(200);

}  // namespace

ProgressLine::ProgressLine()
    : shows_(::isatty(STDERR_FILENO) == 1), last_(std::chrono::steady_clock::now()) {}

ProgressLine::~ProgressLine() {
  if (wrote_) WriteErrAsIs("\r\033[K");
}

bool ProgressLine::IsTime() {
  if (!shows_) return false;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < kMoment) return false;
  last_ = now;
  return true;
}

void ProgressLine::Write(std::string_view text) {
  wrote_ = true;
  WriteErrAsIs(fmt::format("\r\033[K{}", check::report::Printable(text)));
}

void ProgressLine::Show(std::string_view text) {
  if (IsTime()) Write(text);
}

void ProgressLine::Show(std::string_view what, std::int64_t done, std::int64_t all) {
  if (IsTime()) Write(fmt::format("{}: {} %", what, done * 100 / std::max<std::int64_t>(all, 1)));
}

}  // namespace tools
