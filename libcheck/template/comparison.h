#ifndef LIBCHECK_TEMPLATE_COMPARISON_H_
#define LIBCHECK_TEMPLATE_COMPARISON_H_

#include <span>
#include <string>

#include "libcheck/template/value.h"

/// eq, ne, lt, le, gt and ge of text/template. False: `error` says why the arguments cannot be
/// compared.
namespace check::gotemplate {

/// Whether the first argument equals one of the others.
bool IsEqualToAny(std::span<const GoValue> arguments, Arena& memory, std::string& error,
                  bool& result);
bool IsUnequal(std::span<const GoValue> arguments, Arena& memory, std::string& error, bool& result);
bool IsLess(std::span<const GoValue> arguments, Arena& memory, std::string& error, bool& result);
bool IsLessOrEqual(std::span<const GoValue> arguments, Arena& memory, std::string& error,
                   bool& result);
bool IsGreater(std::span<const GoValue> arguments, Arena& memory, std::string& error, bool& result);
bool IsGreaterOrEqual(std::span<const GoValue> arguments, Arena& memory, std::string& error,
                      bool& result);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_COMPARISON_H_
