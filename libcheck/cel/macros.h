#ifndef LIBCHECK_CEL_MACROS_H_
#define LIBCHECK_CEL_MACROS_H_

#include <vector>

#include "libcheck/cel/ast.h"

namespace check::cel {

/// What a call stands for: a loop or a presence test if it is one of the macros, otherwise itself.
/// Null after reporting arguments that the macro cannot have.
const Expr* ExpandMacro(const Expr* call, Ast& ast, std::vector<Fault>& faults);

}  // namespace check::cel

#endif  // LIBCHECK_CEL_MACROS_H_
