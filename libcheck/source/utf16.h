#ifndef LIBCHECK_SOURCE_UTF16_H_
#define LIBCHECK_SOURCE_UTF16_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace check {

/// What a text is written in. UTF-16 counts only with a byte order mark, as Windows PowerShell
/// writes it.
enum class TextEncoding : std::uint8_t { kUtf8, kUtf16LittleEndian, kUtf16BigEndian };

/// Bytes in UTF-16 that are no character.
struct EncodingFault {
  std::uint32_t offset = 0;  ///< In the UTF-8 that the text becomes.
  std::string message;
  std::string_view upstream;  ///< What go-yaml says of it.
};

TextEncoding EncodingOf(std::string_view text);

/// `text`, which is in UTF-16 with a byte order mark, in UTF-8 without one. Sets `fault` to the
/// first of the things that are not characters, each of which becomes U+FFFD.
std::string DecodeUtf16(std::string_view text, TextEncoding encoding,
                        std::optional<EncodingFault>& fault);

/// `text`, which is UTF-8 without a byte order mark, in `encoding` with one; UTF-8 as it is.
std::string Encode(std::string_view text, TextEncoding encoding);

}  // namespace check

#endif  // LIBCHECK_SOURCE_UTF16_H_
