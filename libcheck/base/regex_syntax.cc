#include "libcheck/base/regex_syntax.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"

namespace check {
namespace {

// What may follow \p: Unicode 15's scripts and general categories, as Go spells them. Sorted.
constexpr std::string_view kUnicodeNames[] = {
    "Adlam",
    "Ahom",
    "Anatolian_Hieroglyphs",
    "Arabic",
    "Armenian",
    "Avestan",
    "Balinese",
    "Bamum",
    "Bassa_Vah",
    "Batak",
    "Bengali",
    "Bhaiksuki",
    "Bopomofo",
    "Brahmi",
    "Braille",
    "Buginese",
    "Buhid",
    "C",
    "Canadian_Aboriginal",
    "Carian",
    "Caucasian_Albanian",
    "Cc",
    "Cf",
    "Chakma",
    "Cham",
    "Cherokee",
    "Chorasmian",
    "Cn",
    "Co",
    "Common",
    "Coptic",
    "Cs",
    "Cuneiform",
    "Cypriot",
    "Cypro_Minoan",
    "Cyrillic",
    "Deseret",
    "Devanagari",
    "Dives_Akuru",
    "Dogra",
    "Duployan",
    "Egyptian_Hieroglyphs",
    "Elbasan",
    "Elymaic",
    "Ethiopic",
    "Georgian",
    "Glagolitic",
    "Gothic",
    "Grantha",
    "Greek",
    "Gujarati",
    "Gunjala_Gondi",
    "Gurmukhi",
    "Han",
    "Hangul",
    "Hanifi_Rohingya",
    "Hanunoo",
    "Hatran",
    "Hebrew",
    "Hiragana",
    "Imperial_Aramaic",
    "Inherited",
    "Inscriptional_Pahlavi",
    "Inscriptional_Parthian",
    "Javanese",
    "Kaithi",
    "Kannada",
    "Katakana",
    "Kawi",
    "Kayah_Li",
    "Kharoshthi",
    "Khitan_Small_Script",
    "Khmer",
    "Khojki",
    "Khudawadi",
    "L",
    "LC",
    "Lao",
    "Latin",
    "Lepcha",
    "Limbu",
    "Linear_A",
    "Linear_B",
    "Lisu",
    "Ll",
    "Lm",
    "Lo",
    "Lt",
    "Lu",
    "Lycian",
    "Lydian",
    "M",
    "Mahajani",
    "Makasar",
    "Malayalam",
    "Mandaic",
    "Manichaean",
    "Marchen",
    "Masaram_Gondi",
    "Mc",
    "Me",
    "Medefaidrin",
    "Meetei_Mayek",
    "Mende_Kikakui",
    "Meroitic_Cursive",
    "Meroitic_Hieroglyphs",
    "Miao",
    "Mn",
    "Modi",
    "Mongolian",
    "Mro",
    "Multani",
    "Myanmar",
    "N",
    "Nabataean",
    "Nag_Mundari",
    "Nandinagari",
    "Nd",
    "New_Tai_Lue",
    "Newa",
    "Nko",
    "Nl",
    "No",
    "Nushu",
    "Nyiakeng_Puachue_Hmong",
    "Ogham",
    "Ol_Chiki",
    "Old_Hungarian",
    "Old_Italic",
    "Old_North_Arabian",
    "Old_Permic",
    "Old_Persian",
    "Old_Sogdian",
    "Old_South_Arabian",
    "Old_Turkic",
    "Old_Uyghur",
    "Oriya",
    "Osage",
    "Osmanya",
    "P",
    "Pahawh_Hmong",
    "Palmyrene",
    "Pau_Cin_Hau",
    "Pc",
    "Pd",
    "Pe",
    "Pf",
    "Phags_Pa",
    "Phoenician",
    "Pi",
    "Po",
    "Ps",
    "Psalter_Pahlavi",
    "Rejang",
    "Runic",
    "S",
    "Samaritan",
    "Saurashtra",
    "Sc",
    "Sharada",
    "Shavian",
    "Siddham",
    "SignWriting",
    "Sinhala",
    "Sk",
    "Sm",
    "So",
    "Sogdian",
    "Sora_Sompeng",
    "Soyombo",
    "Sundanese",
    "Syloti_Nagri",
    "Syriac",
    "Tagalog",
    "Tagbanwa",
    "Tai_Le",
    "Tai_Tham",
    "Tai_Viet",
    "Takri",
    "Tamil",
    "Tangsa",
    "Tangut",
    "Telugu",
    "Thaana",
    "Thai",
    "Tibetan",
    "Tifinagh",
    "Tirhuta",
    "Toto",
    "Ugaritic",
    "Vai",
    "Vithkuqi",
    "Wancho",
    "Warang_Citi",
    "Yezidi",
    "Yi",
    "Z",
    "Zanabazar_Square",
    "Zl",
    "Zp",
    "Zs",
};

constexpr std::string_view kPosixClasses[] = {
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
    "lower", "print", "punct", "space", "upper", "word",  "xdigit",
};

// Go's limits: levels of its syntax tree, instructions of the compiled program, copies that nested
// counts may ask for.
constexpr std::uint32_t kMaxHeight = 1000;
constexpr std::int64_t kMaxSize = (128 << 20) / 40;
constexpr int kMaxRepeat = 1000;

bool IsUnicodeName(std::string_view name) {
  return name == "Any" ||
         std::binary_search(std::begin(kUnicodeNames), std::end(kUnicodeNames), name);
}

bool IsAlphanumeric(std::uint32_t c) {
  return c < 0x80 && check::IsAlphanumeric(static_cast<char>(c));
}

int HexValue(std::uint32_t c) { return c < 0x80 ? check::HexValue(static_cast<char>(c)) : -1; }

// Something that can be repeated, and sequences and alternatives of such.
struct Piece {
  bool matches_empty = false;
  bool is_literal = false;   // Adjacent ones are one node of Go's tree.
  std::uint32_t height = 1;  // Of Go's tree.
  std::int64_t size = 1;     // Instructions.
  std::int64_t repeats = 1;  // Of the innermost thing, by nested counts.
};

class Reader {
 public:
  explicit Reader(std::string_view pattern) : whole_(pattern), rest_(pattern) {}

