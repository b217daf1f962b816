#include "libcheck/promql/functions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "libcheck/promql/functions/families.h"

namespace check::promql {
namespace {

constexpr std::size_t Hash(std::string_view name) {
  std::size_t hash = name.size();
  for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
  return hash % 512;
}

constexpr std::uint8_t kNone = 0xFF;

// The rows of all families.
class Table {
 public:
  static const Table& Get() {
    static const Table table;
    return table;
  }

  std::span<const Function> rows() const { return rows_; }

  const Function* Find(std::string_view name) const {
    for (std::size_t at = Hash(name); slots_[at] != kNone; at = (at + 1) % slots_.size()) {
      const Function& function = rows_[slots_[at]];
      if (function.name == name) return &function;
    }
    return nullptr;
  }

 private:
  Table() {
#define LIBCHECK_ADD_FAMILY(family) \
  for (const Function& function : family()) rows_.push_back(function);
    LIBCHECK_FUNCTION_FAMILIES(LIBCHECK_ADD_FAMILY)
#undef LIBCHECK_ADD_FAMILY
    std::sort(rows_.begin(), rows_.end(),
              [](const Function& a, const Function& b) { return a.name < b.name; });
    // Open addressing, mostly one step.
    slots_.fill(kNone);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      std::size_t at = Hash(rows_[i].name);
      while (slots_[at] != kNone) at = (at + 1) % slots_.size();
      slots_[at] = static_cast<std::uint8_t>(i);
    }
  }

  std::vector<Function> rows_;
  std::array<std::uint8_t, 512> slots_;
};

}  // namespace

std::span<const Function> AllFunctions() { return Table::Get().rows(); }

const Function* FindFunction(std::string_view name) { return Table::Get().Find(name); }

std::string ToString(const Function& function) {
  const Signature& signature = function.signature;
  std::string out(function.name);
  out += '(';
  for (std::size_t i = 0; i < signature.count; ++i) {
    const Parameter& parameter = signature.parameters[i];
    const bool optional = i >= signature.required;
    if (optional) out += '[';
    if (i > 0) out += ", ";
    out += parameter.name;
    out += ' ';
    out += ToString(parameter.type);
    if (signature.variadic && i + 1 == signature.count) out += ", ...";
    if (optional) out += ']';
  }
  return out + ")";
}

}  // namespace check::promql
