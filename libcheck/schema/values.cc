#include "libcheck/schema/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "libcheck/base/ascii.h"

namespace check::schema {
namespace {

// Takes a number off the front of a version.
int TakeNumber(std::string_view& version) {
  int number = 0;
  while (!version.empty() && IsDigit(version.front())) {
    number = std::min(number, 1'000'000) * 10 + (version.front() - '0');
    version.remove_prefix(1);
  }
  if (version.starts_with('.')) version.remove_prefix(1);
  return number;
}

// Reads a size. `fault`, if not null, is filled when there is something wrong with it.
double ReadSize(std::string_view text, TextProblem* fault) {
  constexpr std::string_view kPrefixes = "KMGTPE";
  constexpr double kMost = 9223372036854775807.0;
  std::string_view binary;  // The first unit such as KiB.
  const auto unknown = [&](std::string_view unit) {
    return fmt::format("units: unknown unit {} in {}", unit, text);
  };
  const auto refuse = [&](std::string message, std::string upstream) {
    // Go: read once with units such as KiB, then again with units such as KB, which then tells.
    if (!binary.empty()) upstream = unknown(binary);
    if (fault != nullptr) *fault = {std::move(message), {}, std::move(upstream)};
    return 0.0;
  };
  const std::string invalid = fmt::format("units: invalid {}", text);
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest == "0") return 0;
  if (rest.empty()) return refuse("it is empty", invalid);
  double total = 0;
  bool decimal = false;
  while (!rest.empty()) {
    bool digits = false;
    double number = 0;
    double scale = 0;  // 0 until the point.
    double whole = 0;
    while (!rest.empty() && (IsDigit(rest.front()) || (rest.front() == '.' && scale == 0))) {
      if (rest.front() == '.') {
        scale = 1;
        whole = std::exchange(number, 0);
      } else {
        if (number >= kMost / 10) return refuse("it is too long", invalid);
        digits = true;
        number = number * 10 + (rest.front() - '0');
        if (scale != 0) scale *= 10;
      }
      rest.remove_prefix(1);
    }
    if (!digits) return refuse(fmt::format("expected a number before `{}`", rest), invalid);
    if (scale != 0) number = whole + number / scale;
    std::size_t size = 0;
    while (size < rest.size() && rest[size] != '.' && !IsDigit(rest[size])) ++size;
    const std::string_view unit = rest.substr(0, size);
    rest.remove_prefix(size);
    const std::size_t power = unit.empty() ? std::string_view::npos : kPrefixes.find(unit.front());
    const bool has_prefix = power != std::string_view::npos;
    const std::string_view suffix = unit.substr(has_prefix ? 1 : 0);
    if (suffix != "B" && (suffix != "iB" || !has_prefix)) {
      return refuse(
          unit.empty() ? "the unit is missing" : fmt::format("unknown unit of size `{}`", unit),
          unknown(unit));
    }
    if (has_prefix && suffix == "iB" && binary.empty()) binary = unit;
    decimal = decimal || (has_prefix && suffix == "B");
    total += has_prefix ? std::ldexp(number, 10 * (static_cast<int>(power) + 1)) : number;
  }
  if (decimal && !binary.empty()) return refuse("units with and without `i` are mixed", {});
  if (total > kMost) return refuse("it is too large", "units: overflow parsing unit");
  return negative ? -total : total;
}

}  // namespace

std::optional<TextProblem> SizeProblem(std::string_view text) {
  TextProblem fault;
  ReadSize(text, &fault);
  if (fault.message.empty()) return std::nullopt;
  return fault;
}

double SizeOf(std::string_view text) { return ReadSize(text, nullptr); }

std::string UrlFault(const Error& error) {
  const std::string_view fault = error.why();
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"missing protocol scheme", "the scheme is missing"},
      {"net/url: invalid control character in URL", "it contains a control character"},
      {"first path segment in URL cannot contain colon",
       "the part before the first `/` cannot contain a colon unless there is a scheme"},
      {"missing ']' in host", "missing `]` after the host"},
      {"net/url: invalid userinfo",
       "the user or password contains a character that must be escaped"},
  };
  for (const auto& [upstream, ours] : kWords) {
    if (fault == upstream) return std::string(ours);
  }
  const std::size_t quote = fault.find('"');
  const std::size_t end = fault.rfind('"');
  if (quote == std::string_view::npos || end <= quote) return std::string(fault);
  const std::string_view quoted = fault.substr(quote + 1, end - quote - 1);
  if (fault.starts_with("invalid port")) return fmt::format("invalid port `{}`", quoted);
  if (fault.starts_with("invalid URL escape")) {
    return fmt::format("invalid escape sequence `{}`", quoted);
  }
  if (fault.starts_with("invalid character")) {
    return quoted == " " ? "the host contains a space"
                         : fmt::format("the host contains a `{}`", quoted);
  }
  return std::string(fault);
}

bool IsForBefore(std::string_view target, std::string_view version) {
  // Tables that Alertmanager shares with Prometheus have the releases of the latter, which are no
  // measure for the former's.
  if (target.starts_with("0.") && !version.starts_with("0.")) return false;
  return !version.empty() && IsBefore(target.empty() ? kCurrentRelease : target, version);
}

bool HasAngleGroup(std::string_view regex) {
  bool in_class = false;
  for (std::size_t i = 0; i < regex.size(); ++i) {
    const char c = regex[i];
    if (c == '\\') {
      // \Q...\E quotes everything up to its end.
      if (regex.substr(i).starts_with("\\Q")) i = regex.find("\\E", i);
      if (i == std::string_view::npos) return false;
      ++i;
    } else if (in_class) {
      in_class = c != ']';
    } else if (c == '[') {
      in_class = true;
      // A `]` that comes first is one of the characters.
      if (regex.substr(i + 1).starts_with('^')) ++i;
      if (regex.substr(i + 1).starts_with(']')) ++i;
    } else if (regex.substr(i).starts_with("(?<")) {
      return true;
    }
  }
  return false;
}

bool IsBefore(std::string_view version, std::string_view other) {
  while (!version.empty() || !other.empty()) {
    const int a = TakeNumber(version);
    const int b = TakeNumber(other);
    if (a != b) return a < b;
    // Whatever is no number ends the comparison: "3.0-rc.1".
    if ((!version.empty() && !IsDigit(version.front())) ||
        (!other.empty() && !IsDigit(other.front()))) {
      break;
    }
  }
  return false;
}

}  // namespace check::schema