  RegexSyntax Read() {
    groups_.emplace_back();
    std::string_view last_repeat;
    while (!rest_.empty()) {
      std::string_view repeat;
      if (!ReadOne(repeat, last_repeat)) return {problem_, false};
      last_repeat = repeat;
    }
    if (groups_.size() > 1) {
      Fail("missing closing )", whole_);
      return {problem_, false};
    }
    const Piece all = Close(groups_.back());
    if (!CheckLimits(all)) return {problem_, false};
    return {{}, all.matches_empty};
  }

 private:
  // Between parentheses, or everything.
  struct Group {
    bool captures = false;
    // The alternatives before the current one, taken together.
    std::size_t alternatives = 0;
    Piece alternation;
    // The current alternative but for its last piece, which may yet be repeated.
    std::size_t pieces = 0;
    Piece sequence = {.matches_empty = true, .size = 0};
    std::optional<Piece> last;
  };

  bool Fail(std::string_view what, std::string_view where) {
    problem_ = std::string(what) + ": `" + std::string(where) + "`";
    return false;
  }

  // The text from `from`, which ends as rest_ did, up to rest_.
  std::string_view Since(std::string_view from) const {
    return from.substr(0, from.size() - rest_.size());
  }

  bool NextRune(std::string_view& text, std::uint32_t& c) {
    const Rune rune = DecodeRune(text);
    if (rune.code_point == kRuneError && rune.size == 1) return Fail("invalid UTF-8", text);
    c = rune.code_point;
    text.remove_prefix(rune.size);
    return true;
  }

  bool CheckUtf8(std::string_view text) {
    const std::size_t bad = FindInvalidUtf8(text);
    return bad == std::string_view::npos || Fail("invalid UTF-8", text.substr(bad));
  }

  static void Append(Group& group, const Piece& piece) {
    group.sequence.matches_empty = group.sequence.matches_empty && piece.matches_empty;
    group.sequence.height = std::max(group.sequence.height, piece.height);
    group.sequence.size = std::min(group.sequence.size + piece.size, kMaxSize + 1);
    group.sequence.repeats = std::max(group.sequence.repeats, piece.repeats);
    if (!(piece.is_literal && group.sequence.is_literal)) ++group.pieces;
    group.sequence.is_literal = piece.is_literal;
  }

  void Push(const Piece& piece) {
    Group& group = groups_.back();
    if (group.last.has_value()) Append(group, *group.last);
    group.last = piece;
  }

  // What has been read since the last "|" or "(".
  static Piece CloseSequence(Group& group) {
    if (group.last.has_value()) Append(group, *group.last);
    Piece piece = group.sequence;
    piece.size = std::max<std::int64_t>(piece.size, 1);
    if (group.pieces > 1) ++piece.height;
    piece.is_literal = group.pieces == 1 && piece.is_literal && piece.size == 1;
    group.last.reset();
    group.pieces = 0;
    group.sequence = {.matches_empty = true, .size = 0};
    return piece;
  }

