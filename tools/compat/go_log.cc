#include "tools/compat/go_log.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace tools::compat {

std::string LogPrefix() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  const std::time_t seconds = static_cast<std::time_t>(millis / 1000);
  std::tm utc = {};
  gmtime_r(&seconds, &utc);
  return fmt::format("time={:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z ", utc.tm_year + 1900,
                     utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                     millis % 1000);
}

}  // namespace tools::compat
