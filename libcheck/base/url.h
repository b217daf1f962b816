#ifndef LIBCHECK_BASE_URL_H_
#define LIBCHECK_BASE_URL_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"

namespace check {

/// The parts of a URL, as Go's package net/url has them.
struct Url {
  std::string scheme;  ///< In small letters; empty if there is none.
  std::string opaque;  ///< What follows the scheme, where that is no path: "9090" of "host:9090".
  std::string host;    ///< With its port; empty if there is none.
  bool has_user = false;
  std::string user;
  bool has_password = false;
  std::string password;
  std::string path;         ///< Without escapes.
  std::string raw_path;     ///< As written. Counts for as long as it says the same as `path`.
  std::string query;        ///< As written, without the question mark.
  std::string fragment;     ///< As written, without the `#`.
  bool omits_host = false;  ///< "http:/path"

  /// `path` with what it needs of escapes: as written, if that still says the same.
  std::string EscapedPath() const;
  /// As written on the line of a request: path and query, a slash at the least.
  std::string RequestTarget() const;
  /// Go's URL.String. It shows the password.
  std::string ToString() const;
  /// The same with three asterisks instead of the password, as Go's errors show URLs.
  std::string Redacted() const;
  /// What `reference`, found in the answer to this one, leads to: Go's URL.ResolveReference.
  Url Resolve(const Url& reference) const;
};

/// Go's url.Parse: takes and refuses what that does. The error has its words: `parse "http://[::1":
/// missing ']' in host`.
Result<Url> ParseUrl(std::string_view text);

/// What stands in queries and forms, without escapes. Pairs that cannot be read are omitted.
std::vector<std::pair<std::string, std::string>> ParseForm(std::string_view text);

/// Go's path.Join of two: one slash between them, without "." and "..".
std::string JoinUrlPath(std::string_view base, std::string_view path);

}  // namespace check

#endif  // LIBCHECK_BASE_URL_H_
