#include "tools/compat/go_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "libcheck/base/quote.h"

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

std::string LogValue(std::string_view text) {
  std::string quoted = check::GoQuote(text);
  // A backslash alone is no reason for quotes.
  const bool has_separator = std::any_of(text.begin(), text.end(),
                                         [](char c) { return c == ' ' || c == '=' || c == '"'; });
  const auto doubled = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\\'));
  const bool is_plain = quoted.size() == text.size() + doubled + 2;
  return text.empty() || has_separator || !is_plain ? quoted : std::string(text);
}

}  // namespace tools::compat
