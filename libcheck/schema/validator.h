#ifndef LIBCHECK_SCHEMA_VALIDATOR_H_
#define LIBCHECK_SCHEMA_VALIDATOR_H_

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/inline_vector.h"
#include "libcheck/schema/field_finder.h"
#include "libcheck/schema/unknown_field.h"
#include "libcheck/schema/validate.h"
#include "libcheck/yaml/merge_keys.h"

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
    const Node* mapping;  // Which says so.
  };
  struct GivenFields {
    InlineVector<Given, 32> list;
    std::uint64_t bits = 0;  // One or more fields have each of those that are set.

    static std::uint64_t BitOf(const Field& field) {
      return std::uint64_t{1} << (reinterpret_cast<std::uintptr_t>(&field) / sizeof(Field) % 64);
    }
  };
  /// A mapping that is being looked at: itself, or merged into another.
  struct Mapping {
    const Node* node;
    bool repeats;          // Whether keys are given twice, which has been reported.
    std::size_t reported;  // How many diagnostics there were in front of its entries.
    std::size_t deferred;
  };

  /// Null if all of `object` is wanted.
  const WantedFields* WantedOf(const Object& object) const;
  /// Calls `look(entry, mapping)` for the entries of a mapping and of what is merged into it, in
  /// the order in which upstream looks at them.
  template <typename Look>
  void ForEachEntry(const Node& mapping, Look&& look);
  /// Forgets what upstream says of what has been reported from `first` on.
  void Silence(std::size_t first);
  Mapping Enter(const Node& mapping);
  void Leave(const Mapping& mapping);
  /// Reports them, too. yaml.v2 minds only where a field or a key of a map is set again.
  bool HasDuplicateKeys(const Node& mapping);
  /// Gives whether upstream minds.
  bool ReportUnhashableKey(const Node& key);

  void CheckEntry(const Entry& entry, const Mapping& mapping, const SectionPath& path,
                  const WantedFields* wanted, GivenFields& given);
  /// Nothing, having said so, for what is no text.
  std::optional<std::string_view> KeyText(const Node& key) {
    if (key.IsScalar() && key.tag == yaml::Tag::kNone) return key.scalar();
    return OddKeyText(key);
  }
  std::optional<std::string_view> OddKeyText(const Node& key);
  void ReportNoKey(const Node& key, const Object& object);
  bool IsGivenTwice(const Entry& entry, const Mapping& mapping, const Field& field,
                    const Object& object, const GivenFields& given);
  bool IsGone(const Entry& entry, const Field& field, const Object& object);
  void CheckRequired(Section& section, const Object& part, const GivenFields& given);
  void CheckNullItems(Section& section, const Object& part);
  void CheckConstraint(Section& section, const Constraint& constraint);
  void CheckUnique(Section& section, const Constraint& constraint);

  void CheckValue(const Node& node, const Type& type, const Subject& subject,
                  const SectionPath& path);
  void CheckAnything(const Node& node, const Subject& subject, const SectionPath& path);
  void CheckList(const Node& node, const Type& type, const Subject& subject,
                 const SectionPath& path);
  void CheckItem(const Node& item, const Node& list, const Type& type, const Subject& subject,
                 const SectionPath& path);
  void CheckManyItems(const Node& list, const Type& type, const Subject& subject,
                      const SectionPath& path);
  void CheckMap(const Node& node, const Type& type, const Subject& subject,
                const SectionPath& path);
  void CheckScalar(const Node& node, const Type& type, const Subject& subject);
  /// Whether there is no text that is not a value of the type.
  bool IsAnyText(const Type& type) const {
    switch (type.kind) {
      case Kind::kLabelName:
      case Kind::kMetricName:
      case Kind::kTemplate:
      case Kind::kPromql:
        return options_.decodes_only;
      default:
        return type.kind == Kind::kString && type.check == nullptr;
    }
  }
  void CheckText(const Node& node, std::string_view text, const Type& type, const Subject& subject);
  bool IsNewer(const Node& node, std::string_view text, const Type& type, const Subject& subject);
  void CheckChoice(const Node& node, std::string_view text, const Type& type,
                   const Subject& subject);

  void ReportWrongType(const Node& node, const Type& type, const Subject& subject);
  /// Marks the part of `pattern`, the value of `node`, that is wrong.
  void MarkRegex(const Node& node, std::string_view pattern, Diagnostic& problem);
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

template <typename Look>
void Validator::ForEachEntry(const Node& mapping, Look&& look) {
  if (!yaml::HasMergeKey(mapping)) {
    const Mapping alone = Enter(mapping);
    for (const Entry& entry : mapping.entries()) look(entry, alone);
    Leave(alone);
    return;
  }
  class Visitor final : public yaml::MergeVisitor {
   public:
    Visitor(Validator& validator, Look& look) : validator_(validator), look_(look) {}
    void Enter(const Node& merged) override { around_.push_back(validator_.Enter(merged)); }
    void Leave() override {
      validator_.Leave(around_.back());
      around_.pop_back();
    }
    void Visit(const Entry& entry) override { look_(entry, around_.back()); }
    void VisitBadMerge(const Entry& merge, const Node& bad) override {
      ReportBadMerge(merge, bad, validator_.input_.file, validator_.diagnostics_);
    }
    void VisitBadKey(const Node& key) override { validator_.ReportUnhashableKey(key); }

   private:
    Validator& validator_;
    Look& look_;
    std::vector<Mapping> around_;
  };
  Visitor visitor(*this, look);
  yaml::VisitMerged(mapping, options_.dialect, input_.arena, visitor);
}

}  // namespace check::schema::internal

#endif  // LIBCHECK_SCHEMA_VALIDATOR_H_
