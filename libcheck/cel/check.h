#ifndef LIBCHECK_CEL_CHECK_H_
#define LIBCHECK_CEL_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The Common Expression Language, as cel-go 0.26 compiles it with its standard library.
namespace check::cel {

/// How deeply an expression may nest. cel-go counts the same way.
inline constexpr int kMaxDepth = 250;
/// The longest expression, in characters.
inline constexpr std::size_t kMaxSize = 100'000;
/// The most faults that CheckExpression reports.
inline constexpr std::size_t kMaxFaults = 20;

/// A fault in an expression: bytes from `begin` up to `end`.
struct Fault {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string message;
  std::string note = {};
};

struct Checked {
  std::vector<Fault> faults;  ///< Sorted by place. Empty if the expression compiles.
  std::string type;           ///< Of the result, as CEL writes it: "bool", "list(int)", "dyn".
};

/// Parses and type-checks `text`, where `variables` have a dynamic type. Of syntax, the first fault
/// is reported; of types, all.
Checked CheckExpression(std::string_view text, const std::vector<std::string_view>& variables);

}  // namespace check::cel

#endif  // LIBCHECK_CEL_CHECK_H_
