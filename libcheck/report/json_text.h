#ifndef LIBCHECK_REPORT_JSON_TEXT_H_
#define LIBCHECK_REPORT_JSON_TEXT_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>

#include "libcheck/diagnostic/finding.h"

namespace check::report {

/// JSON whose objects keep the order in which they were written.
using Json = nlohmann::ordered_json;

/// Indented text with a line break at the end. Bytes that are not UTF-8 become U+FFFD.
std::string ToText(const Json& json);

/// 16 hexadecimal digits.
std::string Hex(std::uint64_t number);

/// Names for findings by which a server knows them again in the next run: no two of a run have the
/// same, and they change neither when lines move nor when other findings come and go, unless those
/// are just alike.
class Occurrences {
 public:
  /// Call once for each finding, in order.
  std::string Fingerprint(const Finding& finding);

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;
};

}  // namespace check::report

#endif  // LIBCHECK_REPORT_JSON_TEXT_H_
