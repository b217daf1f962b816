#ifndef LIBCHECK_API_QUERY_PLACE_H_
#define LIBCHECK_API_QUERY_PLACE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/source/source_file.h"

namespace check::api {

/// What a server says is wrong with a query.
extern const CodeInfo kQueryRefused;
std::span<const CodeInfo* const> QueryCodes();

/// A place that a server's error tells.
struct QueryPlace {
  std::uint32_t offset = 0;  ///< Into the query, in bytes.
  std::string message;       ///< Without the place.
};

/// Finds "LINE:COLUMN: parse error: ..." in the text of an error about `query`, whose columns count
/// bytes from 1. Nothing if there is no place, or none that is in the query.
std::optional<QueryPlace> PlaceInQuery(std::string_view error, std::string_view query);

/// Reports `error` about `query`: at the place it tells, or else at all of the query.
void ReportQueryError(std::string_view error, const SourceFile& query, Diagnostics& diagnostics);

}  // namespace check::api

#endif  // LIBCHECK_API_QUERY_PLACE_H_
