#include "libcheck/slo/words.h"

#include <fmt/format.h>

namespace check::slo {

std::string Times(std::size_t count) {
  if (count == 1) return "once";
  return count == 2 ? "twice" : fmt::format("{} times", count);
}

std::string Count(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace check::slo
