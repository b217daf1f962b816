#ifndef LIBCHECK_CONFIG_PROMETHEUS_NEVER_REFUSED_H_
#define LIBCHECK_CONFIG_PROMETHEUS_NEVER_REFUSED_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/prometheus/prometheus_config.h"

namespace check::config::prometheus {

/// Tells cheaply that Prometheus would scrape a target, or drop it, but not refuse it. Nearly every
/// target is one of those, and then no label has to be made and no expression to be compiled.
class NeverRefusedTargets {
 public:
  explicit NeverRefusedTargets(const ScrapeJob& job);

  /// Whether `group` has no labels that decide whether a target is refused, and rules cannot make
  /// such labels from what it has.
  bool IsNeverRefused(const TargetGroup& group) const;
  /// The same for the address of a target of a group that is.
  static bool IsNeverRefused(const Target& target);

 private:
  // A rule that writes labels whose names depend on those that are there.
  struct Map {
    std::string prefix;    // What names have to begin with for the rule to see them.
    bool is_copy = false;  // Whether new names are parts of old ones.
  };

  bool CanMakeVital(const Map& map, std::string_view name) const;

  bool never_ = false;  // Nothing can be told of any target.
  std::vector<Map> maps_;
  std::vector<std::string> names_;  // Labels that all targets of the job have.
};

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_NEVER_REFUSED_H_
