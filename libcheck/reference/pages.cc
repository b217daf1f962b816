#include "libcheck/reference/pages.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/site.h"
#include "libcheck/reference/section.h"
#include "libcheck/workspace/file_kind.h"

namespace check::reference {
namespace {

using schema::Object;

class Names {
 public:
  Names() {
    for (const workspace::NamedSchema& form : workspace::Schemas()) {
      for (const Object* section : Sections(*form.object)) Add(*section, form.name);
    }
  }
  const std::string* Find(const Object& section) const {
    const auto at = names_.find(&section);
    return at == names_.end() ? nullptr : &at->second;
  }

 private:
  void Add(const Object& section, std::string_view file) {
    if (names_.contains(&section)) return;
    std::string name = PageName(section.name);
    if (taken_.contains(name)) name = PageName(file) + "." + name;
    while (taken_.contains(name)) name += "-";
    taken_.insert(name);
    names_.emplace(&section, std::move(name));
    // Fields of what a section includes have their page there.
    for (const Object* included : section.includes) Add(*included, file);
  }

  std::map<const Object*, std::string> names_;
  std::set<std::string> taken_;
};

}  // namespace

std::string SectionPage(const Object& section) {
  static const Names names;
  const std::string* name = names.Find(section);
  return name == nullptr ? PageName(section.name) : *name;
}

std::string FieldPage(const Object& section, const schema::Field& field) {
  return fmt::format("{}.{}", SectionPage(section), PageName(field.name));
}

}  // namespace check::reference
