#ifndef LIBCHECK_SCHEMA_VALIDATOR_H_
#define LIBCHECK_SCHEMA_VALIDATOR_H_

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/inline_vector.h"
#include "libcheck/schema/field_finder.h"
#include "libcheck/schema/unknown_field.h"
#include "libcheck/schema/validate.h"

/// How Validate goes about it. For its own files alone.
namespace check::schema::internal {

using yaml::Entry;
using yaml::Node;

/// What a value belongs to, for messages.
struct Subject {
  enum class Role : std::uint8_t { kField, kItem, kKey };

  std::string_view field;
  Role role = Role::kField;
  bool null_items_later = false;

  std::string Text() const {
    switch (role) {
      case Role::kItem:
        return fmt::format("an item of `{}`", field);
      case Role::kKey:
        return "a key";
      case Role::kField:
        break;
    }
    return fmt::format("`{}`", field);
  }
};

inline constexpr Subject kKeySubject = {.field = {}, .role = Subject::Role::kKey};

/// Goes through a section: validate.cc looks at which fields there are, and how they go together,
/// validate_values.cc at what each of them holds.
class Validator {
 public:
  Validator(const Input& input, const Options& options, Diagnostics& diagnostics)
      : input_(input), options_(options), diagnostics_(diagnostics) {}

  void CheckSection(const Node& node, const Object& object, const SectionPath* around);

 private:
  struct Given {
    const Field* field;
    const Entry* entry;
  };
  using GivenFields = InlineVector<Given, 32>;

  /// Null if all of `object` is wanted.
  const WantedFields* WantedOf(const Object& object) const;
  void CheckEntry(const Entry& entry, const SectionPath& path, const WantedFields* wanted,
                  GivenFields& given);
  void ReportNoKey(const Node& key, const Object& object);
  bool IsGivenTwice(const Entry& entry, const Field& field, const Object& object,
                    const GivenFields& given);
  bool IsGone(const Entry& entry, const Field& field, const Object& object);
  void CheckRequired(Section& section, const Object& part, const GivenFields& given);
  void CheckNullItems(Section& section, const Object& part);
  void CheckConstraint(Section& section, const Constraint& constraint);
  void CheckUnique(Section& section, const Constraint& constraint);

  void CheckValue(const Node& node, const Type& type, const Subject& subject,
                  const SectionPath& path);
  void CheckList(const Node& node, const Type& type, const Subject& subject,
                 const SectionPath& path);
  void CheckItem(const Node& item, const Node& list, const Type& type, const Subject& subject,
                 const SectionPath& path);
  void CheckManyItems(const Node& list, const Type& type, const Subject& subject,
                      const SectionPath& path);
  void CheckMap(const Node& node, const Type& type, const Subject& subject,
                const SectionPath& path);
  void CheckScalar(const Node& node, const Type& type, const Subject& subject);
  void CheckText(const Node& node, std::string_view text, const Type& type, const Subject& subject);
  bool IsNewer(const Node& node, std::string_view text, const Type& type, const Subject& subject);
  void CheckChoice(const Node& node, std::string_view text, const Type& type,
                   const Subject& subject);

  void ReportWrongType(const Node& node, const Type& type, const Subject& subject);
  void ReportBadTag(const Node& node, const Type& type, std::string_view upstream);
  Diagnostic& ReportBadValue(const Node& node, std::string message, std::string note);

  Diagnostic& Report(const CodeInfo& info, const Node& node, std::string message) {
    return diagnostics_.Report(info, {&input_.file, node.span}, std::move(message));
  }
  std::string NotFound(const Node& key, const Object& object) const {
    return fmt::format("line {}: field {} not found in type {}", Line(key), key.scalar(),
                       object.upstream);
  }
  std::uint32_t Line(const Node& node) const {
    return UpstreamPosition(input_.file, input_.stream, node.span.begin).line;
  }

  const Input& input_;
  const Options& options_;
  Diagnostics& diagnostics_;
  FieldFinder fields_;
  std::size_t type_errors_ = 0;  // Values that go-yaml could not store.
};

}  // namespace check::schema::internal

#endif  // LIBCHECK_SCHEMA_VALIDATOR_H_
