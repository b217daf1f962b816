#include "libcheck/base/sha1.h"

#include <sha1.h>

#include <array>
#include <cstdint>

namespace check {

std::string Sha1Hex(std::string_view text) {
  SHA1_CTX context;
  SHA1Init(&context);
  SHA1Update(&context, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  std::array<char, SHA1_DIGEST_STRING_LENGTH> hex = {};
  SHA1End(&context, hex.data());
  return hex.data();
}

}  // namespace check
