#include "libcheck/promql/functions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "libcheck/promql/functions/histogram.h"
#include "libcheck/promql/functions/label.h"
#include "libcheck/promql/functions/math.h"
#include "libcheck/promql/functions/over_time.h"
#include "libcheck/promql/functions/rate.h"
#include "libcheck/promql/functions/time.h"
#include "libcheck/promql/functions/trig.h"
#include "libcheck/promql/functions/vector.h"

namespace check::promql {
namespace {

template <std::size_t... Sizes>
constexpr auto Join(const Function (&... families)[Sizes]) {
  std::array<Function, (Sizes + ...)> all = {};
  auto at = all.begin();
  ((at = std::copy(std::begin(families), std::end(families), at)), ...);
  std::sort(all.begin(), all.end(),
            [](const Function& a, const Function& b) { return a.name < b.name; });
  return all;
}

constexpr auto kFunctions =
    Join(kHistogramFunctions, kLabelFunctions, kMathFunctions, kOverTimeFunctions, kRateFunctions,
         kTimeFunctions, kTrigFunctions, kVectorFunctions);

static_assert(std::adjacent_find(kFunctions.begin(), kFunctions.end(),
                                 [](const Function& a, const Function& b) {
                                   return a.name == b.name;
                                 }) == kFunctions.end(),
              "two functions have the same name");

constexpr std::size_t Hash(std::string_view name) {
  std::size_t hash = name.size();
  for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
  return hash % 512;
}

constexpr std::uint8_t kNone = 0xFF;
static_assert(kFunctions.size() < kNone);

// Open addressing, mostly one step.
constexpr std::array<std::uint8_t, 512> kSlots = [] {
  std::array<std::uint8_t, 512> slots = {};
  slots.fill(kNone);
  for (std::size_t i = 0; i < kFunctions.size(); ++i) {
    std::size_t at = Hash(kFunctions[i].name);
    while (slots[at] != kNone) at = (at + 1) % slots.size();
    slots[at] = static_cast<std::uint8_t>(i);
  }
  return slots;
}();

}  // namespace

std::span<const Function> AllFunctions() { return kFunctions; }

const Function* FindFunction(std::string_view name) {
  for (std::size_t at = Hash(name); kSlots[at] != kNone; at = (at + 1) % kSlots.size()) {
    const Function& function = kFunctions[kSlots[at]];
    if (function.name == name) return &function;
  }
  return nullptr;
}

std::string ToString(const Function& function) {
  const Signature& signature = function.signature;
  std::string out(function.name);
  out += '(';
  for (std::size_t i = 0; i < signature.count; ++i) {
    const Parameter& parameter = signature.parameters[i];
    const bool optional = i >= signature.required;
    if (optional) out += '[';
    if (i > 0) out += ", ";
    out += parameter.name;
    out += ' ';
    out += ToString(parameter.type);
    if (signature.variadic && i + 1 == signature.count) out += ", ...";
    if (optional) out += ']';
  }
  return out + ")";
}

}  // namespace check::promql
