#ifndef LIBCHECK_BASE_URL_H_
#define LIBCHECK_BASE_URL_H_

#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace check {

/// The parts of a URL that somebody asks for.
struct Url {
  std::string scheme;  ///< In small letters; empty if there is none.
  std::string host;    ///< With its port; empty if there is none.
  std::string user;
  bool has_password = false;
};

/// Go's url.Parse: takes and refuses what that does. The error has its words: `parse "http://[::1":
/// missing ']' in host`.
Result<Url> ParseUrl(std::string_view text);

}  // namespace check

#endif  // LIBCHECK_BASE_URL_H_
