#ifndef LIBCHECK_CEL_PARSE_H_
#define LIBCHECK_CEL_PARSE_H_

#include <string_view>
#include <vector>

#include "libcheck/cel/ast.h"
#include "libcheck/cel/check.h"

namespace check::cel {

/// Parses `text` and expands its macros. Null where it cannot be parsed; `faults` says why.
const Expr* Parse(std::string_view text, Ast& ast, std::vector<Fault>& faults);

}  // namespace check::cel

#endif  // LIBCHECK_CEL_PARSE_H_
