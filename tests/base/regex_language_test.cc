#include "libcheck/base/regex_language.h"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "libcheck/base/regex.h"

namespace check {
namespace {

using Outcome = TextSearch::Outcome;

// What Alertmanager does with the pattern of a matcher.
SearchRegex Anchored(const std::string& pattern) {
  auto regex = SearchRegex::Compile("^(?:" + pattern + ")$");
  REQUIRE(regex.ok());
  return std::move(*regex);
}

// All texts of up to `length` characters, of a few that matter in what follows.
std::vector<std::string> AllTexts(std::size_t length) {
  constexpr std::array<std::string_view, 5> kCharacters = {"a", "b", "X", "1", "\u00e4"};
  std::vector<std::string> texts = {""};
  std::size_t begin = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const std::size_t end = texts.size();
    for (; begin != end; ++begin) {
      for (const std::string_view c : kCharacters) texts.push_back(texts[begin] + std::string(c));
    }
  }
  return texts;
}

// Only one part knows the letter x: RE2 up to 2023 forgets other cases of what another part of an
// alternative has already, as in `b|(?i:b)`.
std::string RandomPattern(std::mt19937& random, int depth) {
  constexpr std::array<std::string_view, 14> kAtoms = {
      "a", "b",  "ba",   ".",      "[ab]",   "[^a]",   "\\d",
      "1", "()", "ab|b", "(?i:x)", "\u00e4", "[a-b1]", "(?i:[^X])"};
  constexpr std::array<std::string_view, 8> kRepeats = {"*",     "+",    "?",  "{2}",
                                                        "{0,2}", "{1,}", "*?", ""};
  if (depth == 0 || random() % 4 == 0) return std::string(kAtoms[random() % kAtoms.size()]);
  const std::string first = RandomPattern(random, depth - 1);
  switch (random() % 6) {
    case 0:
      return first + "|" + RandomPattern(random, depth - 1);
    case 1:
      return "(?:" + first + ")" + std::string(kRepeats[random() % kRepeats.size()]);
    case 2:
      return "^" + first + "$";
    case 3:
      return "(" + first + ")" + RandomPattern(random, depth - 1);
    default:
      return first + RandomPattern(random, depth - 1);
  }
}

TEST_CASE("a language has the texts that RE2 matches") {
  const std::vector<std::string> texts = AllTexts(4);
  const auto same = [&](const std::string& pattern) {
    CAPTURE(pattern);
    const auto language = RegexLanguage::Of(pattern);
    REQUIRE(language.has_value());
    const SearchRegex regex = Anchored(pattern);
    for (const std::string& text : texts) {
      if (language->Matches(text) == regex.Matches(text)) continue;
      CAPTURE(text);
      CHECK(language->Matches(text) == regex.Matches(text));
    }
  };
  for (const char* pattern : {"",
                              "a|",
                              "a{1,3}",
                              "a{,2}",
                              "[[:lower:]]{2}",
                              "[[:^digit:]]",
                              "\\w\\W",
                              "(?i)ab",
                              "(?i)\\x61",
                              "\\Qa.\\Eb",
                              "(?P<n>a)(?<m>b)",
                              "^^a$$",
                              "a^b",
                              "(^a|b)1?",
                              "a$|b",
                              "\\Aa\\z",
                              "(?s).{2}",
                              "[^[:alpha:]]",
                              "[\\d-b]",
                              "[]a]",
                              "[a-]",
                              "\\141",
                              "(a|b)*1",
                              "((a*)*)*b",
                              "(?U)a+",
                              "[^\\D]",
                              "(?i)[[:upper:]]1",
                              "(?i:\\W)",
                              "a{0}b",
                              "(?i)a(?-i)b",
                              "x{2}|y",
                              "\\x{e4}",
                              "()*",
                              "(|a)+"}) {
    same(pattern);
  }
  std::mt19937 random(13);
  for (int i = 0; i < 1'500; ++i) same(RandomPattern(random, 4));
}

TEST_CASE("what takes tables of Unicode, or is too large, is not decided") {
  for (const char* pattern : {"\\bfoo", "\\pL", "(?m)^a", "(?i)\u00e4", "((a{100}){10}b){9}"}) {
    CAPTURE(pattern);
    CHECK_FALSE(RegexLanguage::Of(pattern).has_value());
  }
  CHECK_FALSE(RegexLanguage::Of(std::string(101, '(') + std::string(101, ')')).has_value());
}

TEST_CASE("few texts are listed") {
  const auto texts = [](std::string_view pattern) {
    const auto language = RegexLanguage::Of(pattern);
    REQUIRE(language.has_value());
    return language->texts() == nullptr ? std::vector<std::string>{"(many)"} : *language->texts();
  };
  using Texts = std::vector<std::string>;
  CHECK(texts("^(foo1|foo2|baz)$") == Texts{"baz", "foo1", "foo2"});
  CHECK(texts("db-[12]?") == Texts{"db-", "db-1", "db-2"});
  CHECK(texts("a|a|") == Texts{"", "a"});
  CHECK(texts("(?i:ok)") == Texts{"OK", "Ok", "O\u212a", "oK", "ok", "o\u212a"});
  CHECK(texts("(a|b){2}") == Texts{"aa", "ab", "ba", "bb"});
  CHECK(texts("[^\\x00-\\x{10FFFF}]") == Texts{});
  CHECK(texts("a*") == Texts{"(many)"});
  CHECK(texts("a$b") == Texts{"(many)"});
}

struct Question {
  std::vector<RegexLanguage> all;
  std::vector<RegexLanguage> none;

  TextSearch Find() const {
    const auto pointers = [](const std::vector<RegexLanguage>& languages) {
      std::vector<const RegexLanguage*> found;
      for (const RegexLanguage& language : languages) found.push_back(&language);
      return found;
    };
    return FindText(pointers(all), pointers(none));
  }
};

TEST_CASE("a text is found in some languages and not in others, or there is none") {
  const std::vector<std::string> texts = AllTexts(4);
  std::mt19937 random(14);
  std::array<int, 3> outcomes = {};
  for (int i = 0; i < 2'000; ++i) {
    Question question;
    std::vector<std::pair<SearchRegex, bool>> regexes;
    std::string asked;
    for (const bool wanted : {true, true, false, false}) {
      if (random() % 4 == 0) continue;
      const std::string pattern = RandomPattern(random, 3);
      (wanted ? question.all : question.none).push_back(*RegexLanguage::Of(pattern));
      regexes.emplace_back(Anchored(pattern), wanted);
      asked += (wanted ? " =~ " : " !~ ") + pattern;
    }
    CAPTURE(asked);
    const auto holds = [&](const std::string& text) {
      for (const auto& [regex, wanted] : regexes) {
        if (regex.Matches(text) != wanted) return false;
      }
      return true;
    };
    const TextSearch search = question.Find();
    ++outcomes[static_cast<std::size_t>(search.outcome)];
    if (search.outcome == Outcome::kFound) {
      CAPTURE(search.text);
      CHECK(holds(search.text));
    } else if (search.outcome == Outcome::kNone) {
      for (const std::string& text : texts) {
        CAPTURE(text);
        if (holds(text)) CHECK_FALSE(holds(text));
      }
    }
  }
  CHECK(outcomes[0] > 500);
  CHECK(outcomes[1] > 300);
  CHECK(outcomes[2] == 0);
}

TEST_CASE("it is known how far a text is as a language wants it") {
  const auto prefix = [](std::string_view pattern, std::string_view text) {
    return text.substr(0, RegexLanguage::Of(pattern)->LongestPrefix(text));
  };
  CHECK(prefix("db-.*", "db-1") == "db-1");
  CHECK(prefix("db-.*", "db") == "db");
  CHECK(prefix("db-.*", "web") == "");
  CHECK(prefix("dat", "data") == "dat");
  CHECK(prefix("(a|ab)(c|bcd)x?", "abcde") == "abcd");
  CHECK(prefix("a{2,3}b", "aaaab") == "aaa");
  CHECK(prefix("^a$", "ab") == "a");
  CHECK(prefix("[a-c]+", "abxc") == "ab");
  CHECK(prefix("\xc3\xa4.*",
               "\xc3\xa4"
               "b") ==
        "\xc3\xa4"
        "b");
  CHECK(prefix("", "a") == "");
}

TEST_CASE("searches that would not end are given up") {
  // Only a text with an `a` in the right one of many places tells these from each other.
  Question question;
  question.all.push_back(*RegexLanguage::Of("[ab]*a[ab]{14}"));
  question.all.push_back(*RegexLanguage::Of("[ab]*b[ab]{14}"));
  CHECK(question.Find().outcome != Outcome::kFound);
}

}  // namespace
}  // namespace check
