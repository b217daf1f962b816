#ifndef LIBCHECK_PROMQL_PROMQLTEST_LOAD_H_
#define LIBCHECK_PROMQL_PROMQLTEST_LOAD_H_

#include <optional>
#include <string>

#include "libcheck/promql/promqltest_compare.h"
#include "libcheck/promql/promqltest_parse.h"
#include "libcheck/storage/memory.h"

namespace check::promql {

/// Puts what `command` describes into `store`, from time zero on. Returns why that is impossible.
std::optional<Mismatch> LoadSeries(const LoadCommand& command, storage::MemoryStore& store);

/// The labels of a description in `table`, or nothing if a name occurs twice.
std::optional<model::Labels> LabelsOf(const SeriesDescription& series, model::LabelTable& table);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PROMQLTEST_LOAD_H_
