#include "libcheck/base/header_name.h"

#include <algorithm>

#include "libcheck/base/ascii.h"

namespace check {

std::string CanonicalHeaderName(std::string_view name) {
  std::string canonical(name);
  const bool may_stand = std::all_of(name.begin(), name.end(), [](char c) {
    return IsAlphanumeric(c) ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
  if (!may_stand) return canonical;
  bool first = true;
  for (char& c : canonical) {
    c = first ? UpperAscii(c) : LowerAscii(c);
    first = c == '-';
  }
  return canonical;
}

}  // namespace check
