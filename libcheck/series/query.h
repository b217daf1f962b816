#ifndef LIBCHECK_SERIES_QUERY_H_
#define LIBCHECK_SERIES_QUERY_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/storage/queryable.h"

/// Asking a store what one asks a server.
namespace check::series {

/// All of the language, since no server has to agree.
promql::ParseOptions WholeLanguage();

/// When a query must be evaluated, in ms.
struct QueryTimes {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 0;  ///< 0: once, at `start`.
};

/// The value of `expr`, in the order in which a server gives it. The error of the result, if there
/// is one, has Prometheus's words.
promql::QueryResult RunQuery(const promql::Expr& expr, storage::Queryable& store,
                             const QueryTimes& times, const promql::EngineOptions& options = {});

/// Matchers of one selector; a series is chosen if any of several selectors chooses it. No selector
/// chooses all.
using Selector = std::vector<model::Matcher>;

/// The series that have samples in `range`, sorted. The error is one of a matcher.
Result<std::vector<model::Labels>> FindSeries(storage::Queryable& store,
                                              std::span<const Selector> selectors,
                                              storage::TimeRange range);
/// The names of their labels, sorted.
Result<std::vector<std::string>> LabelNames(storage::Queryable& store,
                                            std::span<const Selector> selectors,
                                            storage::TimeRange range);
/// The values of one of their labels, sorted.
Result<std::vector<std::string>> LabelValues(storage::Queryable& store, std::string_view name,
                                             std::span<const Selector> selectors,
                                             storage::TimeRange range);

}  // namespace check::series

#endif  // LIBCHECK_SERIES_QUERY_H_
