#ifndef LIBCHECK_REPORT_JSON_TEXT_H_
#define LIBCHECK_REPORT_JSON_TEXT_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace check::report {

/// JSON whose objects keep the order in which they were written.
using Json = nlohmann::ordered_json;

/// Indented text with a line break at the end. Bytes that are not UTF-8 become U+FFFD.
std::string ToText(const Json& json);

/// 16 hexadecimal digits.
std::string Hex(std::uint64_t number);

/// `text` without white space around it, as raw string literals have.
std::string_view Trimmed(std::string_view text);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_JSON_TEXT_H_
