#ifndef LIBCHECK_YAML_NODE_H_
#define LIBCHECK_YAML_NODE_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/source/source_file.h"

namespace check::yaml {

enum class Kind : std::uint8_t { kScalar, kSequence, kMapping };

/// How a node is written.
enum class Style : std::uint8_t {
  kPlain,  ///< A bare scalar, whose type depends on what it looks like.
  kSingleQuoted,
  kDoubleQuoted,
  kLiteral,  ///< `|`
  kFolded,   ///< `>`
  kBlock,    ///< A collection by indentation.
  kFlow,     ///< A collection in brackets.
};

/// Explicit tags that mean something, as values of Node::tag. Any other tag has a number from
/// kFirstOther on.
struct Tag {
  enum : std::uint8_t {
    kNone,
    kNonSpecific,  ///< `!`
    kNull,
    kBool,
    kStr,
    kInt,
    kFloat,
    kTimestamp,
    kSeq,
    kMap,
    kBinary,
    kMerge,
    kFirstOther,
  };
};

struct Entry;

/// A parsed YAML value and where it was written. Nodes, and the text they view, belong to the
/// Document they came from. Aliases have been replaced by what they stand for (their `span` is
/// still that of the alias) and merge keys are left in place.
///
/// Small on purpose: a rule file of 50,000 rules has a million and a half of these.
struct Node {
  Kind kind = Kind::kScalar;
  Style style = Style::kPlain;
  bool is_alias = false;  ///< Written as `*name`: the content is shared with its anchor.
  std::uint8_t tag = 0;   ///< Explicit tag: a Tag, or a number that Stream::TagOf knows.
  /// In the file, from the tag or anchor if there is one. Of a block scalar: from its indicator to
  /// the end of its last line with text. Of a collection: to the end of its last child or bracket.
  Span span;
  std::uint32_t size_ = 0;  ///< Bytes of the scalar, or number of children.
  const void* data_ = nullptr;

  bool IsScalar() const { return kind == Kind::kScalar; }
  bool IsSequence() const { return kind == Kind::kSequence; }
  bool IsMapping() const { return kind == Kind::kMapping; }

  /// The decoded text of a scalar; empty for collections.
  std::string_view scalar() const {
    return IsScalar() ? std::string_view(static_cast<const char*>(data_), size_)
                      : std::string_view();
  }
  /// The items of a sequence; empty for anything else.
  std::span<const Node> items() const {
    return IsSequence() ? std::span(static_cast<const Node*>(data_), size_)
                        : std::span<const Node>();
  }
  /// The entries of a mapping in the order written, duplicates included; empty for anything else.
  inline std::span<const Entry> entries() const;

  /// The value of the last entry whose key is the scalar `key`, or null. Looks through neither
  /// merge keys nor aliases of keys.
  const Node* Find(std::string_view key) const;

  /// Whether Go's YAML would read this as null: a plain scalar "", "~", "null", "Null" or "NULL".
  bool IsNull() const {
    if (!IsScalar() || (size_ != 4 && size_ > 1)) return false;
    // Nearly all scalars are distinguished by their size and what they begin with.
    const char first = size_ == 0 ? '~' : *static_cast<const char*>(data_);
    return (first == '~' || first == 'n' || first == 'N') && SaysNull();
  }

 private:
  bool SaysNull() const;
};

struct Entry {
  Node key;
  Node value;
};
static_assert(sizeof(Entry) == 2 * sizeof(Node));  // A mapping's nodes lie key, value, key, value.

inline std::span<const Entry> Node::entries() const {
  return IsMapping() ? std::span(static_cast<const Entry*>(data_), size_)
                     : std::span<const Entry>();
}

/// "a string", "a list", "a mapping", "nothing": how messages name what was found.
std::string_view Describe(const Node& node);

/// Whether `key` is a merge key: a plain `<<`.
bool IsMergeKey(const Node& key);
/// Whether one of its keys is.
bool HasMergeKey(const Node& mapping);

/// A scalar's text as a file of its own, so that what is parsed from it can be pointed at. Made in
/// `arena`; `node` must outlive it. Spans lead back through folding, escapes and indentation; where
/// that cannot be worked out exactly they lead to the whole scalar. Its context() is `&node`.
const SourceFile* Embed(const SourceFile& file, const Node& node, Arena& arena);

/// The text that a scalar holds in base64, or null if it holds none. Base64 has no places of its
/// own: spans lead back to the whole scalar.
const SourceFile* EmbedBase64(const SourceFile& file, const Node& node, Arena& arena);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_NODE_H_
