#include "libcheck/base/text.h"

#include <fmt/format.h>

#include <iterator>

#include "libcheck/base/ascii.h"

namespace check {

std::string PercentEncode(std::string_view text, std::string_view also) {
  constexpr std::string_view kUnreserved = "-_.~";
  std::string encoded;
  for (const char c : text) {
    if (IsAlphanumeric(c) || kUnreserved.find(c) != kUnreserved.npos || also.find(c) != also.npos) {
      encoded += c;
    } else {
      fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

std::string FormEncode(std::string_view text) {
  std::string encoded = PercentEncode(text, " ");
  std::replace(encoded.begin(), encoded.end(), ' ', '+');
  return encoded;
}

std::string PathEncode(std::string_view text) { return PercentEncode(text, "$&+=:@"); }

}  // namespace check
