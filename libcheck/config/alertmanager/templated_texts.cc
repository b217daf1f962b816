#include "libcheck/config/alertmanager/templated_texts.h"

#include <fmt/format.h>

#include "libcheck/yaml/scalar.h"

namespace check::config::alertmanager {
namespace {

using schema::Field;
using schema::Kind;
using schema::Object;
using schema::Type;
using schema::Values;
using Form = TemplatedField::Form;

class Finder {
 public:
  explicit Finder(const Integration& integration) : integration_(integration) {}

  std::vector<TemplatedText> Find() && {
    Section(integration_.section, *integration_.type->section, {}, {});
    return std::move(found_);
  }

 private:
  // A place in the integration: its path with the numbers of items and without.
  struct Place {
    std::string path;
    std::string field;
  };

  void Section(const Values& section, const Object& object, const Place& place,
               const Field* outer) {
    for (const Field& field : object.fields) {
      const Place inner = {Below(place.path, field.name), Below(place.field, field.name)};
      TemplatedText text = {
          .path = inner.path, .text = {}, .node = nullptr, .field = outer ? outer : &field};
      const yaml::Entry* entry = section.Given(field.name);
      if (entry != nullptr) {
        Value(section, entry->value, field.type, inner, std::move(text));
      } else if (IsTemplate(field.type, inner)) {
        text.text = field.default_value;
        Add(std::move(text), field.type, inner);
      }
    }
  }

  void Value(const Values& section, const yaml::Node& node, const Type& type, const Place& place,
             TemplatedText text) {
    if (node.IsNull()) return;
    const TemplatedField* rule = RuleOf(place);
    if (rule != nullptr && rule->form == Form::kNested) return Nested(section, node, text);
    if (node.IsScalar()) {
      if (!IsTemplate(type, place)) return;
      text.node = &node;
      text.text = section.TextOf(node);
      return Add(std::move(text), type, place);
    }
    if (node.IsSequence() && type.element != nullptr)
      return Items(section, node, type, place, text);
    if (node.IsMapping() && type.kind == Kind::kSection) {
      return Section(section.Of(node), *type.object, {text.path, place.field}, text.field);
    }
    if (node.IsMapping() && type.kind == Kind::kMap) Entries(section, node, type, place, text);
  }

  void Items(const Values& section, const yaml::Node& node, const Type& type, const Place& place,
             const TemplatedText& text) {
    std::size_t index = 0;
    for (const yaml::Node& item : node.items()) {
      TemplatedText inner = text;
      inner.path = fmt::format("{}[{}]", text.path, index++);
      Value(section, item, *type.element, place, std::move(inner));
    }
  }

  void Entries(const Values& section, const yaml::Node& node, const Type& type, const Place& place,
               const TemplatedText& text) {
    const TemplatedField* rule = RuleOf(place);
    for (const yaml::Entry& entry : section.Of(node).entries()) {
      TemplatedText value = text;
      value.path = Below(text.path, entry.key.scalar());
      if (rule != nullptr && rule->form == Form::kNestedValues) {
        Nested(section, entry.value, value);
        continue;
      }
      if (rule != nullptr && rule->form == Form::kKeysToo) AddKey(entry.key, value);
      Value(section, entry.value, *type.element, place, std::move(value));
    }
  }

  // Of any type, as Go's `interface {}` holds it.
  void Nested(const Values& section, const yaml::Node& node, const TemplatedText& text) {
    if (node.IsScalar()) {
      if (!IsString(section, node)) return;
      TemplatedText leaf = text;
      leaf.node = &node;
      leaf.text = section.TextOf(node);
      leaf.gives_yaml = true;
      if (!leaf.text.empty()) found_.push_back(std::move(leaf));
      return;
    }
    std::size_t index = 0;
    for (const yaml::Node& item : node.items()) {
      TemplatedText inner = text;
      inner.path = fmt::format("{}[{}]", text.path, index++);
      Nested(section, item, inner);
    }
    if (!node.IsMapping()) return;
    for (const yaml::Entry& entry : section.Of(node).entries()) {
      // Alertmanager: what is below a key that is no text is dropped.
      if (!entry.key.IsScalar() || !IsString(section, entry.key)) continue;
      TemplatedText inner = text;
      inner.path = Below(text.path, entry.key.scalar());
      AddKey(entry.key, inner);
      Nested(section, entry.value, inner);
    }
  }

  void AddKey(const yaml::Node& key, TemplatedText text) {
    text.node = &key;
    text.text = key.scalar();
    text.is_key = true;
    if (!text.text.empty()) found_.push_back(std::move(text));
  }

  void Add(TemplatedText text, const Type& type, const Place& place) {
    if (text.text.empty()) return;
    const TemplatedField* rule = RuleOf(place);
    text.is_html = rule != nullptr && rule->form == Form::kHtml;
    text.is_secret = type.kind == Kind::kSecret;
    found_.push_back(std::move(text));
  }

  // yaml.v2 leaves dates as text in an `interface {}`.
  static bool IsString(const Values& section, const yaml::Node& node) {
    const yaml::ScalarType type =
        yaml::Resolve(node, section.dialect(), section.input().arena).type;
    return type == yaml::ScalarType::kString || type == yaml::ScalarType::kTimestamp;
  }

  bool IsTemplate(const Type& type, const Place& place) const {
    if (type.kind == Kind::kTemplate) return true;
    const TemplatedField* rule = RuleOf(place);
    return rule != nullptr && (rule->form == Form::kText || rule->form == Form::kHtml);
  }

  const TemplatedField* RuleOf(const Place& place) const {
    for (const TemplatedField& rule : integration_.type->type->templates) {
      if (rule.field != place.field) continue;
      if (rule.holds == nullptr || rule.holds(integration_.section)) return &rule;
    }
    return nullptr;
  }

  static std::string Below(std::string_view path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  }

  const Integration& integration_;
  std::vector<TemplatedText> found_;
};

}  // namespace

std::vector<TemplatedText> TemplatedTexts(const Integration& integration) {
  return Finder(integration).Find();
}

}  // namespace check::config::alertmanager
