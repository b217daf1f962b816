#ifndef LIBCHECK_YAML_DUPLICATES_H_
#define LIBCHECK_YAML_DUPLICATES_H_

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/yaml/parse.h"

namespace check::yaml {

/// Reports the keys of `mapping` that are given twice, and gives whether there are any. `a` and "a"
/// are the same key to yaml.v3; so are any two aliases of one name, any two lists, and any two
/// mappings. Joined in their order, the reports have all that upstream says of them.
bool ReportDuplicateKeys(const Node& mapping, const SourceFile& file, const Stream& stream,
                         Diagnostics& diagnostics);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_DUPLICATES_H_
