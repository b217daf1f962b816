#include "libcheck/cel/types.h"

#include <fmt/format.h>

namespace check::cel {
namespace {

bool IsNullable(const Type* type) {
  switch (type->kind) {
    case TypeKind::kNull:
    case TypeKind::kStruct:
    case TypeKind::kAny:
    case TypeKind::kDuration:
    case TypeKind::kTimestamp:
      return true;
    default:
      return type->nullable;
  }
}

bool IsDynamicOrError(const Type* type) {
  return IsDynamic(type) || type->kind == TypeKind::kError;
}

// Whether `a` says as much as `b`, or less.
bool IsNoMoreSpecific(const Type* a, const Type* b) {
  if (IsDynamic(a) || a->kind == TypeKind::kParam) return true;
  if (IsDynamic(b) || b->kind == TypeKind::kParam) return false;
  if (a->kind != b->kind) return false;
  switch (a->kind) {
    case TypeKind::kList:
      return IsNoMoreSpecific(a->first, b->first);
    case TypeKind::kMap:
      return IsNoMoreSpecific(a->first, b->first) && IsNoMoreSpecific(a->second, b->second);
    case TypeKind::kType:
      return true;
    default:
      return IsSameType(a, b);
  }
}

std::string_view SimpleName(TypeKind kind) {
  switch (kind) {
    case TypeKind::kDyn:
      return "dyn";
    case TypeKind::kError:
      return "error";
    case TypeKind::kNull:
      return "null";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt:
      return "int";
    case TypeKind::kUint:
      return "uint";
    case TypeKind::kDouble:
      return "double";
    case TypeKind::kString:
      return "string";
    case TypeKind::kBytes:
      return "bytes";
    case TypeKind::kTimestamp:
      return "google.protobuf.Timestamp";
    case TypeKind::kDuration:
      return "google.protobuf.Duration";
    case TypeKind::kAny:
      return "any";
    default:
      return "dyn";
  }
}

}  // namespace

bool IsDynamic(const Type* type) {
  return type->kind == TypeKind::kDyn || type->kind == TypeKind::kAny;
}

bool IsSameType(const Type* a, const Type* b) {
  if (a == b) return true;
  if (a->kind != b->kind || a->name != b->name || a->param != b->param) return false;
  if ((a->first == nullptr) != (b->first == nullptr)) return false;
  if (a->first != nullptr && !IsSameType(a->first, b->first)) return false;
  return a->second == nullptr || IsSameType(a->second, b->second);
}

std::string TypeName(const Type& type) {
  switch (type.kind) {
    case TypeKind::kList:
      return fmt::format("list({})", TypeName(*type.first));
    case TypeKind::kMap:
      return fmt::format("map({}, {})", TypeName(*type.first), TypeName(*type.second));
    case TypeKind::kType:
      return type.first == nullptr ? "type" : fmt::format("type({})", TypeName(*type.first));
    case TypeKind::kStruct:
      return std::string(type.name);
    default:
      return type.nullable ? fmt::format("wrapper({})", SimpleName(type.kind))
                           : std::string(SimpleName(type.kind));
  }
}

const Type* Types::Simple(TypeKind kind) { return Add({.kind = kind}); }
const Type* Types::Nullable(TypeKind kind) { return Add({.kind = kind, .nullable = true}); }
const Type* Types::Struct(std::string_view name) {
  return Add({.kind = TypeKind::kStruct, .name = name});
}
const Type* Types::List(const Type* item) { return Add({.kind = TypeKind::kList, .first = item}); }
const Type* Types::Map(const Type* key, const Type* value) {
  return Add({.kind = TypeKind::kMap, .first = key, .second = value});
}
const Type* Types::TypeOf(const Type* type) {
  return Add({.kind = TypeKind::kType, .first = type});
}
const Type* Types::NewParam() {
  settled_.push_back(nullptr);
  return Add({.kind = TypeKind::kParam, .param = static_cast<std::uint32_t>(settled_.size() - 1)});
}

bool Types::Unify(const Type* a, const Type* b) {
  const std::size_t before = changes_.size();
  if (Fit(a, b)) return true;
  Undo(before);
  return false;
}

bool Types::UnifyAll(const std::vector<const Type*>& a, const std::vector<const Type*>& b) {
  if (a.size() != b.size()) return false;
  const std::size_t before = changes_.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (Fit(a[i], b[i])) continue;
    Undo(before);
    return false;
  }
  return true;
}

