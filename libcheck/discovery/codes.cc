#include "libcheck/discovery/codes.h"

#include "libcheck/discovery/discover.h"

namespace check::discovery {

constexpr CodeInfo kDiscoveryFailed = {
    .code = "discovery-failed",
    .severity = Severity::kError,
    .summary = "a service discovery mechanism that did not respond",
    .explanation = R"(
The server that provides the targets could not be reached, refused to respond, or sent an unexpected
response. Prometheus keeps the targets that it knows and retries; after a restart it has none until a
response arrives. The response may depend on where the query comes from: networks and credentials of
this machine may differ from those of the server.
)",
};

constexpr CodeInfo kDiscoveryImpossible = {
    .code = "discovery-impossible",
    .severity = Severity::kError,
    .summary = "a service discovery mechanism that only Prometheus can query",
    .explanation = R"(
Some services require requests that are signed with a key, or use a protocol of their own. Prometheus
uses the library of the vendor for these, and this tool does not. Other mechanisms of the scrape job are
still queried.
)",
};

constexpr CodeInfo kDiscoveryIncomplete = {
    .code = "discovery-incomplete",
    .severity = Severity::kWarning,
    .summary = "an incomplete response",
    .explanation = R"(
One of several files, names or services could not be read, while the others could. Prometheus
continues without it, or with its last known targets.
)",
};

std::span<const CodeInfo* const> Codes() {
  static constexpr const CodeInfo* kCodes[] = {&kDiscoveryFailed, &kDiscoveryImpossible,
                                               &kDiscoveryIncomplete};
  return kCodes;
}

}  // namespace check::discovery
