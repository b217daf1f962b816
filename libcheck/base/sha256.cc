#include "libcheck/base/sha256.h"

#include <sha2.h>

#include <array>
#include <cstdint>

namespace check {

std::string Sha256Hex(std::string_view text) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  std::array<char, SHA256_DIGEST_STRING_LENGTH> hex = {};
  SHA256End(&context, hex.data());
  return hex.data();
}

}  // namespace check
