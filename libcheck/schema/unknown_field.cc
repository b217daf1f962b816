#include "libcheck/schema/unknown_field.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/field_hints.h"

namespace check::schema {
namespace {

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

// The section that the file has beside `key`, in the same mapping, and that knows the field: the
// last one before it, since the field was probably meant to be indented below that.
const Object* FindBeside(const yaml::Node& key, std::string_view name, const SectionPath& path) {
  const Object* found = nullptr;
  if (!path.mapping->IsMapping()) return found;
  for (const yaml::Entry& entry : path.mapping->entries()) {
    if (entry.key.span.begin > key.span.begin && found != nullptr) break;
    const Field* field =
        entry.key.IsScalar() ? FindField(*path.object, entry.key.scalar()) : nullptr;
    const Object* section = field == nullptr ? nullptr : SectionIn(field->type);
    if (section != nullptr && FindField(*section, name) != nullptr) found = section;
  }
  return found;
}

const Object* FindAround(const SectionPath* path, std::string_view name) {
  for (; path != nullptr; path = path->around) {
    if (FindField(*path->object, name) != nullptr) return path->object;
  }
  return nullptr;
}

struct Below {
  const Object* section;
  const Field* field;  // Which holds it.
};

// Appends the sections directly below `object` that know the field.
void FindBelow(const Object& object, std::string_view name, std::vector<Below>& found) {
  for (const Field& field : object.fields) {
    const Object* section = SectionIn(field.type);
    if (section == nullptr || section == &object || FindField(*section, name) == nullptr) continue;
    const auto is_it = [&](const Below& other) { return other.section == section; };
    if (std::ranges::none_of(found, is_it)) found.push_back({section, &field});
  }
  for (const Object* included : object.includes) FindBelow(*included, name, found);
}

// The only section directly below `object` that knows the field; none if there are several, as any
// of them would be a guess. Discovery mechanisms share many fields with everything else: they count
// only with `mechanisms`, and where nothing else does. So does `tracing`, all of whose fields have
// common names.
Below FindOnlyBelow(const Object& object, std::string_view name, bool mechanisms) {
  std::vector<Below> found;
  FindBelow(object, name, found);
  const auto is_mechanism = [](const Below& below) {
    return below.section->name.ends_with("_sd_config") || below.section->name == "tracing";
  };
  if (!mechanisms || !std::ranges::all_of(found, is_mechanism)) std::erase_if(found, is_mechanism);
  return found.size() == 1 ? found.front() : Below{};
}

// Where the field belongs, as a note; empty if nothing tells.
std::string PlaceOf(const yaml::Node& key, std::string_view name, const SectionPath& path) {
  const auto belongs = [&](const Object& section, const std::string& what_to_do) {
    return fmt::format("it belongs to `{}`, not to `{}`: {}", section.name, path.object->name,
                       what_to_do);
  };
  const auto below = [&](const Below& found) {
    const bool in_list = found.field->type.kind == Kind::kList;
    return belongs(
        *found.section,
        fmt::format("put it {} `{}`", in_list ? "in an item of" : "below", found.field->name));
  };
  constexpr std::string_view kIndentation = "look at the indentation";
  if (const Object* found = FindBeside(key, name, path)) {
    return belongs(*found, std::string(kIndentation));
  }
  if (const Object* found = FindAround(path.around, name)) {
    return belongs(*found, std::string(kIndentation));
  }
  const Below own = FindOnlyBelow(*path.object, name, true);
  if (own.section != nullptr) return below(own);
  for (const SectionPath* around = path.around; around != nullptr; around = around->around) {
    const Below found = FindOnlyBelow(*around->object, name, false);
    if (found.section != nullptr) return below(found);
  }
  return {};
}

// Whether the section has the field in the plural, or in the singular: that is what is meant,
// whatever other sections have.
bool HasOtherNumber(const Object& object, std::string_view name) {
  if (FindField(object, std::string(name) + "s") != nullptr) return true;
  return name.ends_with('s') && FindField(object, name.substr(0, name.size() - 1)) != nullptr;
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
  std::string note = HintAtField(name, object);
  if (note.empty() && !HasOtherNumber(object, name)) note = PlaceOf(key, name, path);
  if (!note.empty()) {
    problem.notes.push_back(std::move(note));
    return;
  }
  std::vector<std::string_view> names;
  CollectNames(object, names);
  if (const auto meant = ClosestMatch(name, names)) {
    // One that is just as close: there is a choice.
    const std::size_t distance = EditDistance(name, *meant);
    const auto other = std::ranges::find_if(names, [&](std::string_view candidate) {
      return candidate != *meant && EditDistance(name, candidate) <= distance;
    });
    problem.notes.push_back(other == names.end()
                                ? fmt::format("did you mean `{}`?", *meant)
                                : fmt::format("did you mean `{}` or `{}`?", *meant, *other));
  }
}

}  // namespace check::schema
