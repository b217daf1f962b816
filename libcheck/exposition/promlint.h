#ifndef LIBCHECK_EXPOSITION_PROMLINT_H_
#define LIBCHECK_EXPOSITION_PROMLINT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/exposition/families.h"

namespace check::exposition {

/// What promlint finds wrong with a family.
struct LintProblem {
  const CodeInfo* info;
  std::string text;         ///< In promlint's words.
  std::string message;      ///< In ours.
  std::uint64_t count = 1;  ///< How often promlint would say so.
};

/// Everything that promlint says about `family`, as far as it has been counted, in its order.
std::vector<LintProblem> Lint(const Family& family);

/// Whether a small letter is followed by a capital one.
bool IsCamelCase(std::string_view name);

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_PROMLINT_H_
