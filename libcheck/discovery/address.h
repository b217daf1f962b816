#ifndef LIBCHECK_DISCOVERY_ADDRESS_H_
#define LIBCHECK_DISCOVERY_ADDRESS_H_

#include <optional>
#include <string>
#include <string_view>

/// IP addresses as Go's package `net` writes them.
namespace check::discovery {

/// An IP address in its shortest form, or nothing if `text` is none. IPv4 addresses that are
/// written as IPv6 ones come out as IPv4.
std::optional<std::string> IpAddress(std::string_view text);

bool IsIpv4(std::string_view text);

/// "192.0.2.0/24" for "192.0.2.7/24", or nothing if `text` is not of that form.
std::optional<std::string> IpNetwork(std::string_view text);

/// What Go makes of an address that may be missing: "<nil>".
std::string IpAddressOrNil(std::string_view text);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_ADDRESS_H_
