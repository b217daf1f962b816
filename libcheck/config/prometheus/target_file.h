#ifndef LIBCHECK_CONFIG_PROMETHEUS_TARGET_FILE_H_
#define LIBCHECK_CONFIG_PROMETHEUS_TARGET_FILE_H_

#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/reader.h"

namespace check::config::prometheus {

struct Target {
  std::string address;
  Location where;
};

/// Targets that share labels.
struct TargetGroup {
  std::vector<Target> targets;
  std::vector<std::pair<std::string, std::string>> labels;
};

/// What a file of targets holds, as `file_sd_configs` names them.
struct LoadedTargets {
  std::vector<TargetGroup> groups;
  std::string upstream_error;  ///< What promtool says of the file; empty if it takes it.
};

/// Reads a file of targets, reporting all that is wrong with it. Its name tells whether it is YAML
/// or JSON. `names` are those that labels can have.
LoadedTargets LoadTargets(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                          model::NameValidation names = model::NameValidation::kUtf8);

/// One group: an item of `static_configs`.
TargetGroup ReadTargetGroup(const schema::Values& values);

/// The labels that a target is found with: its address, and those of its group.
std::vector<std::pair<std::string, std::string>> LabelsOf(const TargetGroup& group,
                                                          const Target& target);

/// The groups in the list `field`, such as `static_configs`, of a section.
std::vector<TargetGroup> ReadTargetGroups(const schema::Values& section, std::string_view field);

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_TARGET_FILE_H_
