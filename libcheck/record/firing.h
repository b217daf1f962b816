#ifndef LIBCHECK_RECORD_FIRING_H_
#define LIBCHECK_RECORD_FIRING_H_

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/record/test_file.h"

namespace check::record {

/// A series of a test, in the notation of test files.
struct Input {
  std::string series;
  std::string values;
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct FiringAlert {
  Pairs labels;  ///< Without the alert's name.
  Pairs annotations;
  friend auto operator<=>(const FiringAlert&, const FiringAlert&) = default;
};

/// Which alerts of a name fire after a step of the evaluation.
struct Moment {
  std::int64_t step = 0;
  std::vector<FiringAlert> alerts;
};

/// Of each alert that fires, by name, the moments that a test is to look at, in their order: when
/// it begins to fire and what is before that, when it fires for the most series, when it is over.
using Firing = std::map<std::string, std::vector<Moment>, std::less<>>;

/// Evaluates the rules as a test with that input will. The error is why they cannot be evaluated.
Result<Firing> FindFiring(const std::vector<Input>& input, const TestSource& source);

}  // namespace check::record

#endif  // LIBCHECK_RECORD_FIRING_H_
