#ifndef LIBCHECK_RULES_GROUP_READER_H_
#define LIBCHECK_RULES_GROUP_READER_H_

#include "libcheck/rules/decode.h"
#include "libcheck/rules/load.h"

namespace check::rules {

/// A group of which only its place is known.
struct GroupEntry {
  const yaml::Node* node = nullptr;
  const yaml::Node* same_name = nullptr;  ///< The name of an earlier group of the set, if equal.
};

/// Reads one group: decodes it, then checks it as Prometheus does.
Group ReadGroup(const GroupEntry& entry, const DecodeContext& context, const LoadOptions& options,
                Arena& arena, Diagnostics& diagnostics, UpstreamLog& log);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_GROUP_READER_H_
