#include "libcheck/slo/claim_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"

namespace check::slo {
namespace {

using Kind = ClaimWord::Kind;

constexpr double kMinute = 60;
constexpr double kHour = 60 * kMinute;
constexpr double kDay = 24 * kHour;

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr std::array<Unit, 26> kUnits = {{
    {"s", 1},
    {"sec", 1},
    {"secs", 1},
    {"second", 1},
    {"seconds", 1},
    {"m", kMinute},
    {"min", kMinute},
    {"mins", kMinute},
    {"minute", kMinute},
    {"minutes", kMinute},
    {"h", kHour},
    {"hr", kHour},
    {"hrs", kHour},
    {"hour", kHour},
    {"hours", kHour},
    {"d", kDay},
    {"day", kDay},
    {"days", kDay},
    {"w", 7 * kDay},
    {"week", 7 * kDay},
    {"weeks", 7 * kDay},
    {"month", 30 * kDay},
    {"months", 30 * kDay},
    {"year", 365 * kDay},
    {"years", 365 * kDay},
    {"quarter", 90 * kDay},
}};

constexpr std::array<std::string_view, 11> kNumerals = {
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};

constexpr std::array<std::string_view, 6> kAbout = {"about",  "approximately", "approx",
                                                    "around", "roughly",       "nearly"};

double UnitSeconds(std::string_view word) {
  const auto* unit = std::ranges::find(kUnits, word, &Unit::name);
  return unit == kUnits.end() ? 0 : unit->seconds;
}

// "14.4", "1,440": the length of the number at the beginning of `text`.
std::size_t NumberLength(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    const bool goes_on = end + 1 < text.size() && IsDigit(text[end + 1]);
    if (!IsDigit(text[end]) && !((text[end] == '.' || text[end] == ',') && end > 0 && goes_on)) {
      break;
    }
    ++end;
  }
  return end;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<ClaimWord> Split() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (IsDigit(c)) {
        Number();
      } else if (IsLetter(c)) {
        Word();
      } else {
        Mark();
      }
    }
    return std::move(words_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }

  // White space or a hyphen between a number and its unit: "3 days", "3-day".
  std::size_t Gap() const {
    return at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '-') ? 1 : 0;
  }
  std::string_view WordAt(std::size_t offset) const {
    std::size_t end = offset;
    while (end < text_.size() && IsLetter(text_[end])) ++end;
    // "5xx", "p99", "2xx/3xx"
    if (end < text_.size() && IsDigit(text_[end])) return {};
    return text_.substr(offset, end - offset);
  }

  bool IsApproximate() const {
    if (words_.empty()) return false;
    const ClaimWord& last = words_.back();
    if (last.is(Kind::kMark)) return last.text == "~" || last.text == "≈";
    return std::ranges::find(kAbout, last.text) != kAbout.end();
  }

  void Number() {
    const std::size_t begin = at_;
    const std::size_t length = NumberLength(rest());
    ClaimWord word = {.kind = Kind::kNumber, .text = {}, .approximate = IsApproximate()};
    if (CompoundDuration(word)) return Add(std::move(word), begin);
    std::string digits(rest().substr(0, length));
    at_ += length;
    std::erase(digits, ',');
    word.value = ParseGoFloat(digits).value_or(0);
    const std::size_t point = digits.find('.');
    word.decimals = point == std::string::npos ? 0 : static_cast<int>(digits.size() - point - 1);
    Qualify(word);
    Add(std::move(word), begin);
  }

  // "1h30m", "3d12h"
  bool CompoundDuration(ClaimWord& word) {
    std::size_t end = 0;
    while (end < rest().size() && IsAlphanumeric(rest()[end])) ++end;
    const auto duration = ParsePrometheusDuration(rest().substr(0, end));
    if (!duration || !IsLetter(rest()[end - 1])) return false;
    word.kind = Kind::kDuration;
    const double seconds = std::chrono::duration<double>(*duration).count();
    word.unit_s = seconds;
    for (const double unit : {kDay, kHour, kMinute, 1.0}) {
      if (std::fmod(seconds, unit) != 0) continue;
      word.unit_s = unit;
      break;
    }
    word.value = seconds / word.unit_s;
    at_ += end;
    return true;
  }

  // What the number counts.
  void Qualify(ClaimWord& word) {
    const std::size_t gap = Gap();
    if (at_ + gap < text_.size() && text_[at_ + gap] == '%') {
      at_ += gap + 1;
      word.kind = Kind::kPercent;
      return;
    }
    constexpr std::string_view kTimesSign = "×";
    if (rest().starts_with(kTimesSign)) {
      at_ += kTimesSign.size();
      word.kind = Kind::kFactor;
      return;
    }
    const std::string_view next = WordAt(at_ + gap);
    const std::string name = LowerAscii(next);
    if (name == "x" || name == "times") {
      word.kind = Kind::kFactor;
    } else if (name == "percent") {
      word.kind = Kind::kPercent;
    } else if (const double unit = UnitSeconds(name); unit > 0) {
      word.kind = Kind::kDuration;
      word.unit_s = unit;
    } else {
      return;
    }
    at_ += gap + next.size();
  }

  void Word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (IsAlphanumeric(text_[at_]) || text_[at_] == '\'')) ++at_;
    ClaimWord word = {.kind = Kind::kWord, .text = {}, .approximate = IsApproximate()};
    const std::string name = LowerAscii(text_.substr(begin, at_ - begin));
    // "one hour", "an hour"
    const auto* numeral = std::ranges::find(kNumerals, name);
    const bool is_one = name == "a" || name == "an";
    if (numeral != kNumerals.end() || is_one) {
      const std::size_t before = at_;
      word.value = is_one ? 1 : static_cast<double>(numeral - kNumerals.begin());
      word.kind = Kind::kNumber;
      Qualify(word);
      // "a month" says of a budget which one it is.
      if (word.is(Kind::kDuration) && !(is_one && word.unit_s > kDay)) {
        return Add(std::move(word), begin);
      }
      at_ = before;
      word.kind = Kind::kWord;
    }
    Add(std::move(word), begin);
    words_.back().text = name;
  }

  void Mark() {
    std::size_t length = 1;
    while (at_ + length < text_.size() &&
           (static_cast<unsigned char>(text_[at_ + length]) & 0xC0) == 0x80) {
      ++length;
    }
    const std::size_t begin = at_;
    at_ += length;
    if (IsSpace(text_[begin]) || text_[begin] == '*' || text_[begin] == '`') return;
    Add({.kind = Kind::kMark, .text = {}}, begin);
  }

  void Add(ClaimWord word, std::size_t begin) {
    word.text = std::string(text_.substr(begin, at_ - begin));
    words_.push_back(std::move(word));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<ClaimWord> words_;
};

}  // namespace

