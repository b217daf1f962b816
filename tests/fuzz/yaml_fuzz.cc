#include <algorithm>
#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/fast_reader.h"
#include "libcheck/yaml/merge_keys.h"
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

bool Same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.style != b.style || a.is_alias != b.is_alias || a.tag != b.tag ||
      a.span.begin != b.span.begin || a.span.end != b.span.end || a.size_ != b.size_) {
    return false;
  }
  if (a.IsScalar()) return a.scalar() == b.scalar();
  const auto* left = static_cast<const Node*>(a.data_);
  const auto* right = static_cast<const Node*>(b.data_);
  const std::size_t count = a.IsMapping() ? 2 * std::size_t{a.size_} : a.size_;
  for (std::size_t i = 0; i < count; ++i) {
    if (!Same(left[i], right[i])) return false;
  }
  return true;
}

// What is read without libyaml is what libyaml reads.
void CompareWithLibyaml(const SourceFile& file, const ParseLimits& limits, const Stream& stream,
                        const Diagnostics& diagnostics) {
  Arena arena;
  Diagnostics found;
  const Stream other = ParseWithLibyaml(file, arena, found, limits);
  Require(other.complete == stream.complete, "libyaml reads as far");
  Require(other.has_more == stream.has_more, "libyaml stops as early");
  Require(other.documents.size() == stream.documents.size(), "libyaml reads as many documents");
  Require(other.tags == stream.tags, "libyaml finds the same tags");
  Require(found.found().size() == diagnostics.found().size(), "libyaml finds as many faults");
  for (std::size_t i = 0; i < other.documents.size(); ++i) {
    const Node* a = stream.documents[i].root;
    const Node* b = other.documents[i].root;
    Require((a == nullptr) == (b == nullptr), "libyaml finds a root too");
    if (a != nullptr) Require(Same(*a, *b), "libyaml makes the same tree");
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

  CompareWithLibyaml(file, limits, stream, diagnostics);

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
