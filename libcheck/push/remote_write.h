#ifndef LIBCHECK_PUSH_REMOTE_WRITE_H_
#define LIBCHECK_PUSH_REMOTE_WRITE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/push/write_request.h"

namespace check::push {

/// Of the protocol. https://prometheus.io/docs/specs/prw/remote_write_spec/ and
/// https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/
enum class Version : std::uint8_t { k1, k2 };

/// `request` as a message of protocol buffers: prometheus.WriteRequest in version 1, which has no
/// start times, or io.prometheus.write.v2.Request in version 2.
std::string Encode(const WriteRequest& request, Version version);

/// `message` in snappy's block format, in which it is sent.
std::string Compress(std::string_view message);

/// The value of the header Content-Type.
std::string_view ContentType(Version version);
/// The value of the header X-Prometheus-Remote-Write-Version.
std::string_view VersionHeader(Version version);

}  // namespace check::push

#endif  // LIBCHECK_PUSH_REMOTE_WRITE_H_
