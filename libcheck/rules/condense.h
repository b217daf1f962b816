#ifndef LIBCHECK_RULES_CONDENSE_H_
#define LIBCHECK_RULES_CONDENSE_H_

#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/diagnostic/finding.h"

namespace check::rules {

/// Leaves of what was found in one file only what a person needs to hear. If the file is a Helm
/// template, that is all there is to say. What is shared by aliases is read, and found wrong, once
/// for each alias, but told of once.
void Condense(std::vector<Diagnostic>& found);
void Condense(std::vector<Finding>& found);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_CONDENSE_H_
