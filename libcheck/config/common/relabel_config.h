#ifndef LIBCHECK_CONFIG_COMMON_RELABEL_CONFIG_H_
#define LIBCHECK_CONFIG_COMMON_RELABEL_CONFIG_H_

#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/config/common/relabel.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/schema.h"
#include "libcheck/yaml/node.h"

/// Relabelling rules as configuration files write them.
namespace check::config {

/// One item of `relabel_configs` and the like.
extern const schema::Object kRelabelConfig;

/// A rule and where it was written.
struct WrittenRelabelRule {
  RelabelRule rule;
  const SourceFile* file = nullptr;
  const yaml::Node* node = nullptr;
};

/// The rules in `list`, which has been validated as a list of kRelabelConfig. Reports what
/// Prometheus refuses beyond that; such rules are left out.
std::vector<WrittenRelabelRule> ReadRelabelRules(const yaml::Node& list, const SourceFile& file,
                                                 model::NameValidation names, Arena& arena,
                                                 Diagnostics& diagnostics);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_RELABEL_CONFIG_H_
