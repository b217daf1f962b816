#ifndef LIBCHECK_REPAIR_REPAIRS_H_
#define LIBCHECK_REPAIR_REPAIRS_H_

#include "libcheck/repair/repair.h"

// Every repair, one line each, sorted. Its file in repairs/ has the same name; its code has dashes.
#define LIBCHECK_ALL_REPAIRS(X) \
  X(alert_bool_comparison)      \
  X(bad_value)                  \
  X(deprecated_field)           \
  X(redundant_continue)         \
  X(regex_of_plain_text)        \
  X(regex_redundant_anchor)     \
  X(removed_field)              \
  X(template_syntax)            \
  X(unknown_field)              \
  X(wrong_type)

namespace check::repair {

#define LIBCHECK_DECLARE(name) extern const Repair name;
LIBCHECK_ALL_REPAIRS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

}  // namespace check::repair

#endif  // LIBCHECK_REPAIR_REPAIRS_H_
