#include "libcheck/schema/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace check::schema {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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

}  // namespace

std::optional<std::string> SizeProblem(std::string_view text) {
  constexpr std::array<std::string_view, 13> kUnits = {
      "B", "KB", "KiB", "MB", "MiB", "GB", "GiB", "TB", "TiB", "PB", "PiB", "EB", "EiB"};
  if (text == "0") return std::nullopt;
  std::string_view rest = text;
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.empty()) return "it is empty";
  while (!rest.empty()) {
    bool digits = false;
    bool point = false;
    while (!rest.empty() && (IsDigit(rest.front()) || (rest.front() == '.' && !point))) {
      digits = digits || IsDigit(rest.front());
      point = point || rest.front() == '.';
      rest.remove_prefix(1);
    }
    if (!digits) return fmt::format("expected a number before `{}`", rest);
    std::size_t size = 0;
    while (size < rest.size() && rest[size] != '.' && !IsDigit(rest[size])) ++size;
    const std::string_view unit = rest.substr(0, size);
    if (unit.empty()) return "the unit is missing";
    if (std::find(kUnits.begin(), kUnits.end(), unit) == kUnits.end()) {
      return fmt::format("`{}` is no unit of size", unit);
    }
    rest.remove_prefix(size);
  }
  return std::nullopt;
}

std::optional<std::string> UrlProblem(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
      })) {
    return "it has a control character";
  }
  std::string_view rest = text.substr(0, text.find('#'));

  // A scheme is letters, digits, `+`, `-` and `.` before a colon, the first of them a letter.
  std::size_t colon = 0;
  while (colon < rest.size() &&
         (IsLetter(rest[colon]) || IsDigit(rest[colon]) ||
          std::string_view("+-.").find(rest[colon]) != std::string_view::npos)) {
    ++colon;
  }
  const bool has_colon = colon < rest.size() && rest[colon] == ':';
  if (has_colon && colon == 0) return "the scheme is missing";
  const bool has_scheme = has_colon && IsLetter(rest.front());
  if (has_scheme) {
    rest.remove_prefix(colon + 1);
    if (!rest.starts_with('/')) return std::nullopt;  // "mailto:someone"
  } else {
    const std::string_view first = rest.substr(0, rest.find_first_of("/?"));
    if (first.find(':') != std::string_view::npos) {
      return "the part before the first `/` cannot have a colon unless there is a scheme";
    }
  }
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    std::string_view host = rest.substr(0, rest.find_first_of("/?"));
    if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) {
      host.remove_prefix(at + 1);
    }
    if (host.find(' ') != std::string_view::npos) return "the host has a space";
    std::string_view port;
    if (host.starts_with('[')) {
      const std::size_t end = host.find(']');
      if (end == std::string_view::npos) return "the host misses its `]`";
      port = host.substr(end + 1);
    } else if (const std::size_t at = host.rfind(':'); at != std::string_view::npos) {
      port = host.substr(at);
    }
    if (!port.empty() &&
        (port.front() != ':' || !std::all_of(port.begin() + 1, port.end(), IsDigit))) {
      return fmt::format("`{}` is no port", port);
    }
  }
  const std::string_view path = rest.substr(0, rest.find('?'));
  for (std::size_t at = 0; (at = path.find('%', at)) != std::string_view::npos; at += 3) {
    if (at + 2 >= path.size() || !IsHex(path[at + 1]) || !IsHex(path[at + 2])) {
      return fmt::format("`{}` is no escape sequence", path.substr(at, 3));
    }
  }
  return std::nullopt;
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
