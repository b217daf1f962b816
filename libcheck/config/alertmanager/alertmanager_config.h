#ifndef LIBCHECK_CONFIG_ALERTMANAGER_ALERTMANAGER_CONFIG_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_ALERTMANAGER_CONFIG_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/schema/reader.h"

/// What an alertmanager.yml says, for those that work with it. All of it views the tree that it was
/// read from. Where the file has faults, it is what could be made of it.
namespace check::config::alertmanager {

/// A route as it is written: what it does not say is not filled in from the one around it.
struct Route {
  schema::Values section;
  std::string_view receiver;  ///< Empty: that of the route around it.
  /// Nothing: as the route around it. Without names, all alerts make one group.
  std::optional<std::vector<std::string_view>> group_by;
  bool group_by_all = false;  ///< `group_by: ['...']`
  /// Those of `match`, `match_re` and `matchers`, in upstream's order.
  std::vector<model::AlertMatcher> matchers;
  std::vector<std::string_view> mute_time_intervals;
  std::vector<std::string_view> active_time_intervals;
  bool continues = false;
  std::optional<Duration> group_wait;
  std::optional<Duration> group_interval;
  std::optional<Duration> repeat_interval;
  std::vector<std::pair<std::string_view, std::string_view>> labels;  ///< Values are templates.
  std::vector<Route> routes;
};

struct InhibitRule {
  schema::Values section;
  std::string_view name;
  std::vector<model::AlertMatcher> source;
  std::vector<model::AlertMatcher> target;
  std::vector<std::string_view> equal;
};

/// One item of `slack_configs` and the like.
struct Integration {
  const ListedReceiver* type;
  std::size_t index;  ///< In its list.
  schema::Values section;
};

struct Receiver {
  schema::Values section;
  std::string_view name;
  std::vector<Integration> integrations;  ///< In the order of ListedReceivers().
};

/// Times with a name: each of `specs` is a section of weekdays, months and so on.
struct NamedInterval {
  schema::Values section;
  std::string_view name;
  std::vector<schema::Values> specs;
};

struct AlertmanagerConfig {
  schema::Values section;  ///< The whole file.
  schema::Values global;
  std::optional<Route> route;
  std::vector<InhibitRule> inhibit_rules;
  std::vector<Receiver> receivers;
  std::vector<NamedInterval> time_intervals;  ///< Of both lists.
  std::vector<std::string_view> templates;    ///< Patterns, as they are written.
};

/// What holds for the root route if it does not say.
inline constexpr Duration kUsualGroupWait = std::chrono::seconds(30);
inline constexpr Duration kUsualGroupInterval = std::chrono::minutes(5);
inline constexpr Duration kUsualRepeatInterval = std::chrono::hours(4);

/// `config` is the whole file.
AlertmanagerConfig ReadConfig(const schema::Values& config, model::MatcherMode mode);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_ALERTMANAGER_CONFIG_H_
