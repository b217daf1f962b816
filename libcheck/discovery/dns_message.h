#ifndef LIBCHECK_DISCOVERY_DNS_MESSAGE_H_
#define LIBCHECK_DISCOVERY_DNS_MESSAGE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

/// Questions to name servers, and their answers (RFC 1035).
namespace check::discovery {

enum class DnsType : std::uint16_t {
  kA = 1,
  kNs = 2,
  kCname = 5,
  kMx = 15,
  kAaaa = 28,
  kSrv = 33,
};

struct DnsRecord {
  std::uint16_t type = 0;
  std::string target;      ///< An address, or a name with a dot at its end.
  std::uint16_t port = 0;  ///< Of SRV records.
};

struct DnsAnswer {
  std::uint16_t id = 0;
  bool truncated = false;
  int code = 0;  ///< 0: no error, 3: there is no such name.
  std::vector<DnsRecord> records;
};

/// A question for records of `type`. `name` has its dot at the end. With `edns`, the answer may be
/// longer than 512 bytes. The error is that the name is none.
Result<std::string> DnsQuestion(std::uint16_t id, std::string_view name, DnsType type, bool edns);

/// Reads an answer. Records of types that DnsType does not list have no target. The error is that
/// it is malformed.
Result<DnsAnswer> ReadDnsAnswer(std::string_view message);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_DNS_MESSAGE_H_