  static void AddAlternative(Group& group) {
    const Piece piece = CloseSequence(group);
    if (group.alternatives++ == 0) {
      group.alternation = piece;
      return;
    }
    Piece& all = group.alternation;
    all.matches_empty = all.matches_empty || piece.matches_empty;
    all.height = std::max(all.height, piece.height);
    all.size = std::min(all.size + piece.size + 1, kMaxSize + 1);
    all.repeats = std::max(all.repeats, piece.repeats);
  }

  static Piece Close(Group& group) {
    AddAlternative(group);
    Piece piece = group.alternation;
    if (group.alternatives > 1) {
      ++piece.height;
      piece.is_literal = false;
    }
    return piece;
  }

  bool CheckLimits(const Piece& piece) {
    if (piece.size > kMaxSize) return Fail("expression too large", whole_);
    if (piece.height > kMaxHeight) return Fail("expression nests too deeply", whole_);
    return true;
  }

  bool ReadOne(std::string_view& repeat, std::string_view last_repeat) {
    const std::string_view before = rest_;
    switch (rest_[0]) {
      case '(':
        if (rest_.starts_with("(?")) return ReadFlags();
        rest_.remove_prefix(1);
        groups_.emplace_back().captures = true;
        return true;
      case ')':
        return ReadCloseParen();
      case '|':
        AddAlternative(groups_.back());
        rest_.remove_prefix(1);
        return true;
      case '^':
      case '$':
        rest_.remove_prefix(1);
        Push({.matches_empty = true});
        return true;
      case '.':
        rest_.remove_prefix(1);
        Push({});
        return true;
      case '[':
        return ReadClass();
      case '*':
      case '+':
      case '?': {
        const char op = rest_[0];
        rest_.remove_prefix(1);
        repeat = before;
        return Repeat(op == '+' ? 1 : 0, op == '?' ? 1 : -1, op, before, last_repeat);
      }
      case '{': {
        int min = 0;
        int max = 0;
        if (!ReadCounts(min, max)) {
          rest_.remove_prefix(1);
          Push({.is_literal = true});
          return true;
        }
        if (min < 0 || min > kMaxRepeat || max > kMaxRepeat || (max >= 0 && min > max)) {
          return Fail("invalid repeat count", Since(before));
        }
        repeat = before;
        return Repeat(min, max, '{', before, last_repeat);
      }
      case '\\':
        return ReadEscape();
      default: {
        std::uint32_t c = 0;
        if (!NextRune(rest_, c)) return false;
        Push({.is_literal = true});
        return true;
      }
    }
  }

  // `max` of -1: without end. The operator has been taken.
  bool Repeat(int min, int max, char op, std::string_view before, std::string_view last_repeat) {
    if (rest_.starts_with('?')) rest_.remove_prefix(1);
    if (!last_repeat.empty()) {
      return Fail("invalid nested repetition operator", Since(last_repeat));
    }
    Group& group = groups_.back();
    if (!group.last.has_value()) {
      return Fail("missing argument to repetition operator", Since(before));
    }
    Piece& piece = *group.last;
    piece.is_literal = false;
    ++piece.height;
    piece.matches_empty = piece.matches_empty || min == 0;
    if (op != '{') {
      piece.size += op == '*' ? 2 : 1;
      return CheckLimits(piece);
    }
    const std::int64_t copies = max < 0 ? min : max;
    piece.size =
        max < 0 && min == 0 ? piece.size + 2 : copies * piece.size + (max < 0 ? 1 : max - min);
    piece.size = std::max<std::int64_t>(piece.size, 1);
    if (!CheckLimits(piece)) return false;
    piece.repeats = max == 0 ? 1 : std::max<std::int64_t>(copies, 1) * piece.repeats;
    if ((min >= 2 || max >= 2) && piece.repeats > kMaxRepeat) {
      return Fail("invalid repeat count", Since(before));
    }
    return true;
  }

  // {3}, {3,} or {3,5}. Numbers that are far too large come as a negative `min`.
  bool ReadCounts(int& min, int& max) {
    std::string_view text = rest_.substr(1);
    if (!ReadCount(text, min) || text.empty()) return false;
    if (text[0] == ',') {
      text.remove_prefix(1);
      if (text.empty()) return false;
      if (text[0] == '}') {
        max = -1;
      } else if (!ReadCount(text, max)) {
        return false;
      } else if (max < 0) {
        min = -1;
      }
    } else {
      max = min;
    }
    if (!text.starts_with('}')) return false;
    rest_ = text.substr(1);
    return true;
  }

