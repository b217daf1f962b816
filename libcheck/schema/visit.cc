#include "libcheck/schema/visit.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "libcheck/schema/field_finder.h"

namespace check::schema {
namespace {

class Walk {
 public:
  Walk(const Input& input, yaml::Dialect dialect, ValueVisitor& visitor)
      : input_(input), dialect_(dialect), visitor_(visitor) {}

  void Section(const yaml::Node& node, const Object& object) {
    for (const yaml::Entry& entry : Values(node, input_, dialect_).entries()) {
      const Field* field = fields_.Find(object, entry.key.scalar());
      if (field == nullptr) {
        visitor_.VisitUnknown(object, entry);
      } else {
        Value(entry.value, object, *field, field->type);
      }
    }
  }

 private:
  void Value(const yaml::Node& node, const Object& object, const Field& field, const Type& type) {
    if (node.IsNull()) return;
    if (node.IsScalar()) {
      visitor_.Visit(object, field, type, node);
    } else if (node.IsSequence()) {
      for (const yaml::Node& item : node.items()) {
        Value(item, object, field, type.element != nullptr ? *type.element : type);
      }
    } else if (type.kind == Kind::kSection) {
      Section(node, *type.object);
    } else {
      for (const yaml::Entry& entry : Values(node, input_, dialect_).entries()) {
        Value(entry.value, object, field, type.element != nullptr ? *type.element : type);
      }
    }
  }

  const Input& input_;
  yaml::Dialect dialect_;
  ValueVisitor& visitor_;
  FieldFinder fields_;
};

// Sections of that many fields are about little else than secrets.
constexpr std::size_t kFewFields = 20;

class SecretFinder final : public ValueVisitor {
 public:
  void Visit(const Object&, const Field&, const Type& type, const yaml::Node& value) override {
    const bool is_secret = type.kind == Kind::kSecret ||
                           (type.kind == Kind::kSection && HoldsSecrets(*type.object)) ||
                           HasPassword(value);
    if (is_secret) Add(value);
  }

  void VisitUnknown(const Object& object, const yaml::Entry& entry) override {
    // It may be the misspelt name of a secret.
    if (HoldsSecrets(object) && object.fields.size() <= kFewFields) return Add(entry.value);
    constexpr std::string_view kWords[] = {"pas", "pwd", "secret", "token", "credential", "key"};
    std::string name(entry.key.scalar());
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    for (const std::string_view word : kWords) {
      if (name.find(word) != std::string::npos) return Add(entry.value);
    }
  }

  std::vector<Span> Sorted() {
    std::sort(spans_.begin(), spans_.end(), [](Span a, Span b) { return a.begin < b.begin; });
    return std::move(spans_);
  }

 private:
  // https://user:password@host
  static bool HasPassword(const yaml::Node& value) {
    const std::string_view text = value.scalar();
    const std::size_t scheme = text.find("://");
    if (scheme == std::string_view::npos) return false;
    const std::string_view authority =
        text.substr(scheme + 3, text.find('/', scheme + 3) - scheme - 3);
    const std::size_t at = authority.rfind('@');
    return at != std::string_view::npos &&
           authority.substr(0, at).find(':') != std::string_view::npos;
  }

  void Add(const yaml::Node& value) {
    if (value.span.size() > 0) spans_.push_back(value.span);
  }

  std::vector<Span> spans_;
};

}  // namespace

bool HoldsSecrets(const Object& object) {
  return std::any_of(object.fields.begin(), object.fields.end(),
                     [](const Field& field) { return field.type.kind == Kind::kSecret; });
}

void VisitValues(const yaml::Node& node, const Object& object, const Input& input,
                 yaml::Dialect dialect, ValueVisitor& visitor) {
  if (node.IsMapping()) Walk(input, dialect, visitor).Section(node, object);
}

std::vector<Span> SecretSpans(const yaml::Node& node, const Object& object, const Input& input,
                              yaml::Dialect dialect) {
  SecretFinder finder;
  VisitValues(node, object, input, dialect, finder);
  return finder.Sorted();
}

}  // namespace check::schema
