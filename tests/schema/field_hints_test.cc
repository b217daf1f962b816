#include "libcheck/schema/field_hints.h"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/workspace/file_kind.h"

namespace check::schema {
namespace {

// Every section, by name: several can have the same.
class Sections {
 public:
  Sections() {
    for (const workspace::NamedSchema& schema : workspace::Schemas()) Add(*schema.object);
  }
  const std::map<std::string_view, std::vector<const Object*>>& by_name() const { return by_name_; }

 private:
  void Add(const Object& object) {
    if (!seen_.insert(&object).second) return;
    by_name_[object.name].push_back(&object);
    for (const Field& field : object.fields) {
      const Type* inner = &field.type;
      while (inner->element != nullptr) inner = inner->element;
      if (inner->object != nullptr) Add(*inner->object);
    }
    for (const Object* included : object.includes) Add(*included);
  }

  std::set<const Object*> seen_;
  std::map<std::string_view, std::vector<const Object*>> by_name_;
};

TEST_CASE(
    "each hint is about a section that there is, a field that it lacks, and names one it has") {
  const Sections sections;
  const auto knows = [](const std::vector<const Object*>& objects, std::string_view field) {
    for (const Object* object : objects) {
      if (FindField(*object, field) != nullptr) return true;
    }
    return false;
  };
  std::set<std::pair<std::string_view, std::string_view>> seen;
  std::vector<std::string> wrong;
  for (const FieldHint& hint : FieldHints()) {
    const std::string row = std::string(hint.section) + "." + std::string(hint.name);
    if (!seen.insert({hint.section, hint.name}).second) wrong.push_back(row + " is there twice");
    if (hint.section.empty()) continue;
    const auto found = sections.by_name().find(hint.section);
    if (found == sections.by_name().end()) {
      wrong.push_back(row + ": no section has this name");
      continue;
    }
    bool lacks = false;
    for (const Object* object : found->second) {
      lacks = lacks || FindField(*object, hint.name) == nullptr;
    }
    if (!lacks) wrong.push_back(row + " is a field");
    const bool is_field = hint.note.find(' ') == hint.note.npos;
    if (is_field && !knows(found->second, hint.note)) {
      wrong.push_back(row + ": there is no " + std::string(hint.note));
    }
  }
  CHECK(wrong == std::vector<std::string>());
}

TEST_CASE("names in camel case and flags are known without a hint") {
  const Object* config = workspace::FindSchema("prometheus");
  REQUIRE(config != nullptr);
  CHECK(HintAtField("ruleFiles", *config) == "did you mean `rule_files`?");
  CHECK(HintAtField("rule-file", *config) == "did you mean `rule_files`?");
  CHECK(HintAtField("web.listen-address", *config) ==
        "`--web.listen-address` is a command-line flag, not a field");
  CHECK(HintAtField("--log.level", *config) == "`--log.level` is a command-line flag, not a field");
  CHECK(HintAtField("nonsense", *config).empty());
}

}  // namespace
}  // namespace check::schema