  static bool ReadCount(std::string_view& text, int& count) {
    const auto is_digit = [&](std::size_t i) { return i < text.size() && IsDigit(text[i]); };
    if (!is_digit(0) || (text[0] == '0' && is_digit(1))) return false;
    count = 0;
    std::size_t length = 0;
    for (; is_digit(length); ++length) {
      if (count >= 100'000'000) count = -1;
      if (count >= 0) count = count * 10 + (text[length] - '0');
    }
    text.remove_prefix(length);
    return true;
  }

  bool ReadCloseParen() {
    if (groups_.size() == 1) return Fail("unexpected )", whole_);
    Piece piece = Close(groups_.back());
    if (groups_.back().captures) {
      ++piece.height;
      piece.size += 2;
      piece.is_literal = false;
    }
    groups_.pop_back();
    rest_.remove_prefix(1);
    if (!CheckLimits(piece)) return false;
    Push(piece);
    return true;
  }

  // From "(?": a named group, or flags, which may open a group.
  bool ReadFlags() {
    const std::string_view before = rest_;
    const bool with_p = before.size() > 4 && before.substr(2, 2) == "P<";
    if (with_p || (before.size() > 3 && before[2] == '<')) {
      const std::size_t begin = with_p ? 4 : 3;
      const std::size_t end = before.find('>');
      if (end == std::string_view::npos) {
        return CheckUtf8(before) && Fail("invalid named capture", before);
      }
      const std::string_view name = before.substr(begin, end - begin);
      if (!CheckUtf8(name)) return false;
      const bool valid = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c == '_' || IsAlphanumeric(static_cast<unsigned char>(c));
      });
      if (!valid) return Fail("invalid named capture", before.substr(0, end + 1));
      rest_.remove_prefix(end + 1);
      groups_.emplace_back().captures = true;
      return true;
    }
    rest_.remove_prefix(2);
    bool negated = false;
    bool any = false;
    while (!rest_.empty()) {
      std::uint32_t c = 0;
      if (!NextRune(rest_, c)) return false;
      if (c == 'i' || c == 'm' || c == 's' || c == 'U') {
        any = true;
      } else if (c == '-' && !negated) {
        negated = true;
        any = false;
      } else if ((c == ':' || c == ')') && (!negated || any)) {
        if (c == ':') groups_.emplace_back();
        return true;
      } else {
        break;
      }
    }
    return Fail("invalid or unsupported Perl syntax", Since(before));
  }

  bool ReadEscape() {
    const char c = rest_.size() >= 2 ? rest_[1] : '\0';
    switch (c) {
      case 'A':
      case 'z':
      case 'B':
        rest_.remove_prefix(2);
        Push({.matches_empty = true});
        return true;
      case 'b':
        rest_.remove_prefix(2);
        Push({});
        return true;
      case 'C':
        return Fail("invalid escape sequence", rest_.substr(0, 2));
      case 'Q':
        return ReadQuoted();
      case 'p':
      case 'P':
        if (!ReadUnicodeClass(rest_)) return false;
        Push({});
        return true;
      default:
        break;
    }
    if (IsPerlClass(rest_)) {
      rest_.remove_prefix(2);
      Push({});
      return true;
    }
    std::uint32_t value = 0;
    if (!ReadEscapedRune(rest_, value)) return false;
    Push({.is_literal = true});
    return true;
  }

