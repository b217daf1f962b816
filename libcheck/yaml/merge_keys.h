#ifndef LIBCHECK_YAML_MERGE_KEYS_H_
#define LIBCHECK_YAML_MERGE_KEYS_H_

#include <span>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/yaml/dialect.h"
#include "libcheck/yaml/node.h"

namespace check::yaml {

/// Is shown what a mapping says, merge keys (`<<`) followed, in the order in which go-yaml looks at
/// it.
class MergeVisitor {
 public:
  virtual ~MergeVisitor() = default;
  /// In yaml.v3 without the entries of merged mappings that have been given already.
  virtual void Visit(const Entry& entry) = 0;
  /// Around the entries of a mapping, and of what that merges in turn.
  virtual void Enter(const Node& /*mapping*/) {}
  virtual void Leave() {}
  /// What makes go-yaml give up: a merge key's value is no mapping, or a key is no scalar beside
  /// it.
  virtual void VisitBadMerge(const Entry& /*merge*/, const Node& /*bad*/) {}
  virtual void VisitBadKey(const Node& /*key*/) {}
};

void VisitMerged(const Node& mapping, Dialect dialect, Arena& arena, MergeVisitor& visitor);

/// The entries of a mapping with its merge keys followed and omitted. What the mapping says itself
/// wins over what it merges in, and of several that are merged the first. In yaml.v2, a merge key
/// wins over what stands above it. Of keys given twice by one mapping, both are kept.
///
/// Keys tagged `!!binary` are decoded. Without any of that, these are the mapping's own entries and
/// cost nothing; otherwise they are put into `arena`. Whatever cannot be merged is omitted.
std::span<const Entry> MergedEntries(const Node& mapping, Dialect dialect, Arena& arena);

/// What keeps the value of a merge key from being merged: itself, or an item of it. Null: nothing.
const Node* NotMergeable(const Node& value);

void ReportBadMerge(const Entry& merge, const Node& bad, const SourceFile& file,
                    Diagnostics& diagnostics);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_MERGE_KEYS_H_
