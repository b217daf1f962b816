#ifndef LIBCHECK_DIAGNOSTIC_SECRETS_H_
#define LIBCHECK_DIAGNOSTIC_SECRETS_H_

#include <span>
#include <string_view>

#include "libcheck/diagnostic/finding.h"

namespace check {

/// Puts `<secret>` into the excerpts of `finding` wherever they show one of `secrets`, which are
/// spans of the file `path`, sorted.
void HideSecrets(Finding& finding, std::string_view path, std::span<const Span> secrets);

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_SECRETS_H_
