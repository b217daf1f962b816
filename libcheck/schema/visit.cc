#include "libcheck/schema/visit.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "libcheck/base/edit_distance.h"
#include "libcheck/schema/field_finder.h"
#include "libcheck/source/secret_text.h"

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
      if (type.kind != Kind::kMap) visitor_.VisitUnexpected(object, field, node);
      for (const yaml::Entry& entry : Values(node, input_, dialect_).entries()) {
        visitor_.VisitKey(entry.key.scalar());
        if (entry.value.IsNull()) visitor_.VisitUnexpected(object, field, entry.key);
        Value(entry.value, object, field, type.element != nullptr ? *type.element : type);
      }
    }
  }

  const Input& input_;
  yaml::Dialect dialect_;
  ValueVisitor& visitor_;
  FieldFinder fields_;
};

// The type of what is in lists and mappings of that type.
const Type& OfScalar(const Type& type) {
  return type.element != nullptr ? OfScalar(*type.element) : type;
}

// Sections of that many fields are about little else than secrets.
constexpr std::size_t kFewFields = 20;

class SecretFinder final : public ValueVisitor {
 public:
  void Visit(const Object& object, const Field& field, const Type& type,
             const yaml::Node& value) override {
    // A scalar may stand where a list of secrets is expected.
    const Type& expected = OfScalar(type);
    const bool is_secret = expected.kind == Kind::kSecret ||
                           (expected.kind == Kind::kSection && HoldsSecrets(*expected.object)) ||
                           // A string in the tables, and a secret to whoever called it that.
                           (expected.kind == Kind::kString && IsCalledSecret(field)) ||
                           (IsHeader(object, field) && !IsPublicHeader(key_));
    if (is_secret) Add(value);
  }

  void VisitUnexpected(const Object& object, const Field& field, const yaml::Node& value) override {
    // Its keys may be the secret: `{hunter2}`.
    if (OfScalar(field.type).kind != Kind::kSecret && !IsHeader(object, field)) return;
    Add(value);
    for (const yaml::Entry& entry : value.entries()) {
      if (entry.key.IsScalar()) texts_.emplace_back(entry.key.scalar());
    }
  }

  void VisitUnknown(const Object& object, const yaml::Entry& entry) override {
    // It may be the misspelt name of a secret.
    if ((HoldsSecrets(object) && object.fields.size() <= kFewFields) ||
        IsSecretName(entry.key.scalar()) || HoldsSecretValues(entry.key.scalar()) ||
        IsMisspeltSecret(object, entry.key.scalar())) {
      Add(entry.value);
    } else {
      FindBelow(entry.key.scalar(), entry.value);
    }
  }
  void VisitKey(std::string_view key) override { key_ = key; }

  void Mark(const Input& input) {
    // An alias shows nothing; what it stands for does.
    const auto before = [](Span a, Span b) { return a.begin < b.begin; };
    std::sort(spans_.begin(), spans_.end(), before);
    const std::size_t count = spans_.size();
    for (const yaml::AliasUse& use : input.stream.aliases) {
      const auto end = spans_.begin() + static_cast<std::ptrdiff_t>(count);
      const auto found = std::lower_bound(spans_.begin(), end, use.alias, before);
      if (found != end && *found == use.alias) spans_.push_back(use.target);
    }
    for (Span& span : spans_) span = Location{&input.file, span}.Outermost().span;
    input.file.on_disk().AddSecrets(spans_, std::move(texts_));
  }

 private:
  // Whether a field with secrets may have been meant by `name`.
  static bool IsMisspeltSecret(const Object& object, std::string_view name) {
    return std::any_of(object.fields.begin(), object.fields.end(), [&](const Field& field) {
      return OfScalar(field.type).kind == Kind::kSecret && name.size() <= field.name.size() + 2 &&
             field.name.size() <= name.size() + 2 && EditDistance(name, field.name) <= 2;
    });
  }

  // Whether the name of the field says so. Asked of few fields, many times.
  bool IsCalledSecret(const Field& field) {
    const auto [known, is_new] = called_secret_.try_emplace(&field, false);
    if (is_new) known->second = field.name != "auth" && IsSecretName(field.name);
    return known->second;
  }

