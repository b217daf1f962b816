#include "libcheck/schema/unknown_field.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/schema/codes.h"

namespace check::schema {
namespace {

// How far below a section a field is looked for that was indented too little.
constexpr int kLevelsBelow = 2;

void CollectNames(const Object& object, std::vector<std::string_view>& names) {
  for (const Field& field : object.fields) {
    if (field.removed.since.empty()) names.push_back(field.name);
  }
  for (const Object* included : object.includes) CollectNames(*included, names);
}

// The section that values of `type` hold, however many lists and mappings are around it.
const Object* SectionIn(const Type& type) {
  const Type* inner = &type;
  while (inner->element != nullptr) inner = inner->element;
  return inner->object;
}

// The section below `object` that has the field, nearest first.
const Object* FindBelow(const Object& object, std::string_view name, int levels) {
  for (const bool deeper : {false, true}) {
    for (const Field& field : object.fields) {
      const Object* section = SectionIn(field.type);
      if (section == nullptr || section == &object) continue;
      if (!deeper) {
        if (FindField(*section, name) != nullptr) return section;
      } else if (levels > 1) {
        if (const Object* found = FindBelow(*section, name, levels - 1)) return found;
      }
    }
    for (const Object* included : object.includes) {
      if (const Object* found = FindBelow(*included, name, deeper ? levels : 1)) return found;
    }
  }
  return nullptr;
}

const Object* FindAround(const SectionPath* path, std::string_view name) {
  for (; path != nullptr; path = path->around) {
    if (FindField(*path->object, name) != nullptr) return path->object;
  }
  return nullptr;
}

}  // namespace

void ReportUnknownField(const yaml::Node& key, std::string_view name, const SectionPath& path,
                        const Input& input, Diagnostics& diagnostics) {
  const Object& object = *path.object;
  auto& problem = diagnostics.Report(kUnknownField, {&input.file, key.span},
                                     fmt::format("unknown field `{}` in `{}`", name, object.name));
  if (!object.upstream.empty()) {
    problem.upstream = fmt::format("line {}: field {} not found in type {}",
                                   UpstreamPosition(input.file, input.stream, key.span.begin).line,
                                   name, object.upstream);
    problem.upstream_again = "";  // Where a file is decoded twice, only the first time is strict.
  }
  for (const Relative& relative : object.relatives) {
    if (FindField(*relative.object, name) == nullptr) continue;
    problem.notes.emplace_back(relative.note);
    return;
  }
  const Object* elsewhere = FindBelow(object, name, kLevelsBelow);
  if (elsewhere == nullptr) elsewhere = FindAround(path.around, name);
  if (elsewhere != nullptr) {
    problem.notes.push_back(fmt::format("it belongs to `{}`, not to `{}`: look at the indentation",
                                        elsewhere->name, object.name));
    return;
  }
  std::vector<std::string_view> names;
  CollectNames(object, names);
  if (const auto meant = ClosestMatch(name, names)) {
    problem.notes.push_back(fmt::format("did you mean `{}`?", *meant));
  }
}

}  // namespace check::schema
