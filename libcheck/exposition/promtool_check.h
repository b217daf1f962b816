#ifndef LIBCHECK_EXPOSITION_PROMTOOL_CHECK_H_
#define LIBCHECK_EXPOSITION_PROMTOOL_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/files/byte_source.h"
#include "libcheck/model/names.h"

namespace check::exposition {

/// What `promtool check metrics` finds in its input.
struct PromtoolMetrics {
  /// "text format parsing error in line N: ...": nothing else counts then.
  std::optional<std::string> error;

  /// A line that is printed `count` times, one after another.
  struct Problem {
    std::string text;  ///< With the metric's name in front.
    std::uint64_t count = 1;
  };
  std::vector<Problem> problems;  ///< In the order they are printed.

  struct Cardinality {
    std::string name;
    std::uint64_t series = 0;
  };
  std::vector<Cardinality> cardinality;  ///< Most first, then by name, which promtool leaves open.
  std::uint64_t total = 0;
};

/// Reads `input` as promtool 3.14 does. `names`: legacy where it lints, UTF-8 where it only counts.
Result<PromtoolMetrics> CheckAsPromtool(ByteSource& input, model::NameValidation names);

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_PROMTOOL_CHECK_H_
