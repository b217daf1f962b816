#include "libcheck/repair/names.h"

#include <algorithm>
#include <string>

#include "libcheck/base/ascii.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/repair/block_entry.h"

namespace check::repair {
namespace {

// `ScrapeInterval` and `scrape-interval` are `scrape_interval`, written in another way.
std::string WithoutSigns(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c != '_' && c != '-') letters += LowerAscii(c);
  }
  return letters;
}

std::string_view DigitsOf(std::string_view text) {
  return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
}

}  // namespace

std::string_view Unquoted(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.front() == text.back() &&
                         (text.front() == '"' || text.front() == '\'');
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

bool IsPlainWord(std::string_view text) {
  const auto is_part = [](char c) { return IsNamePart(c) || c == '.' || c == '-' || c == '+'; };
  return !text.empty() && (IsNamePart(text.front()) || text.front() == '-') && text != "-" &&
         std::ranges::all_of(text, is_part);
}

bool IsSlip(std::string_view word, std::string_view meant) {
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kLong = 8;
  if (WithoutSigns(word) == WithoutSigns(meant)) return true;
  const std::size_t size = std::min(word.size(), meant.size());
  if (size < kShortest) return false;
  return EditDistance(word, meant) <= (size >= kLong ? 2 : 1);
}

bool IsSameDuration(std::string_view word, std::string_view meant) {
  const std::string_view digits = DigitsOf(word);
  if (digits.empty() || digits != DigitsOf(meant)) return false;
  std::string_view unit = word.substr(digits.size());
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  const std::string_view meant_unit = meant.substr(digits.size());
  const auto is_letter = [](char c) { return IsLetter(c); };
  return !meant_unit.empty() && unit.starts_with(meant_unit) &&
         std::ranges::all_of(unit, is_letter);
}

std::optional<Fix> RenameKey(const Spot& spot, std::string_view name) {
  const std::string_view key = spot.text();
  const std::string_view word = Unquoted(key);
  if (!IsPlainWord(word) || !IsPlainWord(name)) return std::nullopt;
  const auto entry = BlockEntry::At(spot.file_text(), spot.span());
  if (entry && entry->Sibling(name)) return std::nullopt;
  // Quotes stay, for JSON.
  Span span = spot.span();
  if (word.size() != key.size()) {
    ++span.begin;
    --span.end;
  }
  return spot.Replace("rename to `" + std::string(name) + "`", span, std::string(name));
}

}  // namespace check::repair
