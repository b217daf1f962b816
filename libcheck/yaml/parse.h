#ifndef LIBCHECK_YAML_PARSE_H_
#define LIBCHECK_YAML_PARSE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/yaml/dialect.h"
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
  /// Offsets after line breaks that are none to SourceFile: lone carriage returns, U+0085, U+2028
  /// and U+2029. Nearly always empty.
  std::vector<std::uint32_t> odd_breaks;
  /// Whether reading stopped at ParseLimits::max_documents and something other than the end of the
  /// file comes next, and where that begins.
  bool has_more = false;
  std::uint32_t more_at = 0;
  /// Whether everything up to the end was read. If not, a diagnostic says why; `documents` holds
  /// what came before.
  bool complete = false;

  std::string_view TagOf(const Node& node) const {
    return node.tag == 0 ? std::string_view() : tags[node.tag - 1U];
  }
};

struct ParseLimits {
  /// As go-yaml: deeper nesting is refused. Counts through aliases.
  std::size_t max_depth = 10'000;
  /// Collections in brackets inside one another. The time libyaml takes for each word grows with
  /// them: at the 10,000 that go-yaml allows, half a megabyte would take a minute.
  std::size_t max_flow_depth = 128;
  std::size_t max_documents = SIZE_MAX;  ///< Stop, without complaint, after that many.
  /// Report keys given twice, as an error at the second, and merge keys of what is not a mapping.
  /// Whoever compares with a table turns this off: schema::Validate reports what go-yaml minds.
  bool report_duplicate_keys = true;
  /// Whose lines `Diagnostic::upstream` has: the two count from different places.
  Dialect dialect = Dialect::kGoYamlV3;
};

/// Parses every document of `file` into `arena`, reporting what is wrong. Accepts and refuses what
/// go-yaml v3 does, and gives its words beside ours.
Stream Parse(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
             const ParseLimits& limits = {});

/// The line and column that go-yaml gives for a place: its columns count characters, and its lines
/// also end where YAML 1.1 says so.
LineColumn UpstreamPosition(const SourceFile& file, const Stream& stream, std::uint32_t offset);

/// Every CodeInfo that Parse can report.
std::span<const CodeInfo* const> ParseCodes();

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_PARSE_H_
