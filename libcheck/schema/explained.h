#ifndef LIBCHECK_SCHEMA_EXPLAINED_H_
#define LIBCHECK_SCHEMA_EXPLAINED_H_

#include <cstddef>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/yaml/node.h"

namespace check::schema {

/// Of what was found in `root` from `first` on, omits the missing fields that are there under
/// another name or in the wrong place, which has been reported: a fault is one finding.
///
/// Does nothing where upstream's words are collected, as it may speak of both.
void DropExplained(const yaml::Node& root, const SourceFile& file, std::size_t first,
                   Diagnostics& diagnostics);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_EXPLAINED_H_
