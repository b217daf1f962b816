#ifndef LIBCHECK_RESULT_CSV_H_
#define LIBCHECK_RESULT_CSV_H_

#include <string>
#include <string_view>

namespace check::result {

/// Appends a field as RFC 4180 has it: in quotes where it has to be.
void AppendCsvField(std::string& out, std::string_view text);

}  // namespace check::result

#endif  // LIBCHECK_RESULT_CSV_H_
