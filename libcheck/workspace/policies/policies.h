#ifndef LIBCHECK_WORKSPACE_POLICIES_POLICIES_H_
#define LIBCHECK_WORKSPACE_POLICIES_POLICIES_H_

#include "libcheck/workspace/requirement.h"

// Every kind of policy, one line each, with the field of an item of `policies` that holds it. Its
// file in this folder has the same name, in small letters.
#define LIBCHECK_ALL_POLICY_KINDS(X) \
  X(Annotations, "annotations")      \
  X(For, "for")                      \
  X(Labels, "labels")                \
  X(Names, "names")                  \
  X(Owners, "owners")                \
  X(Runbook, "runbook")              \
  X(Tests, "tests")

namespace check::workspace {

#define LIBCHECK_DECLARE(Name, field) extern const PolicyKind k##Name##Policy;
LIBCHECK_ALL_POLICY_KINDS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_POLICIES_POLICIES_H_
