#include "libcheck/template/shared_functions.h"

#include <fmt/format.h>

#include <cmath>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/regex.h"
#include "libcheck/template/humanize.h"
#include "libcheck/template/time_value.h"

namespace check::gotemplate {
namespace {

// strconv.ParseFloat as templates use it. Nothing: the call's error says why.
std::optional<double> ParseNumber(GoCall& call, std::string_view text) {
  const auto number = ParseGoFloat(text);
  const auto fault = [&](std::string_view what) {
    call.error = fmt::format("strconv.ParseFloat: parsing {}: {}", GoQuote(text), what);
    return std::nullopt;
  };
  if (!number) return fault("invalid syntax");
  const bool says_so = text.find_first_of("iI") != std::string_view::npos;
  if (std::isinf(*number) && !says_so) return fault("value out of range");
  return number;
}

}  // namespace

std::optional<double> NumberOf(GoCall& call, const GoValue& value) {
  if (value.type == &kGoFloat64) return value.real;
  if (value.type == &kGoString) return ParseNumber(call, value.string());
  if (value.type == &kGoInt || value.type == &kGoInt64) return static_cast<double>(value.integer);
  if (value.type == &kGoUint || value.type == &kGoUint64) return static_cast<double>(value.natural);
  if (value.type == &kGoDuration) {
    constexpr std::int64_t kSecond = 1'000'000'000;
    return static_cast<double>(value.integer / kSecond) +
           static_cast<double>(value.integer % kSecond) / 1e9;
  }
  call.error = fmt::format("can't convert {} to float", TypeName(value.Unboxed()));
  return std::nullopt;
}

bool GiveHumanizedDuration(GoCall& call) {
  const auto number = NumberOf(call, call.arguments[0]);
  return number && GiveString(call, HumanizeDuration(*number));
}

bool GiveMatch(GoCall& call) {
  const SearchRegex* regex = call.execution.FindRegex(TextOf(call, 0), call.error);
  return regex != nullptr && Give(call, MakeBool(regex->Matches(TextOf(call, 1))));
}

bool GiveReplaced(GoCall& call) {
  const std::string_view pattern = TextOf(call, 0);
  std::string error;
  const SearchRegex* regex = call.execution.FindRegex(pattern, error);
  if (regex == nullptr) {
    const std::string quoted =
        CanBackquote(pattern) ? fmt::format("`{}`", pattern) : GoQuote(pattern);
    return Failed(call, fmt::format("regexp: Compile({}): {}", quoted, error));
  }
  const auto replaced =
      regex->ReplaceAll(TextOf(call, 2), TextOf(call, 1), call.execution.memory_left());
  if (!replaced) return call.execution.Reserve(~std::size_t{0});
  return GiveString(call, *replaced);
}

bool GiveHtml(GoCall& call) { return Give(call, MakeString(TextOf(call), kGoHtml)); }

}  // namespace check::gotemplate
