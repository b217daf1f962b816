#include <algorithm>
#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/merged.h"
#include "libcheck/yaml/parse.h"
#include "libcheck/yaml/scalar.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace yaml;

bool Inside(Span span, Span outer) {
  return outer.begin <= span.begin && span.begin <= span.end && span.end <= outer.end;
}

// Looks at every node once, and follows text home. What aliases stand for has been seen where it
// was written.
void Look(const SourceFile& file, const Stream& stream, const Node& node, Arena& arena) {
  const Span whole = {0, static_cast<std::uint32_t>(file.text().size())};
  Require(Inside(node.span, whole), "a node is inside the text");
  UpstreamPosition(file, stream, node.span.begin);
  if (node.is_alias) {
    Require(ContentBegin(node, stream) <= node.span.begin, "an alias stands for something above");
    return;
  }
  if (node.IsScalar()) {
    for (const Dialect dialect : {Dialect::kGoYamlV3, Dialect::kGoYamlV2}) {
      const Resolved resolved = Resolve(node, dialect, arena);
      ToBool(resolved, dialect);
      ToInteger(resolved);
      ToFloat(resolved);
      CannotUnmarshal(file, stream, node, "int", dialect);
    }
    const SourceFile* inner = Embed(file, node, arena);
    const auto size = static_cast<std::uint32_t>(inner->text().size());
    for (std::uint32_t at = 0; at < size; at += 1 + size / 8) {
      const Span home = Location{inner, {at, at + 1}}.Outermost().span;
      Require(Inside(home, whole), "text leads back into the file");
    }
    return;
  }
  for (const Node& item : node.items()) Look(file, stream, item, arena);
  for (const Entry& entry : node.entries()) {
    Look(file, stream, entry.key, arena);
    Look(file, stream, entry.value, arena);
  }
  if (node.IsMapping()) {
    MergedEntries(node, Dialect::kGoYamlV3, arena);
    MergedEntries(node, Dialect::kGoYamlV2, arena);
  }
}

}  // namespace

void FuzzYaml(std::string_view bytes) {
  const SourceBuffer file("fuzz", std::string(bytes));
  const Span whole = {0, static_cast<std::uint32_t>(bytes.size())};
  // Looking recurses; how deep a tree may be is tested elsewhere.
  const ParseLimits limits = {.max_depth = 500};
  Arena arena;
  Diagnostics diagnostics;
  const Stream stream = Parse(file, arena, diagnostics, limits);

  Require(stream.complete || diagnostics.HasErrors(), "reading ends early for a reason");
  for (const Diagnostic& diagnostic : diagnostics.found()) {
    Require(Inside(diagnostic.where.span, whole), "a fault is inside the text");
    Require(!diagnostic.message.empty(), "a fault has a message");
    for (const Label& label : diagnostic.labels) {
      Require(Inside(label.where.span, whole), "a label is inside the text");
    }
  }
  for (const Document& document : stream.documents) {
    if (document.root != nullptr) Look(file, stream, *document.root, arena);
  }

  // The same bytes embedded, where no NUL follows them, make the same tree.
  const SourceFile inner(file, file.text(), nullptr, nullptr);
  Arena other_arena;
  Diagnostics other;
  const Stream again = Parse(inner, other_arena, other, limits);
  Require(again.complete == stream.complete, "embedded text reads alike");
  Require(again.documents.size() == stream.documents.size(), "embedded text has as many documents");
  Require(other.found().size() == diagnostics.found().size(), "embedded text has the same faults");
}

}  // namespace check::fuzz