std::vector<ClaimWord> SplitClaim(std::string_view sentence) { return Splitter(sentence).Split(); }

std::string UnitName(double unit_s, double value) {
  std::string name = "second";
  if (unit_s == kMinute) name = "minute";
  if (unit_s == kHour) name = "hour";
  if (unit_s == kDay) name = "day";
  if (unit_s == 7 * kDay) name = "week";
  if (unit_s == 30 * kDay) name = "month";
  if (unit_s == 90 * kDay) name = "quarter";
  if (unit_s == 365 * kDay) name = "year";
  return value == 1 ? name : name + "s";
}

namespace {

// "1. ", "- ", "* ": how long the mark of an item is; 0: there is none.
std::size_t ItemMark(std::string_view line) {
  if (line.size() > 1 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') {
    return 2;
  }
  std::size_t digits = 0;
  while (digits < line.size() && IsDigit(line[digits])) ++digits;
  const bool is_item = digits > 0 && digits < 4 && line.substr(digits).starts_with(". ");
  return is_item ? digits + 2 : 0;
}

class DocumentSplitter {
 public:
  std::vector<Statement> Split(std::string_view text) {
    std::uint32_t number = 0;
    while (!text.empty()) Line(TakeUpTo(text, '\n'), ++number);
    Flush();
    return std::move(statements_);
  }

 private:
  void Line(std::string_view line, std::uint32_t number) {
    line = TrimSpace(line);
    if (line.starts_with("```") || line.starts_with("~~~")) {
      Flush();
      in_fence_ = !in_fence_;
      return;
    }
    if (in_fence_) {
      const std::size_t comment = line.find('#');
      if (comment != std::string_view::npos) Alone(TrimSpace(line.substr(comment + 1)), number, 0);
      return;
    }
    const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
    if (hashes > 0)
      return Alone(TrimSpace(line.substr(hashes)), number, static_cast<unsigned>(hashes));
    if (line.empty()) return Flush();
    if (line.front() == '|') return Alone(line, number, 0);
    if (const std::size_t mark = ItemMark(line); mark > 0) {
      Flush();
      line.remove_prefix(mark);
    }
    if (paragraph_.empty()) first_line_ = number;
    line_starts_.emplace_back(paragraph_.size(), number);
    paragraph_.append(line).append(" ");
  }

  void Alone(std::string_view line, std::uint32_t number, unsigned heading) {
    Flush();
    if (!line.empty()) statements_.push_back({std::string(line), number, heading});
  }

  // Sentences of a paragraph.
  void Flush() {
    for (std::size_t begin = 0; begin < paragraph_.size();) {
      std::size_t end = paragraph_.find(". ", begin);
      end = end == std::string::npos ? paragraph_.size() : end + 1;
      const std::string_view sentence =
          TrimSpace(std::string_view(paragraph_).substr(begin, end - begin));
      if (!sentence.empty()) statements_.push_back({std::string(sentence), LineOf(begin), 0});
      begin = end;
    }
    paragraph_.clear();
    line_starts_.clear();
  }

  std::uint32_t LineOf(std::size_t offset) const {
    std::uint32_t line = first_line_;
    for (const auto& [start, number] : line_starts_) {
      if (start <= offset + 1) line = number;
    }
    return line;
  }

  std::vector<Statement> statements_;
  std::string paragraph_;
  std::vector<std::pair<std::size_t, std::uint32_t>> line_starts_;
  std::uint32_t first_line_ = 1;
  bool in_fence_ = false;
};

}  // namespace

std::vector<Statement> SplitDocument(std::string_view text) {
  return DocumentSplitter().Split(text);
}

}  // namespace check::slo
