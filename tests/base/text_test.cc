#include "libcheck/base/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace check {
namespace {

TEST_CASE("text is quoted as Go quotes it") {
  CHECK(GoQuote("plain") == R"("plain")");
  CHECK(GoQuote("a\"b\\c\n\t\x01\x7f") == R"("a\"b\\c\n\t\x01\x7f")");
  CHECK(GoQuote("gr\u00fc\u00df") == "\"gr\u00fc\u00df\"");
  CHECK(GoQuote("\u00a0\u200b\U000e0001") == R"("\u00a0\u200b\U000e0001")");
  CHECK(GoQuote("\xff\xc3") == R"("\xff\xc3")");
}

TEST_CASE("bad UTF-8 is found where it starts") {
  CHECK(FindInvalidUtf8("0123456789abcdef") == std::string_view::npos);
  CHECK(FindInvalidUtf8("01234567\u00fc\xe2\x82") == 10);
  CHECK(FindInvalidUtf8("\xc0\x80") == 0);          // An overlong zero.
  CHECK(FindInvalidUtf8("a\xed\xa0\x80") == 1);     // A surrogate.
  CHECK(FindInvalidUtf8("\xf4\x90\x80\x80") == 0);  // Past U+10FFFF.
  CHECK(IsValidUtf8("\uFFFD"));
}

TEST_CASE("widths are those of a terminal") {
  CHECK(DisplayWidth("abc") == 3);
  CHECK(DisplayWidth("\u65e5\u672c") == 4);
  CHECK(DisplayWidth("e\u0301") == 1);
}

TEST_CASE("a near miss finds the word that was meant, a far one nothing") {
  constexpr std::string_view kWords[] = {"record", "alert", "expr", "for"};
  CHECK(ClosestMatch("recrod", kWords) == "record");
  CHECK(ClosestMatch("exp", kWords) == "expr");
  CHECK(ClosestMatch("alret", kWords) == "alert");
  CHECK(ClosestMatch("config-record", kWords) == "record");
  CHECK_FALSE(ClosestMatch("summary", kWords).has_value());
}

TEST_CASE("classes of characters hold ASCII alone") {
  const auto members = [](bool (*is)(char)) {
    std::string all;
    for (int c = -128; c < 128; ++c) {
      if (is(static_cast<char>(c))) all += static_cast<char>(c);
    }
    return all;
  };
  const std::string digits = "0123456789";
  const std::string upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string lower = "abcdefghijklmnopqrstuvwxyz";
  CHECK(members(IsDigit) == digits);
  CHECK(members(IsOctalDigit) == "01234567");
  CHECK(members(IsUpper) == upper);
  CHECK(members(IsLower) == lower);
  CHECK(members(IsLetter) == upper + lower);
  CHECK(members(IsAlphanumeric) == digits + upper + lower);
  CHECK(members(IsNameStart) == upper + "_" + lower);
  CHECK(members(IsNamePart) == digits + upper + "_" + lower);
  CHECK(members(IsHexDigit) == digits + "ABCDEFabcdef");
  CHECK(members(IsBlank) == "\t ");
  CHECK(members(IsSpace) == "\t\n\r ");
  CHECK(HexValue('9') == 9);
  CHECK(HexValue('a') == 10);
  CHECK(HexValue('F') == 15);
  CHECK(LowerAscii("Straße ÄZ[@") == "straße Äz[@");
  CHECK(IsInAnyCase("InF", "inf"));
  CHECK_FALSE(IsInAnyCase("in", "inf"));
  CHECK_FALSE(IsInAnyCase("\x49\x4e\x66\xe9", "inf\xc9"));
}

TEST_CASE("lists are taken apart at their commas") {
  const auto words = [](std::string_view list) {
    std::vector<std::string_view> found;
    ForEachWord(list, [&](std::string_view word) { found.push_back(word); });
    return found;
  };
  CHECK(words("a,b c,,d,") == std::vector<std::string_view>{"a", "b c", "d"});
  CHECK(words(",").empty());
  std::string_view rest = "a,,b,";
  CHECK(TakeUpTo(rest, ',') == "a");
  CHECK(TakeUpTo(rest, ',').empty());
  CHECK(TakeUpTo(rest, ',') == "b");
  CHECK(rest.empty());
  CHECK(TrimSpace("\t a b\r\n") == "a b");
  CHECK(TrimSpace(" \v\f").empty());
}

TEST_CASE("text is encoded for the parts of URLs") {
  CHECK(PercentEncode("a-Z_9.~/ü") == "a-Z_9.~%2F%C3%BC");
  CHECK(PercentEncode("/a b", "/") == "/a%20b");
  CHECK(FormEncode("a b&c=d/ü~") == "a+b%26c%3Dd%2F%C3%BC~");
  CHECK(FormEncode("a+b") == "a%2Bb");
  CHECK(PathEncode("a b/c:d?") == "a%20b%2Fc:d%3F");
}

}  // namespace
}  // namespace check
