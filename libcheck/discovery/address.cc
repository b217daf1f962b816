#include "libcheck/discovery/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace check::discovery {
namespace {

using Bytes = std::array<std::uint8_t, 16>;  // An IPv4 address has the last four.

struct Address {
  Bytes bytes = {};
  bool is_ipv4 = false;
};

constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<Address> Parse(std::string_view text) {
  const std::string copy(text);
  // libc would stop at a null byte.
  if (copy.find('\0') != std::string::npos) return std::nullopt;
  Address address;
  if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data() + 12) == 1) {
    address.is_ipv4 = true;
    return address;
  }
  if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) != 1) return std::nullopt;
  address.is_ipv4 = std::equal(std::begin(kMapped), std::end(kMapped), address.bytes.begin());
  return address;
}

// The longest run of two zeros or more, the first of those, becomes `::`.
std::string Ipv6Text(const Bytes& bytes) {
  std::array<unsigned, 8> groups = {};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i] = static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
  }
  std::size_t begin = groups.size();
  std::size_t end = begin;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::size_t j = i;
    while (j < groups.size() && groups[j] == 0) ++j;
    if (j - i >= 2 && j - i > end - begin) {
      begin = i;
      end = j;
    }
    i = std::max(i, j);
  }
  std::string text;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i == begin) {
      text += "::";
      i = end - 1;
      continue;
    }
    if (i != 0 && i != end) text += ':';
    text += fmt::format("{:x}", groups[i]);
  }
  return text;
}

std::string Text(const Address& address) {
  const Bytes& b = address.bytes;
  return address.is_ipv4 ? fmt::format("{}.{}.{}.{}", b[12], b[13], b[14], b[15]) : Ipv6Text(b);
}

}  // namespace

std::optional<std::string> IpAddress(std::string_view text) {
  const std::optional<Address> address = Parse(text);
  if (!address) return std::nullopt;
  return Text(*address);
}

bool IsIpv4(std::string_view text) {
  const std::optional<Address> address = Parse(text);
  return address && address->is_ipv4;
}

std::optional<std::string> IpNetwork(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) return std::nullopt;
  std::optional<Address> address = Parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const std::string_view digits = text.substr(slash + 1);
  unsigned length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  const unsigned all = address->is_ipv4 ? 32 : 128;
  if (error != std::errc() || end != digits.data() + digits.size() || length > all) {
    return std::nullopt;
  }
  for (unsigned bit = 128 - all + length; bit < 128; ++bit) {
    address->bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  }
  return fmt::format("{}/{}", Text(*address), length);
}

std::string IpAddressOrNil(std::string_view text) { return IpAddress(text).value_or("<nil>"); }

}  // namespace check::discovery
