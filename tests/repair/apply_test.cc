#include "libcheck/repair/apply.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "libcheck/repair/block_entry.h"
#include "libcheck/repair/matcher_text.h"
#include "libcheck/repair/names.h"

namespace check::repair {
namespace {

Fix MakeFix(const std::vector<std::pair<Span, std::string>>& edits) {
  Fix fix;
  for (const auto& [span, text] : edits) {
    Place place;
    place.bytes = span;
    fix.edits.push_back({place, text});
  }
  return fix;
}

std::string Made(const Applied& applied) {
  std::string text = applied.text + " by";
  for (const std::size_t index : applied.made) text += " " + std::to_string(index);
  return text;
}

TEST_CASE("fixes are made together unless their edits overlap") {
  const Fix first = MakeFix({{{0, 1}, "A"}, {{4, 5}, "E"}});
  const Fix between = MakeFix({{{2, 3}, ""}});
  const Fix overlaps = MakeFix({{{1, 2}, "B"}, {{3, 5}, "x"}});
  const Fix same_place = MakeFix({{{4, 4}, "+"}});
  const auto apply = [](const std::vector<const Fix*>& fixes) {
    return Made(Apply("abcdef", fixes));
  };
  CHECK(apply({}) == "abcdef by");
  CHECK(apply({&between, &first}) == "AbdEf by 0 1");
  CHECK(apply({&first, &overlaps, &between}) == "AbdEf by 0 2");
  CHECK(apply({&overlaps, &first}) == "aBcxf by 0");
  CHECK(apply({&first, &first}) == "AbcdEf by 0 1");
  CHECK(apply({&first, &same_place}) == "AbcdEf by 0");
}

// The lines of the entry whose key is the first `key` of `text`, or a remark.
std::string EntryOf(std::string_view text, std::string_view key) {
  const auto begin = static_cast<std::uint32_t>(text.find(key));
  const Span span = {begin, begin + static_cast<std::uint32_t>(key.size())};
  const auto entry = BlockEntry::At(text, span);
  if (!entry) return "none";
  const auto value = entry->first_line_of_value();
  return std::string(text.substr(entry->span().begin, entry->span().size())) + "|" +
         std::string(text.substr(value.begin, value.size())) + "|" +
         (entry->lines() ? "own lines" : "after a dash");
}

TEST_CASE("entries of block mappings are known by their lines") {
  CHECK(EntryOf("a: 1\nb: 2\n", "a") == "a: 1|1|own lines");
  CHECK(EntryOf("- a: 1  \n  b: 2\n", "a") == "a: 1|1|after a dash");
  CHECK(EntryOf("a:\n  x: 1\n\n  y: 2\n\nb: 3\n", "a") == "a:\n  x: 1\n\n  y: 2||own lines");
  CHECK(EntryOf("a:\n- 1\n- 2\nb: 3\n", "a") == "a:\n- 1\n- 2||own lines");
  CHECK(EntryOf("{a: 1}\n", "a") == "none");
  CHECK(EntryOf("x: {a: 1}\n", "a") == "none");
  CHECK(EntryOf("a: 1\r\nb: 2\r\n", "a") == "a: 1|1|own lines");
}

TEST_CASE("entries of the same mapping are found on both sides") {
  const std::string_view text =
      "- x: 1\n"
      "  a:\n"
      "    deep: 2\n"
      "  'b': 3\n"
      "# c: 4\n"
      "- other: 5\n";
  const auto at = static_cast<std::uint32_t>(text.find("a:"));
  const auto entry = BlockEntry::At(text, {at, at + 1});
  REQUIRE(entry);
  CHECK(entry->Sibling("x"));
  CHECK(entry->Sibling("b"));
  CHECK(!entry->Sibling("deep"));
  CHECK(!entry->Sibling("c"));
  CHECK(!entry->Sibling("other"));
}

std::string MatcherOf(std::string_view text) {
  const auto parts = ReadMatcher(text, {0, static_cast<std::uint32_t>(text.size())});
  if (!parts) return "none";
  return std::string(text.substr(parts->op.begin, parts->op.size())) + "|" +
         std::string(text.substr(parts->value.begin, parts->value.size()));
}

TEST_CASE("the parts of a matcher are found in quoted scalars, too") {
  CHECK(MatcherOf(R"(a=~"b")") == "=~|b");
  CHECK(MatcherOf(R"(a !~ \"b.*\")") == "!~|b.*");
  CHECK(MatcherOf("a=~''b''") == "=~|b");
  CHECK(MatcherOf("a=~`b`") == "=~|b");
  CHECK(MatcherOf(R"(a="b")") == "none");
  CHECK(MatcherOf(R"("a=~"=~"b")") == "none");
  CHECK(MatcherOf(R"(a=~"b)") == "none");
  CHECK(MatcherOf(R"(a=~"b"c")") == "none");
}

TEST_CASE("only slips of the pen are put right") {
  CHECK(IsSlip("scrape_intervall", "scrape_interval"));
  CHECK(IsSlip("ScrapeInterval", "scrape_interval"));
  CHECK(IsSlip("labells", "labels"));
  CHECK(!IsSlip("forr", "for"));
  CHECK(!IsSlip("tag", "tags"));
  CHECK(!IsSlip("annotation", "expression"));
  CHECK(IsSameDuration("5mins", "5m"));
  CHECK(IsSameDuration("30 s", "30s"));
  CHECK(!IsSameDuration("5mins", "6m"));
  CHECK(!IsSameDuration("5", "5m"));
  CHECK(!IsSameDuration("5x", "5m"));
}

}  // namespace
}  // namespace check::repair
