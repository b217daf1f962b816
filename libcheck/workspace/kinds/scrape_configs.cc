#include "libcheck/config/prometheus/schema.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr NamedSchema kSchemas[] = {{"scrape-configs", &config::prometheus::kScrapeConfigFile}};

}  // namespace

// By itself, such a file is a Prometheus configuration too, and is checked as one; the
// configuration that names it knows more.
extern const FileKind kScrapeConfigsKind = {
    .name = "scrape-configs",
    .noun = "a file of scrape configurations",
    .unit = "job",
    .schemas = kSchemas,
};

}  // namespace check::workspace
