#ifndef TESTS_PROMQL_AST_JSON_H_
#define TESTS_PROMQL_AST_JSON_H_

#include <nlohmann/json.hpp>

#include "libcheck/promql/ast.h"

namespace check::test {

/// `expr` in the form of the conformance data: upstream's node types and field names. Fields with
/// zero values are left out, as Normalized leaves them out.
nlohmann::json AstJson(const promql::Expr& expr);

/// An expected tree without what cannot be compared: zero values, which are sometimes written out,
/// and those positions of DurationExpr that upstream keeps without ever reading them.
nlohmann::json Normalized(const nlohmann::json& expected);

}  // namespace check::test

#endif  // TESTS_PROMQL_AST_JSON_H_
