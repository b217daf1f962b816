#ifndef LIBCHECK_TEMPLATE_GO_PRINT_H_
#define LIBCHECK_TEMPLATE_GO_PRINT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/template/value.h"

namespace check::gotemplate {

/// Go's package fmt for the values of templates. Appends to `out`, and stops when that would grow
/// past `limit` bytes.
class GoPrinter {
 public:
  GoPrinter(std::string& out, std::size_t limit, Arena& memory)
      : out_(out), limit_(limit), memory_(memory) {}

  /// fmt.Sprint, fmt.Sprintln, fmt.Sprintf. Values count as Go's `any`: pointers are not followed
  /// except as fmt does, and what is not there is nil.
  void Print(std::span<const GoValue> arguments);
  void Println(std::span<const GoValue> arguments);
  void Printf(std::string_view format, std::span<const GoValue> arguments);
  /// fmt.Errorf: as Printf, but %w takes an error.
  void Errorf(std::string_view format, std::span<const GoValue> arguments);

  /// Whether something had to be omitted.
  bool overflowed() const { return overflowed_; }

 private:
  struct Flags {
    bool has_width = false;
    bool has_precision = false;
    bool minus = false;
    bool plus = false;
    bool sharp = false;
    bool space = false;
    bool zero = false;
    bool plus_v = false;
    bool sharp_v = false;
    std::size_t width = 0;
    std::size_t precision = 0;
  };
  struct ArgumentNumber {
    std::size_t number;
    std::size_t at;
    bool found;
  };

  void PrintArgument(const GoValue& argument, std::uint32_t verb);
  void PrintValue(const GoValue& value, std::uint32_t verb, int depth);
  bool PrintWithMethod(const GoValue& value, std::uint32_t verb);
  void PrintMap(const GoValue& value, std::uint32_t verb, int depth);
  void PrintStruct(const GoValue& value, std::uint32_t verb, int depth);
  void PrintList(const GoValue& value, std::uint32_t verb, int depth);
  void PrintBytes(const GoValue& value, std::uint32_t verb);
  void PrintPointer(const GoValue& value, std::uint32_t verb);
  void PrintBool(const GoValue& value, std::uint32_t verb);
  void PrintInteger(const GoValue& value, std::uint64_t magnitude, bool is_signed,
                    std::uint32_t verb);
  void PrintFloat(const GoValue& value, double number, std::uint32_t verb);
  void PrintComplex(const GoValue& value, std::uint32_t verb);
  void PrintString(const GoValue& value, std::string_view text, std::uint32_t verb);
  void BadVerb(const GoValue& value, std::uint32_t verb);

  void FormatInteger(std::uint64_t value, unsigned base, bool is_signed, std::uint32_t verb,
                     bool upper);
  void FormatUnicode(std::uint64_t value);
  void FormatCharacter(std::uint64_t value);
  void FormatQuotedCharacter(std::uint64_t value);
  void FormatFloat(double value, char format, int precision);
  void FormatText(std::string_view text);
  void FormatHexText(std::string_view text, bool upper);
  void FormatQuoted(std::string_view text);
  std::string_view Truncated(std::string_view text) const;

  ArgumentNumber ReadArgumentNumber(std::size_t number, std::string_view format, std::size_t at,
                                    std::size_t count);
  void Pad(std::string_view text);
  void WritePadding(std::size_t count);
  void Write(std::string_view text);
  void WriteRune(std::uint32_t rune);

  std::string& out_;
  std::size_t limit_;
  Arena& memory_;
  Flags flags_;
  bool overflowed_ = false;
  bool erroring_ = false;  // Printing what a bad verb was given: without its methods.
  bool wraps_errors_ = false;
  bool reordered_ = false;
  bool good_number_ = true;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_GO_PRINT_H_
