#ifndef LIBCHECK_SLO_LAYOUTS_H_
#define LIBCHECK_SLO_LAYOUTS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/slo/slo.h"

namespace check::slo {

/// A recording or alerting rule that is going to be written.
struct MadeRule {
  bool is_alert = false;
  std::string name;
  std::string expr;
  std::int64_t for_ms = 0;
  std::vector<std::pair<std::string, std::string>> labels;       ///< Sorted by name.
  std::vector<std::pair<std::string, std::string>> annotations;  ///< Likewise.
  std::optional<BurnAlert> burn = {};  ///< What makes it fire, if that is how fast errors come.
};

struct MadeGroup {
  std::string name;
  std::int64_t interval_ms = 0;  ///< 0: the server's.
  std::vector<MadeRule> rules;
  /// Where a tool spreads an objective's groups over files: how the name of this one's ends,
  /// "short". Groups of different files can have the same name.
  std::string part = {};
};

struct LayoutOptions {
  bool recordings = true;
  bool alerts = true;
  bool generic = false;        ///< Pyrra's rules whose names do not depend on the metric.
  bool exact_buckets = false;  ///< Pyrra: `le="1"` does not match what Prometheus 3 calls 1.0.
  std::vector<std::pair<std::string, std::string>> extra_labels;
  std::string external_url;  ///< Of Pyrra, for links in annotations.
};

/// How rules of objectives look. A new one is a file in layouts/ and a line below.
struct Layout {
  std::string_view name;
  std::string_view doc;  ///< A phrase: "as Sloth names them".
  /// The groups of one objective. The error is one sentence: why this layout cannot express it.
  Result<std::vector<MadeGroup>> (*make)(const Slo& slo, const LayoutOptions& options);
  /// What the Kubernetes object with the groups of a `part` is called, given Slo::resource. Null:
  /// as that is.
  ResourceMeta (*resource)(const Slo& slo, std::string_view part) = nullptr;
};

std::span<const Layout* const> Layouts();
/// Null: there is none of that name.
const Layout* FindLayout(std::string_view name);

// Every layout, one line each. Its file in layouts/ has the same name in small letters.
#define LIBCHECK_ALL_LAYOUTS(X) \
  X(Exact)                      \
  X(Pyrra)                      \
  X(Sloth)

#define LIBCHECK_DECLARE(name) extern const Layout k##name##Layout;
LIBCHECK_ALL_LAYOUTS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

}  // namespace check::slo

#endif  // LIBCHECK_SLO_LAYOUTS_H_
