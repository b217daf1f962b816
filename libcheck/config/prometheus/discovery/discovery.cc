#include "libcheck/config/prometheus/discovery/discovery.h"

#include "libcheck/config/prometheus/schema.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

#define LIBCHECK_SECTION(Name, field, go_type, doc, since) \
  constexpr Type k##Name = SectionOf(k##Name##SdConfig);
LIBCHECK_DISCOVERY_MECHANISMS(LIBCHECK_SECTION)
#undef LIBCHECK_SECTION

constexpr Field kFields[] = {
#define LIBCHECK_FIELD(Name, field, go_type, sentence, release) \
  {.name = field,                                               \
   .type = ListOf(k##Name, go_type),                            \
   .doc = sentence,                                             \
   .since = release,                                            \
   .null_item = "empty or null section in " field},
    LIBCHECK_DISCOVERY_MECHANISMS(LIBCHECK_FIELD)
#undef LIBCHECK_FIELD
};

constexpr Field kStaticFields[] = {
    {.name = "targets", .type = ListOf(kString), .doc = "Targets, as `host:port`."},
    {.name = "labels", .type = kLabelSet, .doc = "Labels added to all these targets."},
};

}  // namespace

constexpr Object kDiscovery = {
    .name = "service discovery",
    .doc = "Service discovery settings.",
    .fields = kFields,
};

constexpr Object kStaticSdConfig = {
    .name = "static_config",
    .doc = "A group of statically configured targets with common labels.",
    .fields = kStaticFields,
    .upstream =
        "struct { Targets []string \"yaml:\\\"targets\\\"\"; Labels model.LabelSet "
        "\"yaml:\\\"labels\\\"\" }",
};

}  // namespace check::config::prometheus
