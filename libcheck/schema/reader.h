#ifndef LIBCHECK_SCHEMA_READER_H_
#define LIBCHECK_SCHEMA_READER_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/source/source_file.h"
#include "libcheck/yaml/dialect.h"
#include "libcheck/yaml/node.h"
#include "libcheck/yaml/parse.h"

namespace check::schema {

struct Object;

/// The file that is looked at.
struct Input {
  const SourceFile& file;
  const yaml::Stream& stream;
  Arena& arena;  ///< For text that must be decoded.
  /// The release that will read the file, such as "3.5". Empty: the newest.
  std::string_view target_version = {};
};

/// The default that `table` gives a field.
std::string_view DefaultText(const Object& table, std::string_view field);
Duration DefaultTime(const Object& table, std::string_view field);

/// The values of a section, as go-yaml would store them in a struct. Fields that are absent have
/// the default that is requested, and fields that are null, or of a wrong type, are zero.
class Values {
 public:
  Values(const yaml::Node& node, const Input& input, yaml::Dialect dialect);
  /// Given the entries with merge keys followed.
  Values(const yaml::Node& node, std::span<const yaml::Entry> entries, const Input& input,
         yaml::Dialect dialect)
      : node_(&node),
        input_(&input),
        dialect_(dialect),
        entries_(entries),
        key_sizes_(KeySizes(entries)) {}

  const yaml::Node& node() const { return *node_; }
  const Input& input() const { return *input_; }
  yaml::Dialect dialect() const { return dialect_; }
  /// With merge keys followed.
  std::span<const yaml::Entry> entries() const { return entries_; }

  /// The entry of a field, null or not; otherwise a null pointer.
  const yaml::Entry* Given(std::string_view field) const;
  /// The entry of a field that is not null.
  const yaml::Entry* Find(std::string_view field) const;
  /// The entry of a field that is neither null nor an empty text or list.
  const yaml::Entry* FindSet(std::string_view field) const;
  bool Has(std::string_view field) const { return Find(field) != nullptr; }
  bool IsSet(std::string_view field) const { return FindSet(field) != nullptr; }

  std::string_view Text(std::string_view field, std::string_view absent = {}) const;
  bool Bool(std::string_view field, bool absent = false) const;
  std::int64_t Integer(std::string_view field, std::int64_t absent = 0) const;
  std::uint64_t Unsigned(std::string_view field, std::uint64_t absent = 0) const;
  double Float(std::string_view field, double absent = 0) const;
  Duration Time(std::string_view field, Duration absent = Duration::zero()) const;

  /// The same; a field that is absent has the default that `table` gives it.
  std::string_view Text(std::string_view field, const Object& table) const;
  bool Bool(std::string_view field, const Object& table) const;
  std::int64_t Integer(std::string_view field, const Object& table) const;
  Duration Time(std::string_view field, const Object& table) const;

  /// The items of a list; none if it is something else.
  std::span<const yaml::Node> Items(std::string_view field) const;
  /// A section inside this one; without entries if it is something else.
  Values Sub(std::string_view field) const;
  Values Of(const yaml::Node& node) const { return {node, *input_, dialect_}; }

  /// The text of a scalar: none if it is null.
  std::string_view TextOf(const yaml::Node& node) const {
    if (!node.IsScalar() || node.IsNull()) return {};
    return node.tag == yaml::Tag::kNone ? node.scalar() : TaggedText(node);
  }
  Duration TimeOf(const yaml::Node& node) const;

 private:
  std::string_view TaggedText(const yaml::Node& node) const;
  static std::uint64_t KeySizes(std::span<const yaml::Entry> entries);

  const yaml::Node* node_;
  const Input* input_;
  yaml::Dialect dialect_;
  std::span<const yaml::Entry> entries_;
  // A bit for each number of bytes that a key has: most fields that are asked for are not there.
  std::uint64_t key_sizes_;
};

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_READER_H_
