#ifndef LIBCHECK_SILENCES_IMPORT_H_
#define LIBCHECK_SILENCES_IMPORT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libcheck/api/alertmanager.h"

namespace check::silences {

/// What happened to one silence of a batch.
struct Imported {
  enum class Outcome : std::uint8_t {
    kNotTried,  ///< Something failed before that would fail here as well.
    kThere,     ///< The server had the same already.
    kExpired,   ///< It is over, so a server would refuse it.
    kSent,      ///< `id` is what the server calls it.
    kRefused,   ///< `fault` says why. The server does not have it.
    kUnknown,   ///< No answer came back: the server may have it. `fault` says what went wrong.
  } outcome = Outcome::kNotTried;
  std::string id;
  api::Fault fault;

  /// Whether the server has it now, or needs not.
  bool is_done() const {
    return outcome == Outcome::kSent || outcome == Outcome::kThere || outcome == Outcome::kExpired;
  }
};

struct ImportOptions {
  bool force = false;       ///< Make them anew, without their IDs, also those that are there.
  std::size_t workers = 8;  ///< How many requests are under way at a time: 1 to 64.
  std::int64_t now_ms = 0;
};

/// Whether `there` does what `wanted` says, whatever its ID: of a silence that has begun, any start
/// before `now_ms` is the same, as servers let none begin in the past.
bool IsSame(const api::v2::Silence& there, const api::v2::Silence& wanted, std::int64_t now_ms);

/// Makes `silences` on the server, or changes those whose ID it knows. Those of `there`, what the
/// server has, are left alone: each stands for one of `silences`. So doing it again after a failure
/// finishes the work, and makes nothing twice. It stops when the server cannot be reached or
/// refuses who asks; what is under way then is waited for. In the order of `silences`.
std::vector<Imported> Import(const api::Server& server, std::span<const api::v2::Silence> silences,
                             std::span<const api::v2::Silence> there, const ImportOptions& options);

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_IMPORT_H_
