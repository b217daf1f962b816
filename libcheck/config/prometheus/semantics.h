#ifndef LIBCHECK_CONFIG_PROMETHEUS_SEMANTICS_H_
#define LIBCHECK_CONFIG_PROMETHEUS_SEMANTICS_H_

#include <string>
#include <string_view>

#include "libcheck/config/prometheus/relabelling.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/validate.h"

/// What Prometheus asks of the sections of its configuration beyond their tables.
namespace check::config::prometheus {

/// Which names a release allows if the file does not say; the newest if `version` is empty.
model::NameValidation UsualNames(std::string_view version);

/// What jobs take from `global` if they do not say otherwise.
struct Global : ScrapeDefaults {
  Duration evaluation_interval = schema::DefaultTime(kGlobal, "evaluation_interval");
  std::string_view escaping;  ///< As given; empty if it follows from `names`.
  const yaml::Entry* escaping_entry = nullptr;
};

/// `values` is what stands under `global`.
Global ReadGlobal(const schema::Values& values);

/// Which names of labels and metrics a section allows; `otherwise` if it does not say.
model::NameValidation ReadNames(const schema::Values& values, model::NameValidation otherwise);

/// Reports what makes Prometheus refuse a job only once `global` is known.
void CheckScrapeConfig(schema::Section& section, const schema::Values& job, const Global& global);

/// Reports faults of a list of `scrape_protocols`; `suffix` ends upstream's sentence.
void CheckProtocols(schema::Section& section, const yaml::Entry& protocols,
                    std::string_view suffix);

/// What is wrong with one of them, or nothing.
std::optional<schema::TextProblem> ProtocolProblem(std::string_view name);

/// Reports targets with a `/`, which are URLs, unless relabelling could still mend them.
void CheckStaticTargets(schema::Section& section);

/// Reports paths with a `*` before their last `/`.
void CheckPatterns(schema::Section& section, std::string_view field, std::string_view upstream);

/// Whether a path has no `*` before its last `/`.
bool IsPathPattern(std::string_view path);

/// Reports items of the list `field` that say the same for `inner`, an empty text aside.
void CheckUniqueNames(schema::Section& section, std::string_view field, std::string_view inner,
                      std::string_view upstream);

/// Reports headers that Prometheus sets itself; `authorization` is upstream's sentence on that one.
void CheckReservedHeaders(schema::Section& section, std::string_view authorization);

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_SEMANTICS_H_
