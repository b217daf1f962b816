#ifndef LIBCHECK_YAML_MERGE_KEYS_H_
#define LIBCHECK_YAML_MERGE_KEYS_H_

#include <span>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/dialect.h"
#include "libcheck/yaml/node.h"

namespace check::yaml {

/// The entries of a mapping with its merge keys (`<<`) followed and left out. What the mapping says
/// itself wins over what it merges in, and of several that are merged the first. In yaml.v2, a
/// merge key wins over what stands above it. Of keys given twice by one mapping, both are kept.
///
/// Without merge keys, these are the mapping's own entries and cost nothing; otherwise they are put
/// into `arena`. Whatever cannot be merged is left out: Parse reports it.
std::span<const Entry> MergedEntries(const Node& mapping, Dialect dialect, Arena& arena);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_MERGE_KEYS_H_
