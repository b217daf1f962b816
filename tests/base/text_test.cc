#include <doctest/doctest.h>

#include <string>
#include <string_view>

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

}  // namespace
}  // namespace check
