#ifndef LIBCHECK_LINT_ALERTMANAGER_H_
#define LIBCHECK_LINT_ALERTMANAGER_H_

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/config/alertmanager/alertmanager_config.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/lint/check.h"

namespace check::lint {

/// What a check of an alertmanager.yml is given.
struct AlertmanagerContext {
  const config::alertmanager::AlertmanagerConfig& config;
  const SourceFile& file;

  Location InFile(const yaml::Node& node) const { return {&file, node.span}; }
  /// Of a field's value, or the first key of the section if it is not there.
  Location PlaceOf(const schema::Values& section, std::string_view field) const;
};

/// What a check of single routes is given: the route in its place, with what it takes from those
/// around it.
struct RouteContext {
  const AlertmanagerContext& whole;
  const config::alertmanager::Route& route;
  const RouteContext* parent;  ///< Null for the root.
  std::size_t index;           ///< Among the routes of `parent`.

  std::string_view receiver;
  std::vector<std::string_view> group_by;  ///< Sorted.
  bool group_by_all;
  Duration group_wait;
  Duration group_interval;
  Duration repeat_interval;

  /// Those that come before it and after it below the same route.
  std::span<const config::alertmanager::Route> Before() const;
  std::span<const config::alertmanager::Route> After() const;
  Location PlaceOf(std::string_view field) const { return whole.PlaceOf(route.section, field); }
};

/// Whether a route takes every alert that comes to it.
bool MatchesAll(const config::alertmanager::Route& route);

/// Whether no alert can match both: they ask for two values of one label.
bool Contradict(const config::alertmanager::Route& a, const config::alertmanager::Route& b);

/// Whether every alert that `narrow` matches, `wide` does, too. Not always found out.
bool Covers(const config::alertmanager::Route& wide, const config::alertmanager::Route& narrow);

/// Runs the checks that look at such a configuration, which has no errors.
void CheckAlertmanager(const config::alertmanager::AlertmanagerConfig& config,
                       const SourceFile& file, std::span<const Check* const> checks,
                       Diagnostics& diagnostics);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_ALERTMANAGER_H_
