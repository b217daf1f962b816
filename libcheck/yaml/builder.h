#ifndef LIBCHECK_YAML_BUILDER_H_
#define LIBCHECK_YAML_BUILDER_H_

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "libcheck/yaml/parse.h"

namespace check::yaml {

/// Makes the tree out of what is read, in the order in which it is read. For parse.cc alone.
///
/// Children are gathered on a stack and copied into the arena when their collection ends, so that
/// they lie side by side there. Functions that return bool return false when reading must stop; the
/// reason has been reported then.
class Builder {
 public:
  /// What may stand before a value.
  struct Properties {
    std::string_view anchor;  ///< Must live as long as the arena. Empty if there is none.
    std::uint8_t tag = Tag::kNone;
  };

  Builder(const SourceFile& file, Arena& arena, Diagnostics& diagnostics, const ParseLimits& limits,
          Stream& stream);

  void BeginDocument();
  /// Reports what can only be said of a whole document.
  void EndDocument();

  void Scalar(const Properties& properties, std::string_view text, Style style, Span span);
  bool Alias(std::string_view name, Span span);
  bool Begin(const Properties& properties, Kind kind, Style style, Span span);
  /// `end` is where the collection's bracket ends. One without ends with its last child.
  void End(std::uint32_t end = 0);

  /// The number of an explicit tag such as "tag:yaml.org,2002:str", "!local" or "!".
  std::uint8_t TagNumber(std::string_view tag);

 private:
  struct Frame {
    Node node;             // What is being built; data_ and size_ come last.
    std::uint32_t first;   // Index in children_ of its first child.
    std::uint32_t height;  // Levels below it so far.
    std::uint64_t weight;  // Values in it so far, those behind aliases included.
    std::string_view anchor;
  };
  struct Anchored {
    Node node;
    std::uint32_t height = 0;
    std::uint64_t weight = 0;
    bool complete = false;
  };

  void Add(const Node& node, std::uint32_t height, std::uint64_t weight);
  void Close(std::string_view anchor, const Node& node, std::uint32_t height, std::uint64_t weight);
  void ReportTooDeep(Span span);

  const SourceFile& file_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  const ParseLimits& limits_;
  Stream& stream_;
  std::vector<Node> children_;
  std::vector<Frame> frames_;
  std::size_t flow_depth_ = 0;
  std::unordered_map<std::string_view, Anchored> anchors_;
  Node root_;
  bool has_root_ = false;
  std::uint64_t aliased_ = 0;  // Values behind aliases, in this document.
  std::uint64_t weight_ = 0;   // Of the root.
  Span last_alias_;
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_BUILDER_H_
