#ifndef LIBCHECK_PROMQL_ENGINE_H_
#define LIBCHECK_PROMQL_ENGINE_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/promql/annotations.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/operands.h"
#include "libcheck/promql/value.h"
#include "libcheck/storage/queryable.h"

namespace check::promql {

/// How queries are evaluated. Times in milliseconds.
struct EngineOptions {
  std::int64_t lookback_delta = 5 * 60 * 1000;
  /// The step of subqueries that name none.
  std::int64_t default_subquery_step = 60 * 1000;
  /// Samples a query may hold in memory at once, counted as Prometheus counts them.
  std::int64_t max_samples = 50'000'000;
  std::chrono::milliseconds timeout = std::chrono::seconds(120);
  /// Steps that any part of a query may have, with values or without; nobody would wait for more.
  std::int64_t max_steps = 100'000'000;
  /// What the labels that one query makes may take, all together.
  std::size_t max_label_bytes = std::size_t{256} << 20;
  /// --enable-feature=promql-delayed-name-removal
  bool delayed_name_removal = false;
  /// --enable-feature=type-and-unit-labels
  bool type_and_unit_labels = false;
  /// --enable-feature=use-start-timestamps
  bool start_timestamps = false;
  /// Evaluate functions of ranges at many steps together where that can be done. Nothing but the
  /// time it takes depends on it; tests do without.
  bool steps_together = true;
  /// Prometheus: ranges of release 2.x include a sample that is exactly as old as they are long.
  bool closed_ranges = false;
  /// Sees what operands decide. May be null; must outlive the queries.
  OperandObserver* operands = nullptr;
};

/// The error of a query in which one-to-one matching meets several series on a side.
inline constexpr std::string_view kManyToOneError =
    "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)";

/// What came of a query: a value and remarks, or an error in Prometheus's words. (There may be
/// remarks beside an error, if the evaluation itself went well.)
struct QueryResult {
  Value value;
  std::optional<std::string> error;
  Annotations annotations;

  bool ok() const { return !error; }
};

/// Known facts about the questions to come: the one at `last` and every `interval` before it, both
/// in milliseconds, will be asked in order.
struct Ahead {
  std::int64_t interval = 0;
  std::int64_t last = 0;
};

/// What a query gives at several steps: for each series `width` floats, of which those count that
/// are present.
struct AheadResult {
  std::int64_t start = 0;
  std::int64_t interval = 0;
  std::size_t width = 0;
  std::span<const model::Labels> series;
  const double* values = nullptr;
  const std::uint8_t* present = nullptr;

  std::span<const double> ValuesOf(std::size_t i) const { return {values + i * width, width}; }
  std::span<const std::uint8_t> PresentOf(std::size_t i) const {
    return {present + i * width, width};
  }
};

class Plan;

/// An expression bound to a store. What depends on neither time nor samples is done once, when it
/// is made or when it first meets a series; running it again, at later times above all, costs
/// little.
///
/// The syntax tree and the store must outlive it. One thread at a time.
class Query {
 public:
  /// The error says what cannot be evaluated whenever it is run: a regular expression that does not
  /// compile.
  static Result<Query> Bind(const Expr& expr, storage::Queryable& storage,
                            const EngineOptions& options);
  Query(Query&&) noexcept;
  Query& operator=(Query&&) noexcept;
  ~Query();

  /// The value at `time`: a scalar, string, vector or (for a range selector) matrix. With `ahead`,
  /// which may be null, what can be said of later times is worked out at once, where the store
  /// promises that the series are complete; remarks may then come with an earlier answer.
  QueryResult RunInstant(std::int64_t time, const Ahead* ahead = nullptr);

  /// What RunInstant would give at `time` and at the steps that follow, without remarks, as long as
  /// they are all floats and the store promises that the series are complete; nothing if it has to
  /// be asked step by step. Good until the query is run again.
  std::optional<AheadResult> RunAhead(std::int64_t time, const Ahead& ahead);

  /// The values from `start` to `end`, each included, `step` > 0 apart: a matrix sorted by labels.
  QueryResult RunRange(std::int64_t start, std::int64_t end, std::int64_t step);

 private:
  explicit Query(std::unique_ptr<Plan> plan);

  std::unique_ptr<Plan> plan_;
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_ENGINE_H_
