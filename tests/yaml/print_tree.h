#ifndef TESTS_YAML_PRINT_TREE_H_
#define TESTS_YAML_PRINT_TREE_H_

#include <string>

#include "libcheck/yaml/parse.h"

namespace check::yaml {

/// All that was read, on one line: values quoted as in Go, with a sign for their style in front
/// (`'`, `"`, `|`, `>`, and `f` for collections in brackets), and "@line:column+bytes" behind.
std::string PrintTree(const SourceFile& file, const Stream& stream);

/// "3:1 yaml-duplicate-key: duplicate key `a` [upstream's words] {2:1 first defined here}
/// (note)"
std::string PrintProblem(const SourceFile& file, const Diagnostic& problem);

}  // namespace check::yaml

#endif  // TESTS_YAML_PRINT_TREE_H_
