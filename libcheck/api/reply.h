#ifndef LIBCHECK_API_REPLY_H_
#define LIBCHECK_API_REPLY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/http/http.h"

namespace check::api {

/// Why there is no answer, in words for a person and in parts for a program. Nothing in `message`
/// and `notes` is secret.
struct Fault {
  enum class Kind : std::uint8_t {
    kConnection,  ///< There was no answer, or not all of it: `connection` says why.
    kRefused,     ///< 401, 403: who asks is not known, or may not.
    kStatus,      ///< Another status that is not a success, and no error in the API's form.
    kNotTheApi,   ///< A success that is not in the API's form: a page of a proxy, JSON of others.
    kApi,         ///< An error that the API tells: `error_type` and `error`.
  } kind = Kind::kConnection;
  std::string message;             ///< One sentence: "cannot reach `URL`: connection refused".
  std::vector<std::string> notes;  ///< What to try.

  int status = 0;          ///< 503, if there was an answer.
  std::string error_type;  ///< "bad_data"
  std::string error;       ///< "invalid parameter \"query\": 1:4: parse error: unexpected ..."
  http::HttpFault connection;
};

/// What came of asking: a value or a fault, and what the server remarked in either case.
template <typename T>
struct [[nodiscard]] Reply {
  std::optional<T> value;
  Fault fault;  ///< Counts if there is no value.
  std::vector<std::string> warnings;
  std::vector<std::string> infos;

  Reply() = default;
  Reply(T answer) : value(std::move(answer)) {}        // NOLINT(*-explicit-*)
  Reply(Fault problem) : fault(std::move(problem)) {}  // NOLINT(*-explicit-*)

  explicit operator bool() const { return value.has_value(); }
  const T& operator*() const { return *value; }
  T& operator*() { return *value; }
  const T* operator->() const { return &*value; }
  T* operator->() { return &*value; }
};

}  // namespace check::api

#endif  // LIBCHECK_API_REPLY_H_