  // Whether the field holds values of headers that are sent with requests. Those that Prometheus
  // itself answers with are public.
  static bool IsHeader(const Object& object, const Field& field) {
    if (object.name == "http_server_config") return false;
    // Those of e-mails are templates: subjects and addresses.
    const bool is_map = field.type.kind == Kind::kMap && field.type.element != nullptr &&
                        field.type.element->kind != Kind::kTemplate;
    return (is_map && HoldsSecretValues(field.name)) ||
           (object.name == "header" && field.name == "values");
  }
  // Headers by which the two sides agree on a format.
  static bool IsPublicHeader(std::string_view name) {
    return name == "Accept" || name == "Accept-Encoding" || name == "Accept-Language" ||
           name == "Content-Type";
  }

  // In what no table describes, names are all there is to go by.
  void FindBelow(std::string_view name, const yaml::Node& value) {
    constexpr std::string_view kSections[] = {"authorization", "basic_auth", "oauth2",
                                              "tls_config"};
    const bool is_section =
        std::find(std::begin(kSections), std::end(kSections), name) != std::end(kSections);
    if (IsSecretName(name) || HoldsSecretValues(name) || name == "key" ||
        (is_section && !value.IsMapping())) {
      if (!(is_section && value.IsMapping())) return Add(value);
    }
    for (const yaml::Node& item : value.items()) {
      if (!item.IsScalar()) FindBelow({}, item);
    }
    for (const yaml::Entry& entry : value.entries()) FindBelow(entry.key.scalar(), entry.value);
  }

  void Add(const yaml::Node& value) {
    AddSpan(value);
    AddTexts(value);
  }
  void AddTexts(const yaml::Node& value) {
    if (value.IsScalar() && !value.scalar().empty()) texts_.emplace_back(value.scalar());
    for (const yaml::Node& item : value.items()) AddTexts(item);
    for (const yaml::Entry& entry : value.entries()) AddTexts(entry.value);
  }
  void AddSpan(const yaml::Node& value) {
    if (value.span.size() > 0) spans_.push_back(value.span);
  }

  std::string_view key_;  // Of the mapping around a value.
  std::vector<Span> spans_;
  std::vector<std::string> texts_;
  std::unordered_map<const Field*, bool> called_secret_;
};

// Whether `object` or a section in it has secrets.
bool HoldsSecretsBelow(const Object& object, std::vector<const Object*>& seen) {
  if (std::find(seen.begin(), seen.end(), &object) != seen.end()) return false;
  seen.push_back(&object);
  if (HoldsSecrets(object)) return true;
  const auto holds = [&](const Object& other) { return HoldsSecretsBelow(other, seen); };
  return std::any_of(object.fields.begin(), object.fields.end(),
                     [&](const Field& field) {
                       const Type& type = OfScalar(field.type);
                       return type.kind == Kind::kSection && holds(*type.object);
                     }) ||
         std::any_of(object.includes.begin(), object.includes.end(),
                     [&](const Object* included) { return holds(*included); });
}

}  // namespace

bool HasRequired(const Object& object) {
  const auto is_required = [](const Field& f) { return f.presence == Presence::kRequired; };
  return std::any_of(object.fields.begin(), object.fields.end(), is_required) ||
         std::any_of(object.includes.begin(), object.includes.end(),
                     [](const Object* included) { return HasRequired(*included); });
}

bool HoldsSecrets(const Object& object) {
  return std::any_of(object.fields.begin(), object.fields.end(), [](const Field& field) {
    return field.type.kind != Kind::kMap && OfScalar(field.type).kind == Kind::kSecret;
  });
}

void VisitValues(const yaml::Node& node, const Object& object, const Input& input,
                 yaml::Dialect dialect, ValueVisitor& visitor) {
  if (node.IsMapping()) Walk(input, dialect, visitor).Section(node, object);
}

void MarkSecrets(const yaml::Node& node, const Object& object, const Input& input,
                 yaml::Dialect dialect) {
  std::vector<const Object*> seen;
  if (!HoldsSecretsBelow(object, seen)) return;
  SecretFinder finder;
  VisitValues(node, object, input, dialect, finder);
  finder.Mark(input);
}

}  // namespace check::schema
