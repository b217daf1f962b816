#ifndef LIBCHECK_BASE_RESULT_H_
#define LIBCHECK_BASE_RESULT_H_

#include <cassert>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace check {

/// Why the tool could not do what was asked: a file it cannot read, a server it cannot reach.
///
/// A fault in the user's own input is never an Error. It is a Diagnostic, because it has a place in
/// a file and because the user wants to hear about all of them, not only the first.
struct Error {
  std::string message;
  int number = 0;              ///< The errno, if the system said no.
  std::size_t why_begins = 0;  ///< Where `message` stops saying what failed.

  /// The reason alone: "no such file or directory".
  std::string_view why() const { return std::string_view(message).substr(why_begins); }
};

/// Either a T or the reason there is none. Stands in for std::expected until C++23.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(*-explicit-*)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(*-explicit-*)

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// Requires ok().
  const T& operator*() const { return assert(ok()), *std::get_if<0>(&state_); }
  T& operator*() { return assert(ok()), *std::get_if<0>(&state_); }
  const T* operator->() const { return &**this; }
  T* operator->() { return &**this; }

  /// Requires !ok().
  const Error& error() const { return assert(!ok()), *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace check

#endif  // LIBCHECK_BASE_RESULT_H_
