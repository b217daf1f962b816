#ifndef LIBCHECK_CEL_TYPES_H_
#define LIBCHECK_CEL_TYPES_H_

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace check::cel {

enum class TypeKind : std::uint8_t {
  kDyn,
  kError,  ///< Of an expression that has been reported. Goes with every type.
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTimestamp,
  kDuration,
  kAny,
  kList,
  kMap,
  kType,
  kStruct,
  kParam,  ///< To be found out.
};

struct Type {
  TypeKind kind = TypeKind::kDyn;
  bool nullable = false;         ///< A wrapper such as google.protobuf.Int64Value.
  std::uint32_t param = 0;       ///< kParam: which one.
  std::string_view name = {};    ///< kStruct
  const Type* first = nullptr;   ///< kList: of items. kMap: of keys. kType: which; may be null.
  const Type* second = nullptr;  ///< kMap: of values.
};

/// As CEL writes it: "map(string, int)".
std::string TypeName(const Type& type);

/// The types of one expression, and what has been found out about its type parameters.
class Types {
 public:
  const Type* Simple(TypeKind kind);
  const Type* Nullable(TypeKind kind);
  const Type* Struct(std::string_view name);
  const Type* List(const Type* item);
  const Type* Map(const Type* key, const Type* value);
  const Type* TypeOf(const Type* type);
  const Type* NewParam();

  /// Whether a value of one type can stand for the other, which may settle type parameters.
  bool Unify(const Type* a, const Type* b);
  /// The same, for one after another. Settles parameters only if all go together.
  bool UnifyAll(const std::vector<const Type*>& a, const std::vector<const Type*>& b);

  /// `type` with its settled parameters filled in; with `open_is_dyn`, the others are dynamic.
  const Type* Resolve(const Type* type, bool open_is_dyn = false);

  /// The more general of two types that go together.
  static const Type* MostGeneral(const Type* a, const Type* b);

 private:
  struct Change {
    std::uint32_t param;
    const Type* before;
  };

  const Type* Add(Type type) { return &made_.emplace_back(type); }
  bool Fit(const Type* a, const Type* b);
  bool Settle(const Type* type, const Type* param, bool& was_settled);
  bool IsFreeOf(const Type* type, const Type* param) const;
  const Type* Find(const Type* type) const;
  void Set(const Type* param, const Type* type);
  void Undo(std::size_t changes);

  std::deque<Type> made_;
  std::vector<const Type*> settled_;  // By parameter; null while it is open.
  std::vector<Change> changes_;
};

bool IsDynamic(const Type* type);
bool IsSameType(const Type* a, const Type* b);

}  // namespace check::cel

#endif  // LIBCHECK_CEL_TYPES_H_
