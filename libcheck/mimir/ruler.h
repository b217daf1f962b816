#ifndef LIBCHECK_MIMIR_RULER_H_
#define LIBCHECK_MIMIR_RULER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/reply.h"
#include "libcheck/api/server.h"
#include "libcheck/mimir/rule_group.h"
#include "libcheck/mimir/rule_plan.h"

namespace check::mimir {

/// Where the ruler's configuration API is below a server's URL, as
/// https://grafana.com/docs/mimir/latest/references/http-api/#ruler and
/// https://cortexmetrics.io/docs/api/#ruler have it.
inline constexpr std::string_view kMimirRules = "/prometheus/config/v1/rules";
inline constexpr std::string_view kCortexRules = "/api/v1/rules";

/// The ruler of a tenant. `server` is made with `kMimirApi`, and must live as long.
class Ruler {
 public:
  Ruler(const api::Server& server, std::string path) : server_(&server), path_(std::move(path)) {}

  /// All groups, or those of one namespace. None at all is an empty list.
  api::Reply<std::vector<RuleGroup>> Groups(std::string_view name_space = {}) const;

  /// Makes, changes or deletes a group: nothing if that was done, or why not. Doing it again
  /// changes nothing.
  std::optional<api::Fault> Apply(const GroupChange& change) const;

 private:
  std::string PathOf(std::string_view name_space) const;

  const api::Server* server_;
  std::string path_;
};

/// How far a plan was carried out: changes after the first `done` ones were not made, unless
/// `fault` is without a value.
struct Applied {
  std::size_t done = 0;
  std::optional<api::Fault> fault;  ///< Of the change after those.
};
/// Makes the changes in their order, up to the first that fails.
Applied Apply(const Ruler& ruler, const RulePlan& plan);

}  // namespace check::mimir

#endif  // LIBCHECK_MIMIR_RULER_H_
