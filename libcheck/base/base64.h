#ifndef LIBCHECK_BASE_BASE64_H_
#define LIBCHECK_BASE_BASE64_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace check {

/// base64.StdEncoding.DecodeString of Go: strict about padding, blind to line breaks. Nothing if
/// `text` is not base64.
std::optional<std::string> DecodeBase64(std::string_view text);

/// What base64.URLEncoding.DecodeString of Go gives: bytes, or where the first fault is.
struct Base64Text {
  std::string bytes;
  std::optional<std::size_t> fault;
};
/// The same with the alphabet for URLs.
Base64Text DecodeBase64Url(std::string_view text);

/// The same alphabet, with padding and without line breaks.
std::string EncodeBase64(std::string_view bytes);
/// The alphabet for URLs, without padding: RFC 4648, section 5.
std::string EncodeBase64Url(std::string_view bytes);

}  // namespace check

#endif  // LIBCHECK_BASE_BASE64_H_