// cel-go: an attempt to settle a parameter that fails leaves what it has settled on the way, for as
// long as the whole goes on.
bool Types::Fit(const Type* a, const Type* b) {
  if (b->kind == TypeKind::kParam) {
    bool was_settled = false;
    if (Settle(a, b, was_settled)) return true;
    if (was_settled) return false;
  }
  if (a->kind == TypeKind::kParam) {
    bool was_settled = false;
    return Settle(b, a, was_settled);
  }
  if (IsDynamicOrError(a) || IsDynamicOrError(b)) return true;
  if (a->kind == TypeKind::kNull) return IsNullable(b);
  if (b->kind == TypeKind::kNull) return IsNullable(a);
  if (a->kind != b->kind) return false;
  switch (a->kind) {
    case TypeKind::kType:
      return true;
    case TypeKind::kStruct:
      return a->name == b->name;
    case TypeKind::kList:
      return Fit(a->first, b->first);
    case TypeKind::kMap:
      return Fit(a->first, b->first) && Fit(a->second, b->second);
    default:
      return true;
  }
}

bool Types::Settle(const Type* type, const Type* param, bool& was_settled) {
  was_settled = true;
  if (IsSameType(type, param)) return true;
  if (const Type* known = Find(param)) {
    if (IsSameType(type, known)) return true;
    if (!Fit(type, known)) return false;
    const Type* general = MostGeneral(type, known);
    if (IsFreeOf(general, param)) Set(param, general);
    return true;
  }
  was_settled = false;
  if (!IsFreeOf(type, param)) return false;
  Set(param, type);
  return true;
}

bool Types::IsFreeOf(const Type* type, const Type* param) const {
  for (;;) {
    if (IsSameType(type, param)) return false;
    if (type->kind != TypeKind::kParam) break;
    type = Find(type);
    if (type == nullptr) return true;
  }
  if (type->first != nullptr && !IsFreeOf(type->first, param)) return false;
  return type->second == nullptr || IsFreeOf(type->second, param);
}

const Type* Types::Find(const Type* type) const {
  return type->kind == TypeKind::kParam ? settled_[type->param] : nullptr;
}

void Types::Set(const Type* param, const Type* type) {
  changes_.push_back({param->param, settled_[param->param]});
  settled_[param->param] = type;
}

void Types::Undo(std::size_t changes) {
  while (changes_.size() > changes) {
    settled_[changes_.back().param] = changes_.back().before;
    changes_.pop_back();
  }
}

const Type* Types::Resolve(const Type* type, bool open_is_dyn) {
  while (const Type* known = Find(type)) type = known;
  switch (type->kind) {
    case TypeKind::kParam:
      return open_is_dyn ? Simple(TypeKind::kDyn) : type;
    case TypeKind::kList: {
      const Type* item = Resolve(type->first, open_is_dyn);
      return item == type->first ? type : List(item);
    }
    case TypeKind::kMap: {
      const Type* key = Resolve(type->first, open_is_dyn);
      const Type* value = Resolve(type->second, open_is_dyn);
      return key == type->first && value == type->second ? type : Map(key, value);
    }
    case TypeKind::kType: {
      if (type->first == nullptr) return type;
      const Type* of = Resolve(type->first, open_is_dyn);
      return of == type->first ? type : TypeOf(of);
    }
    default:
      return type;
  }
}

const Type* Types::MostGeneral(const Type* a, const Type* b) {
  return IsNoMoreSpecific(a, b) ? a : b;
}

}  // namespace check::cel
