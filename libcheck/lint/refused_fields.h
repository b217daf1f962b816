#ifndef LIBCHECK_LINT_REFUSED_FIELDS_H_
#define LIBCHECK_LINT_REFUSED_FIELDS_H_

#include <algorithm>

#include "libcheck/lint/alertmanager.h"

namespace check::lint {

/// Whether the name of a field in one of the routes is an error among `found`: misspelt, it may
/// name a receiver or an interval all the same.
inline bool HasRefusedField(const config::alertmanager::Route& root, const Diagnostics& found) {
  bool any = false;
  ForEachRoute(root, [&](const config::alertmanager::Route& route) {
    for (const yaml::Entry& entry : route.section.entries()) {
      const Span key = entry.key.span;
      any = any || std::any_of(found.found().begin(), found.found().end(), [&](const auto& each) {
              const Span where = each.where.Outermost().span;
              return each.severity == Severity::kError && each.where.file != nullptr &&
                     where.begin >= key.begin && where.begin < key.end;
            });
    }
  });
  return any;
}

}  // namespace check::lint

#endif  // LIBCHECK_LINT_REFUSED_FIELDS_H_
