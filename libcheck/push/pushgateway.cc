#include "libcheck/push/pushgateway.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/base64.h"
#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"
#include "libcheck/model/names.h"

namespace check::push {
namespace {

std::optional<int> HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = ToLower(std::string_view(&c, 1))[0];
  return lower >= 'a' && lower <= 'f' ? std::optional(lower - 'a' + 10) : std::nullopt;
}

// Without escapes such as `%2F`; any other percent sign stands for itself.
std::string Unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool has_digits = text[i] == '%' && i + 2 < text.size();
    const auto high = has_digits ? HexDigit(text[i + 1]) : std::nullopt;
    const auto low = has_digits ? HexDigit(text[i + 2]) : std::nullopt;
    plain += high && low ? static_cast<char>(*high * 16 + *low) : text[i];
    if (high && low) i += 2;
  }
  return plain;
}

std::string Pair(std::string_view name, std::string_view value) {
  if (value.empty()) return fmt::format("/{}@base64/=", name);
  if (value.find('/') == value.npos) return fmt::format("/{}/{}", name, PathEncode(value));
  return fmt::format("/{}@base64/{}", name, EncodeBase64Url(value));
}

}  // namespace

Result<std::string> GroupPath(std::string_view group) {
  std::vector<std::string> parts;
  for (std::string_view rest = group;;) {
    const bool is_last = rest.find('/') == rest.npos;
    parts.push_back(Unescape(TakeUpTo(rest, '/')));
    if (is_last) break;
  }
  if (parts.front().empty()) return Error{"the group has no job"};
  if (parts.size() % 2 == 0) {
    return Error{fmt::format("the label `{}` has no value", parts.back())};
  }
  std::string path = "/metrics" + Pair("job", parts.front());
  for (std::size_t i = 1; i < parts.size(); i += 2) {
    if (!model::IsValidLabelName(parts[i], model::NameValidation::kLegacy)) {
      return Error{fmt::format("invalid label name `{}`", parts[i])};
    }
    if (parts[i] == "job") return Error{"the job is named twice"};
    path += Pair(parts[i], parts[i + 1]);
  }
  return path;
}

}  // namespace check::push
