#ifndef LIBCHECK_YAML_PARSE_H_
#define LIBCHECK_YAML_PARSE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/yaml/node.h"

namespace check::yaml {

/// One `---` document of a file.
struct Document {
  const Node* root = nullptr;  ///< Null if the document is empty.
};

/// An alias and what it stands for.
struct AliasUse {
  Span alias;
  Span target;
};

/// All the documents of one file. Owns their nodes.
struct Stream {
  std::vector<Document> documents;
  std::vector<std::string_view> tags;  ///< Node::tag - 1 is an index into this. "!!str", "!local".
  std::vector<AliasUse> aliases;       ///< In the order of the file.
  /// Whether everything up to the end was read. If not, a diagnostic says why; `documents` holds
  /// what came before.
  bool complete = false;

  std::string_view TagOf(const Node& node) const {
    return node.tag == 0 ? std::string_view() : tags[node.tag - 1U];
  }
};

struct ParseLimits {
  std::size_t max_depth =
      10'000;  ///< As go-yaml: deeper nesting is refused. Counts through aliases.
  std::size_t max_documents = SIZE_MAX;  ///< Stop, without complaint, after that many.
  bool report_duplicate_keys = true;     ///< As an error at the second key, pointing at the first.
};

/// Parses every document of `file` into `arena`, reporting what is wrong.
///
/// libyaml is included by parse.cc alone: no other file sees its types. Go's yaml.v2 and v3 are
/// ports of libyaml, so the same texts are accepted and refused.
Stream Parse(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
             const ParseLimits& limits = {});

/// Every CodeInfo that Parse can report.
std::span<const CodeInfo* const> ParseCodes();

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_PARSE_H_
