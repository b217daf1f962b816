#ifndef LIBCHECK_SCHEMA_NAME_H_
#define LIBCHECK_SCHEMA_NAME_H_

#include <string_view>

namespace check::schema {

/// Whether `a` is `b`. Looks at both ends first, which tells nearly all names of fields apart and
/// is less than calling memcmp takes: a large file asks this some millions of times.
inline bool IsName(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.empty()) return true;
  return a.back() == b.back() && a.front() == b.front() && a == b;
}

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_NAME_H_
