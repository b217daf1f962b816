#include "libcheck/base/title_case.h"

#include <utf8proc.h>

#include <algorithm>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"

namespace check {
namespace {

std::uint32_t Title(std::uint32_t rune) {
  return static_cast<std::uint32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(rune)));
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Where Unicode's word boundaries, as golang.org/x/text simplifies them, are not what the category
// of a character suggests. Letters of scripts without spaces between words each stand alone.
constexpr Range kBreakRunes[] = {
    {0x0E01, 0x0E30},   {0x0E32, 0x0E33},   {0x0E40, 0x0E46},   {0x0E81, 0x0EB0},
    {0x0EB2, 0x0EB3},   {0x0EBD, 0x0EC6},   {0x0EDC, 0x0EDF},   {0x1000, 0x102A},
    {0x103F, 0x103F},   {0x1050, 0x1055},   {0x105A, 0x105D},   {0x1061, 0x1061},
    {0x1065, 0x1066},   {0x106E, 0x1070},   {0x1075, 0x1081},   {0x108E, 0x108E},
    {0x1780, 0x17B3},   {0x17D7, 0x17DC},   {0x1950, 0x19C9},   {0x1A20, 0x1A54},
    {0x1AA7, 0x1AA7},   {0x200B, 0x200B},   {0x3006, 0x3029},   {0x3031, 0x303A},
    {0x3041, 0x3096},   {0x309D, 0x30FF},   {0x31F0, 0x9FFF},   {0xA9E0, 0xA9E4},
    {0xA9E6, 0xA9EF},   {0xA9FA, 0xA9FE},   {0xAA60, 0xAA7A},   {0xAA7E, 0xAAAF},
    {0xAAB1, 0xAAB1},   {0xAAB5, 0xAAB6},   {0xAAB9, 0xAABD},   {0xAAC0, 0xAAC0},
    {0xAAC2, 0xAADD},   {0xF900, 0xFAD9},   {0xFF66, 0xFF9D},   {0x11700, 0x1171A},
    {0x11740, 0x11746}, {0x17000, 0x1B2FB}, {0x20000, 0x3134A},
};
constexpr Range kInsideRunes[] = {
    {0x02C2, 0x02C5},   {0x02D2, 0x02D7},   {0x02DE, 0x02DF},   {0x02E5, 0x02EB},
    {0x02ED, 0x02ED},   {0x02EF, 0x02FF},   {0x055A, 0x055C},   {0x055E, 0x055E},
    {0x058A, 0x058A},   {0x05F3, 0x05F3},   {0x066B, 0x066B},   {0x0CF3, 0x0CF3},
    {0x0ECE, 0x0ECE},   {0x202F, 0x202F},   {0xA708, 0xA716},   {0xA720, 0xA721},
    {0xA789, 0xA78A},   {0xAB5B, 0xAB5B},   {0x10EFD, 0x10EFF}, {0x1123F, 0x11241},
    {0x11F00, 0x11F10}, {0x11F12, 0x11F3A}, {0x11F3E, 0x11F42}, {0x11F50, 0x11F59},
    {0x1342F, 0x1342F}, {0x13439, 0x13455}, {0x1E08F, 0x1E08F}, {0x1E4D0, 0x1E4F9},
    {0x1F3FB, 0x1F3FF},
};
// Letters of a kind, though their category is another.
constexpr Range kCasedRunes[] = {
    {0x00AA, 0x00AA},   {0x00BA, 0x00BA},   {0x02B0, 0x02B8},   {0x02C0, 0x02C1},
    {0x02E0, 0x02E4},   {0x0345, 0x0345},   {0x037A, 0x037A},   {0x10FC, 0x10FC},
    {0x1D2C, 0x1D6A},   {0x1D78, 0x1D78},   {0x1D9B, 0x1DBF},   {0x2071, 0x2071},
    {0x207F, 0x207F},   {0x2090, 0x209C},   {0x2160, 0x217F},   {0x24B6, 0x24E9},
    {0x2C7C, 0x2C7D},   {0xA69C, 0xA69D},   {0xA770, 0xA770},   {0xA7F2, 0xA7F4},
    {0xA7F8, 0xA7F9},   {0xAB5C, 0xAB5F},   {0xAB69, 0xAB69},   {0x10780, 0x10780},
    {0x10783, 0x10785}, {0x10787, 0x107B0}, {0x107B2, 0x107BA}, {0x1DF25, 0x1DF2A},
    {0x1E030, 0x1E06D}, {0x1F130, 0x1F149}, {0x1F150, 0x1F169}, {0x1F170, 0x1F189},
};
constexpr Range kMiddleRunes[] = {
    {0x00B7, 0x00B7}, {0x0387, 0x0387}, {0x055F, 0x055F}, {0x05F4, 0x05F4}, {0x2018, 0x2019},
    {0x2024, 0x2024}, {0x2027, 0x2027}, {0xFE13, 0xFE13}, {0xFE52, 0xFE52}, {0xFE55, 0xFE55},
    {0xFF07, 0xFF07}, {0xFF0E, 0xFF0E}, {0xFF1A, 0xFF1A},
};

struct Special {
  std::uint32_t rune;
  std::string_view title;
};

// Characters that become several.
constexpr Special kSpecialTitles[] = {
    {0x00DF, "Ss"},
    {0x0149, "\u02bcN"},
    {0x01F0, "J\u030c"},
    {0x0390, "\u0399\u0308\u0301"},
    {0x03B0, "\u03a5\u0308\u0301"},
    {0x0587, "\u0535\u0582"},
    {0x1E96, "H\u0331"},
    {0x1E97, "T\u0308"},
    {0x1E98, "W\u030a"},
    {0x1E99, "Y\u030a"},
    {0x1E9A, "A\u02be"},
    {0x1F50, "\u03a5\u0313"},
    {0x1F52, "\u03a5\u0313\u0300"},
    {0x1F54, "\u03a5\u0313\u0301"},
    {0x1F56, "\u03a5\u0313\u0342"},
    {0x1FB2, "\u1fba\u0345"},
    {0x1FB4, "\u0386\u0345"},
    {0x1FB6, "\u0391\u0342"},
    {0x1FB7, "\u0391\u0342\u0345"},
    {0x1FC2, "\u1fca\u0345"},
    {0x1FC4, "\u0389\u0345"},
    {0x1FC6, "\u0397\u0342"},
    {0x1FC7, "\u0397\u0342\u0345"},
    {0x1FD2, "\u0399\u0308\u0300"},
    {0x1FD3, "\u0399\u0308\u0301"},
    {0x1FD6, "\u0399\u0342"},
    {0x1FD7, "\u0399\u0308\u0342"},
    {0x1FE2, "\u03a5\u0308\u0300"},
    {0x1FE3, "\u03a5\u0308\u0301"},
    {0x1FE4, "\u03a1\u0313"},
    {0x1FE6, "\u03a5\u0342"},
    {0x1FE7, "\u03a5\u0308\u0342"},
    {0x1FF2, "\u1ffa\u0345"},
    {0x1FF4, "\u038f\u0345"},
    {0x1FF6, "\u03a9\u0342"},
    {0x1FF7, "\u03a9\u0342\u0345"},
    {0xFB00, "Ff"},
    {0xFB01, "Fi"},
    {0xFB02, "Fl"},
    {0xFB03, "Ffi"},
    {0xFB04, "Ffl"},
    {0xFB05, "St"},
    {0xFB06, "St"},
    {0xFB13, "\u0544\u0576"},
    {0xFB14, "\u0544\u0565"},
    {0xFB15, "\u0544\u056b"},
    {0xFB16, "\u054e\u0576"},
    {0xFB17, "\u0544\u056d"},
};

template <std::size_t n>
bool IsIn(const Range (&ranges)[n], std::uint32_t rune) {
  const auto* after = std::upper_bound(
      std::begin(ranges), std::end(ranges), rune,
      [](std::uint32_t wanted, const Range& range) { return wanted < range.first; });
  return after != std::begin(ranges) && rune <= (after - 1)->last;
}

void AppendTitle(std::string& out, std::uint32_t rune) {
  const auto* special =
      std::lower_bound(std::begin(kSpecialTitles), std::end(kSpecialTitles), rune,
                       [](const Special& row, std::uint32_t wanted) { return row.rune < wanted; });
  if (special != std::end(kSpecialTitles) && special->rune == rune) {
    out += special->title;
  } else {
    AppendUtf8(out, Title(rune));
  }
}

enum class Role : std::uint8_t {
  kCased,   // Begins a word, or is in one.
  kInside,  // Does not end a word.
  kMiddle,  // Ends a word if two stand together.
  kBreak,
};

Role RoleOf(std::uint32_t rune) {
  if (rune < 0x80) {
    const auto c = static_cast<char>(rune);
    if (IsLetter(c)) return Role::kCased;
    if (IsNamePart(c)) return Role::kInside;
    return rune == '\'' || rune == '.' || rune == ':' ? Role::kMiddle : Role::kBreak;
  }
  if (IsIn(kBreakRunes, rune)) return Role::kBreak;
  if (IsIn(kInsideRunes, rune)) return Role::kInside;
  if (IsIn(kCasedRunes, rune)) return Role::kCased;
  if (IsIn(kMiddleRunes, rune)) return Role::kMiddle;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(rune))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
      return Role::kCased;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_CF:
      return Role::kInside;
    default:
      return Role::kBreak;
  }
}