  // \Q...\E
  bool ReadQuoted() {
    rest_.remove_prefix(2);
    const std::size_t end = rest_.find("\\E");
    std::string_view quoted = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 2);
    while (!quoted.empty()) {
      std::uint32_t c = 0;
      if (!NextRune(quoted, c)) return false;
      Push({.is_literal = true});
    }
    return true;
  }

  static bool IsPerlClass(std::string_view text) {
    return text.size() >= 2 && text[0] == '\\' &&
           std::string_view("dDsSwW").find(text[1]) != std::string_view::npos;
  }

  // From \p or \P.
  bool ReadUnicodeClass(std::string_view& text) {
    const std::string_view before = text;
    std::string_view after = text.substr(2);
    std::uint32_t c = 0;
    if (!NextRune(after, c)) return false;
    std::string_view name;
    if (c != '{') {
      name = before.substr(2, before.size() - 2 - after.size());
    } else {
      const std::size_t end = before.find('}');
      if (end == std::string_view::npos) {
        return CheckUtf8(before) && Fail("invalid character class range", before);
      }
      name = before.substr(3, end - 3);
      after = before.substr(end + 1);
      if (!CheckUtf8(name)) return false;
    }
    if (name.starts_with('^')) name.remove_prefix(1);
    text = after;
    return IsUnicodeName(name) ||
           Fail("invalid character class range", before.substr(0, before.size() - after.size()));
  }

  // From the backslash: one character.
  bool ReadEscapedRune(std::string_view& text, std::uint32_t& value) {
    const std::string_view before = text;
    text.remove_prefix(1);
    if (text.empty()) return Fail("trailing backslash at end of expression", "");
    const auto invalid = [&] {
      return Fail("invalid escape sequence", before.substr(0, before.size() - text.size()));
    };
    const auto is_octal = [&] { return !text.empty() && IsOctalDigit(text[0]); };
    std::uint32_t c = 0;
    if (!NextRune(text, c)) return false;
    if (IsOctalDigit(c)) {
      if (c != '0' && !is_octal()) return invalid();  // A reference to a group.
      value = c - '0';
      for (int digits = 1; digits < 3 && is_octal(); ++digits) {
        value = value * 8 + static_cast<std::uint32_t>(text[0] - '0');
        text.remove_prefix(1);
      }
      return true;
    }
    if (c == 'x') {
      if (text.empty()) return invalid();
      if (!NextRune(text, c)) return false;
      if (c == '{') return ReadLongHex(text, value) || (problem_.empty() && invalid());
      const int high = HexValue(c);
      if (!NextRune(text, c)) return false;
      const int low = HexValue(c);
      if (high < 0 || low < 0) return invalid();
      value = static_cast<std::uint32_t>(high * 16 + low);
      return true;
    }
    constexpr std::string_view kLetters = "afnrtv";
    constexpr std::string_view kMeanings = "\a\f\n\r\t\v";
    if (const std::size_t at =
            c < 0x80 ? kLetters.find(static_cast<char>(c)) : std::string_view::npos;
        at != std::string_view::npos) {
      value = static_cast<unsigned char>(kMeanings[at]);
      return true;
    }
    if (c >= 0x80 || IsAlphanumeric(c)) return invalid();
    value = c;
    return true;
  }

  // After \x{. False without a problem: it is not one.
  bool ReadLongHex(std::string_view& text, std::uint32_t& value) {
    value = 0;
    bool any = false;
    while (!text.empty()) {
      std::uint32_t c = 0;
      if (!NextRune(text, c)) return false;
      if (c == '}') return any;
      const int digit = HexValue(c);
      if (digit < 0) return false;
      value = value * 16 + static_cast<std::uint32_t>(digit);
      if (value > 0x10FFFF) return false;
      any = true;
    }
    return false;
  }

  bool ReadClassRune(std::string_view& text, std::string_view whole_class, std::uint32_t& value) {
    if (text.empty()) return Fail("missing closing ]", whole_class);
    return text[0] == '\\' ? ReadEscapedRune(text, value) : NextRune(text, value);
  }

  bool ReadClass() {
    const std::string_view before = rest_;
    std::string_view text = rest_.substr(1);
    if (text.starts_with('^')) text.remove_prefix(1);
    for (bool first = true; first || !text.starts_with(']'); first = false) {
      if (text.starts_with("[:") && text.size() > 2) {
        if (const std::size_t end = text.find(":]", 2); end != std::string_view::npos) {
          std::string_view name = text.substr(2, end - 2);
          if (name.starts_with('^')) name.remove_prefix(1);
          if (std::find(std::begin(kPosixClasses), std::end(kPosixClasses), name) ==
              std::end(kPosixClasses)) {
            return Fail("invalid character class range", text.substr(0, end + 2));
          }
          text.remove_prefix(end + 2);
          continue;
        }
      }
      if (text.starts_with("\\p") || text.starts_with("\\P")) {
        if (!ReadUnicodeClass(text)) return false;
        continue;
      }
      if (IsPerlClass(text)) {
        text.remove_prefix(2);
        continue;
      }
      const std::string_view range = text;
      std::uint32_t low = 0;
      if (!ReadClassRune(text, before, low)) return false;
      if (text.size() < 2 || text[0] != '-' || text[1] == ']') continue;
      text.remove_prefix(1);
      std::uint32_t high = 0;
      if (!ReadClassRune(text, before, high)) return false;
      if (high < low) {
        return Fail("invalid character class range", range.substr(0, range.size() - text.size()));
      }
    }
    rest_ = text.substr(1);
    Push({});
    return true;
  }

  std::string_view whole_;
  std::string_view rest_;
  std::vector<Group> groups_;
  std::string problem_;
};

}  // namespace

RegexSyntax ReadRegex(std::string_view pattern) { return Reader(pattern).Read(); }

}  // namespace check
