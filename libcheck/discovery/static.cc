#include "libcheck/config/prometheus/target_file.h"
#include "libcheck/discovery/mechanisms.h"

namespace check::discovery {
namespace {

Result<Found> Discover(const schema::Values& section, const Context&) {
  config::prometheus::TargetGroup written = config::prometheus::ReadTargetGroup(section);
  TargetGroup group;
  group.labels = std::move(written.labels);
  for (config::prometheus::Target& target : written.targets) {
    group.targets.push_back({{"__address__", std::move(target.address)}});
  }
  Found found;
  found.groups.push_back(std::move(group));
  return found;
}

}  // namespace

const Mechanism kStatic = {Discover};

}  // namespace check::discovery
