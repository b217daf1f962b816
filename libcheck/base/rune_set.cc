#include "libcheck/base/rune_set.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace check {
namespace {

constexpr std::uint32_t kKelvin = 0x212A;  // The one other letter that `(?i)k` matches,
constexpr std::uint32_t kLongS = 0x17F;    // and that of `(?i)s`.

using namespace std::string_view_literals;

// Classes by name: pairs of characters, each a range.
struct NamedClass {
  std::string_view name;
  std::string_view ranges;
};

constexpr std::string_view kDigits = "09";
constexpr std::string_view kWords = "09AZ__az";
constexpr std::string_view kPerlSpaces = "\t\n\f\r  ";

constexpr NamedClass kPosixClasses[] = {
    {"alnum", "09AZaz"},
    {"alpha", "AZaz"},
    {"ascii", "\0\x7F"sv},
    {"blank", "\t\t  "},
    {"cntrl", "\0\x1F\x7F\x7F"sv},
    {"digit", kDigits},
    {"graph", "!~"},
    {"lower", "az"},
    {"print", " ~"},
    {"punct", "!/:@[`{~"},
    {"space", "\t\r  "},
    {"upper", "AZ"},
    {"word", kWords},
    {"xdigit", "09AFaf"},
};

RuneSet Pairs(std::string_view pairs) {
  RuneSet runes;
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    runes.push_back(
        {static_cast<unsigned char>(pairs[i]), static_cast<unsigned char>(pairs[i + 1])});
  }
  return runes;
}

bool Holds(const RuneRange& range, std::uint32_t rune) {
  return range.first <= rune && rune <= range.last;
}

}  // namespace

void Normalize(RuneSet& runes) {
  std::sort(runes.begin(), runes.end(),
            [](const RuneRange& a, const RuneRange& b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (const RuneRange& range : runes) {
    if (kept > 0 && range.first <= runes[kept - 1].last + 1) {
      runes[kept - 1].last = std::max(runes[kept - 1].last, range.last);
    } else {
      runes[kept++] = range;
    }
  }
  runes.resize(kept);
}

RuneSet Others(const RuneSet& runes) {
  RuneSet others;
  std::uint32_t next = 0;
  for (const RuneRange& range : runes) {
    if (range.first > next) others.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kMaxRune) others.push_back({next, kMaxRune});
  return others;
}

bool AddOtherCase(RuneSet& runes) {
  const std::size_t given = runes.size();
  for (std::size_t i = 0; i < given; ++i) {
    const RuneRange range = runes[i];
    const bool is_rest = range.first <= 0x80 && range.last == kMaxRune;
    const bool is_known =
        range.first == range.last && (range.first == kKelvin || range.first == kLongS);
    if (range.last >= 0x80 && !is_rest && !is_known) return false;
    for (std::uint32_t c = 'a'; c <= 'z'; ++c) {
      const std::uint32_t upper = c - 'a' + 'A';
      const std::uint32_t third = c == 'k' ? kKelvin : c == 's' ? kLongS : c;
      if (!Holds(range, c) && !Holds(range, upper) && !Holds(range, third)) continue;
      for (const std::uint32_t each : {c, upper, third}) runes.push_back({each, each});
    }
  }
  return true;
}

RuneSet PerlClass(char letter) {
  if (letter == 'd' || letter == 'D') return Pairs(kDigits);
  return Pairs(letter == 's' || letter == 'S' ? kPerlSpaces : kWords);
}

RuneSet PosixClass(std::string_view name) {
  const auto* const known = std::find_if(std::begin(kPosixClasses), std::end(kPosixClasses),
                                         [&](const NamedClass& each) { return each.name == name; });
  return known == std::end(kPosixClasses) ? RuneSet() : Pairs(known->ranges);
}

}  // namespace check