// Whether a capital sigma in front of `rest` ends its word: then its small form is another.
bool EndsWord(std::string_view rest) {
  while (!rest.empty()) {
    const Rune rune = DecodeRune(rest);
    const Role role = RoleOf(rune.code_point);
    if (role == Role::kCased) return false;
    if (role == Role::kBreak) return true;
    rest.remove_prefix(rune.size);
  }
  return true;
}

void AppendLower(std::string& out, Rune rune, std::string_view text) {
  constexpr std::uint32_t kCapitalSigma = 0x3A3;
  constexpr std::uint32_t kDottedI = 0x130;
  if (rune.code_point == kCapitalSigma) {
    out += EndsWord(text.substr(rune.size)) ? "\u03c2" : "\u03c3";
  } else if (rune.code_point == kDottedI) {
    out += "i\u0307";
  } else if (rune.code_point == kRuneError) {
    out += text.substr(0, rune.size);
  } else {
    AppendUtf8(out, static_cast<std::uint32_t>(
                        utf8proc_tolower(static_cast<utf8proc_int32_t>(rune.code_point))));
  }
}

template <bool lowers>
std::string MakeTitle(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool in_word = false;
  bool after_middle = false;
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    const Role role = RoleOf(rune.code_point);
    if (after_middle && role == Role::kMiddle) in_word = false;
    if (role == Role::kCased && !in_word) {
      AppendTitle(out, rune.code_point);
      in_word = true;
    } else {
      if (lowers) {
        AppendLower(out, rune, text);
      } else {
        out += text.substr(0, rune.size);
      }
      if (role == Role::kBreak) in_word = false;
    }
    after_middle = role == Role::kMiddle;
    text.remove_prefix(rune.size);
  }
  return out;
}

}  // namespace

std::string ToTitle(std::string_view text) { return MakeTitle<false>(text); }
std::string ToTitleOnly(std::string_view text) { return MakeTitle<true>(text); }

}  // namespace check
