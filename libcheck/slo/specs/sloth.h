#ifndef LIBCHECK_SLO_SPECS_SLOTH_H_
#define LIBCHECK_SLO_SPECS_SLOTH_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/schema/schema.h"
#include "libcheck/slo/formats.h"
#include "libcheck/slo/slo.h"

/// Sloth's specifications: `version: prometheus/v1`, and PrometheusServiceLevel objects of
/// Kubernetes, which say the same. (https://sloth.dev, release 0.16.)
namespace check::slo {

/// What a specification says of one of the two alerts.
struct SlothAlert {
  bool disabled = false;
  /// Those of both alerts included, sorted by name.
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<std::pair<std::string, std::string>> annotations;
};

/// A plugin of the chain that makes the rules.
struct SlothPlugin {
  std::string id;             ///< "sloth.dev/contrib/info_labels/v1"
  std::int64_t priority = 0;  ///< Negative ones run before Sloth's own, the others after them.
  /// The scalars of its configuration by their path: "interval.default", "labels.team",
  /// "preserveLabels.0".
  std::vector<std::pair<std::string, std::string>> config;
  Location where;
};

struct SlothDetails : SpecDetails {
  std::string alert_name;
  SlothAlert page;
  SlothAlert ticket;
  bool override_plugins = false;  ///< Sloth's own plugins do not run.
  std::vector<SlothPlugin> plugins;
};

/// How the two forms call what they have in common.
struct SlothNames {
  std::string_view slo_plugins;
  std::string_view error_query;
  std::string_view total_query;
  std::string_view error_ratio_query;
  std::string_view page_alert;
  std::string_view ticket_alert;
};

extern const SlothNames kSlothPlainNames;
extern const SlothNames kSlothKubernetesNames;
extern const schema::Object kSlothTable;
extern const schema::Object kSlothKubernetesTable;

/// Reads what `spec` says: all of a document, or what is under `spec`. It has been compared with a
/// table.
void ReadSlothSpec(const schema::Values& spec, const SlothNames& names,
                   const std::optional<ResourceMeta>& resource, Diagnostics& diagnostics,
                   std::vector<Slo>& slos);

/// Compares a document with a table as Sloth's decoder would.
void ValidateSloth(const SpecDocument& document, const schema::Object& table,
                   Diagnostics& diagnostics);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_SLOTH_H_
