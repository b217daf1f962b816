#ifndef LIBCHECK_YAML_DUPLICATES_H_
#define LIBCHECK_YAML_DUPLICATES_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "libcheck/yaml/node.h"

namespace check::yaml {

/// Pairs of indices (first, later) of keys that go-yaml takes for the same, ordered by the first,
/// one pair for each key that is not the first of its kind. `a` and "a" are the same key; so are
/// any two aliases of one name, any two lists, and any two mappings.
std::vector<std::pair<std::uint32_t, std::uint32_t>> FindDuplicates(std::span<const Entry> entries,
                                                                    const SourceFile& file);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_DUPLICATES_H_
