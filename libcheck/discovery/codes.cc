#include "libcheck/discovery/codes.h"

#include "libcheck/discovery/discover.h"

namespace check::discovery {

constexpr CodeInfo kDiscoveryFailed = {
    .code = "discovery-failed",
    .severity = Severity::kError,
    .summary = "a service discovery mechanism that did not respond",
    .explanation = R"(
The server that tells where targets are could not be asked, refused to answer, or answered something
else. Prometheus goes on with the targets it knows and asks again, so that after a start it has none
until an answer comes. Mind that the answer may depend on where one asks from: networks and credentials
may differ between this machine and that of the server.
)",
};

constexpr CodeInfo kDiscoveryImpossible = {
    .code = "discovery-impossible",
    .severity = Severity::kError,
    .summary = "a service discovery mechanism that only Prometheus can query",
    .explanation = R"(
Some services want requests to be signed with a key of their own, or are spoken to in a protocol of their
own. Prometheus does that with the library of the vendor, and this tool does not. Other mechanisms of the
job are asked all the same.
)",
};

constexpr CodeInfo kDiscoveryIncomplete = {
    .code = "discovery-incomplete",
    .severity = Severity::kWarning,
    .summary = "an incomplete response",
    .explanation = R"(
One of several files, names or services could not be read, while the others could. Prometheus goes on
without it, or with what it knows of it from earlier.
)",
};

std::span<const CodeInfo* const> Codes() {
  static constexpr const CodeInfo* kCodes[] = {&kDiscoveryFailed, &kDiscoveryImpossible,
                                               &kDiscoveryIncomplete};
  return kCodes;
}

}  // namespace check::discovery
