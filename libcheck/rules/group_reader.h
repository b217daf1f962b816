#ifndef LIBCHECK_RULES_GROUP_READER_H_
#define LIBCHECK_RULES_GROUP_READER_H_

#include "libcheck/rules/load.h"
#include "libcheck/schema/validate.h"

namespace check::rules {

/// Where groups come from.
struct GroupContext {
  const SourceFile& file;
  const yaml::Stream& stream;
  Wrapper wrapper;
  const schema::Object& table;  ///< Of a group.
  schema::Options options;
  /// Whether upstream would read it so, and what it says matters.
  bool is_upstreams;
};

/// A group of which only its place is known.
struct GroupEntry {
  const yaml::Node* node = nullptr;
  const yaml::Node* same_name = nullptr;  ///< The name of an earlier group of the set, if equal.
};

/// Logs what upstream says of faults that schema::Validate found, and sees to those that come from
/// templates of Helm's.
void FinishDecoding(const SourceFile& file, std::span<Diagnostic> faults, UpstreamLog& log);

/// Reads one group: compares it with the table, then checks it as Prometheus does.
Group ReadGroup(const GroupEntry& entry, const GroupContext& context, const LoadOptions& options,
                Arena& arena, Diagnostics& diagnostics, UpstreamLog& log);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_GROUP_READER_H_
