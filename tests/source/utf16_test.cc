#include "libcheck/source/utf16.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/source/source_file.h"

namespace check {
namespace {

using namespace std::string_view_literals;

TEST_CASE("UTF-16 is told by its byte order mark") {
  CHECK(EncodingOf("") == TextEncoding::kUtf8);
  CHECK(EncodingOf("\xFF") == TextEncoding::kUtf8);
  CHECK(EncodingOf("\xEF\xBB\xBF") == TextEncoding::kUtf8);
  CHECK(EncodingOf("a\0b\0"sv) == TextEncoding::kUtf8);
  CHECK(EncodingOf("\xFF\xFE") == TextEncoding::kUtf16LittleEndian);
  CHECK(EncodingOf("\xFE\xFF\0a"sv) == TextEncoding::kUtf16BigEndian);
}

TEST_CASE("text comes back from UTF-16 as it was") {
  const std::string text = "a: \xC3\xBC\xE2\x82\xAC \xF0\x9F\x98\x80\n\xEE\x80\x80\xEF\xBF\xBD";
  for (const auto encoding :
       {TextEncoding::kUtf16LittleEndian, TextEncoding::kUtf16BigEndian, TextEncoding::kUtf8}) {
    const std::string encoded = Encode(text, encoding);
    CHECK(EncodingOf(encoded) == encoding);
    if (encoding == TextEncoding::kUtf8) {
      CHECK(encoded == text);
      continue;
    }
    std::optional<EncodingFault> fault;
    CHECK(DecodeUtf16(encoded, encoding, fault) == text);
    CHECK_FALSE(fault.has_value());
  }
  CHECK(Encode("\xF0\x9F\x98\x80", TextEncoding::kUtf16BigEndian) == "\xFE\xFF\xD8\x3D\xDE\x00"sv);
}

TEST_CASE("what is no character in UTF-16 is reported where it stands") {
  struct Case {
    std::string_view bytes;  // Big endian.
    std::string_view text;
    std::uint32_t offset;
    std::string_view upstream;
  };
  const Case cases[] = {
      {"\0a\0"sv, "a\xEF\xBF\xBD", 1, "incomplete UTF-16 character"},
      {"\0a\xDE\x00\0b"sv,
       "a\xEF\xBF\xBD"
       "b",
       1, "unexpected low surrogate area"},
      {"\0a\xD8\x3D\0b\xDE\x00"sv,
       "a\xEF\xBF\xBD"
       "b\xEF\xBF\xBD",
       1, "expected low surrogate area"},
      {"\0a\xD8\x3D"sv, "a\xEF\xBF\xBD", 1, "incomplete UTF-16 surrogate pair"},
  };
  for (const Case& c : cases) {
    std::optional<EncodingFault> fault;
    const std::string text = "\xFE\xFF" + std::string(c.bytes);
    CHECK(DecodeUtf16(text, TextEncoding::kUtf16BigEndian, fault) == c.text);
    REQUIRE(fault.has_value());
    CHECK(fault->offset == c.offset);
    CHECK(fault->upstream == c.upstream);
  }
}

TEST_CASE("places in a file in UTF-16 are those of its text") {
  const SourceBuffer file(
      "f", Encode("\xC3\xBC: 1\nb: \xF0\x9F\x98\x80x\n", TextEncoding::kUtf16LittleEndian));
  CHECK(file.encoding() == TextEncoding::kUtf16LittleEndian);
  CHECK(file.buffer() == &file);
  CHECK(file.Line(1) == "\xC3\xBC: 1");
  CHECK(file.PositionOf(6) == LineColumn{2, 1});
  CHECK(file.CharactersBefore(13) == 9);
}

}  // namespace
}  // namespace check
