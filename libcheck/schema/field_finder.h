#ifndef LIBCHECK_SCHEMA_FIELD_FINDER_H_
#define LIBCHECK_SCHEMA_FIELD_FINDER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "libcheck/schema/name.h"
#include "libcheck/schema/schema.h"

namespace check::schema {

/// FindField for whoever asks again and again: the tables are long, and files repeat themselves.
class FieldFinder {
 public:
  const Field* Find(const Object& object, std::string_view name) {
    if (name.empty()) return FindField(object, name);
    Known& known = known_[SlotOf(object, name)];
    if (known.object == &object && IsName(known.field->name, name)) return known.field;
    const Field* field = FindField(object, name);
    if (field != nullptr) known = {&object, field};
    return field;
  }

 private:
  struct Known {
    const Object* object = nullptr;
    const Field* field = nullptr;
  };
  static constexpr std::size_t kSlots = 128;

  static std::size_t SlotOf(const Object& object, std::string_view name) {
    const auto letter = [&](std::size_t i) { return static_cast<unsigned char>(name[i]); };
    const std::size_t mixed = reinterpret_cast<std::uintptr_t>(&object) / 8 + name.size() * 37 +
                              letter(0) * std::size_t{11} + letter(name.size() / 2) +
                              letter(name.size() - 1) * std::size_t{5};
    return mixed % kSlots;
  }

  std::array<Known, kSlots> known_ = {};
};

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_FIELD_FINDER_H_
