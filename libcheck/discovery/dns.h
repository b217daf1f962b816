#ifndef LIBCHECK_DISCOVERY_DNS_H_
#define LIBCHECK_DISCOVERY_DNS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/discovery/discovery.h"

namespace check::discovery {

/// Whom to ask for names, and in which order to complete them.
struct Resolver {
  std::vector<std::string> servers;  ///< Addresses.
  std::uint16_t port = 53;
  std::vector<std::string> search;  ///< Domains that names may be short for.
  int dots = 1;                     ///< Names with more dots are taken as they are, first of all.

  /// What `name` may stand for, each with a dot at its end.
  std::vector<std::string> NamesFor(std::string_view name) const;
};

/// Reads an /etc/resolv.conf.
Resolver ReadResolver(std::string_view text);

/// Asks the name servers of `resolver` for what `section`, an item of `dns_sd_configs`, names.
Result<Found> DiscoverDns(const schema::Values& section, const Context& context,
                          const Resolver& resolver);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_DNS_H_
