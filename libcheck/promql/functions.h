#ifndef LIBCHECK_PROMQL_FUNCTIONS_H_
#define LIBCHECK_PROMQL_FUNCTIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/promql/traits.h"

namespace check::promql {

inline constexpr std::size_t kMaxParameters = 6;

/// What a function takes and returns. Parameters past `required` may be omitted; when `variadic`
/// is set the last one may also be repeated, up to `max_arguments` (0: without end).
struct Signature {
  std::array<Parameter, kMaxParameters> parameters = {};
  std::uint8_t count = 0;
  std::uint8_t required = 0;
  bool variadic = false;
  std::uint8_t max_arguments = 0;
  ValueType result = ValueType::kVector;

  /// The parameter that argument `i` is for: the last one, if there are too many arguments.
  constexpr const Parameter& At(std::size_t i) const {
    const std::size_t last = count > 0 ? count - 1U : 0;
    return parameters[i < last ? i : last];
  }

  /// For tables: Takes({...}).Requires(1).Repeats(12).Gives(ValueType::kScalar).
  constexpr Signature Requires(std::uint8_t at_least) const {
    Signature changed = *this;
    changed.required = at_least;
    return changed;
  }
  constexpr Signature Repeats(std::uint8_t at_most = 0) const {
    Signature changed = *this;
    changed.variadic = true;
    changed.max_arguments = at_most;
    return changed;
  }
  constexpr Signature Gives(ValueType type) const {
    Signature changed = *this;
    changed.result = type;
    return changed;
  }
};

/// A signature with these parameters, all required, and an instant vector as the result.
constexpr Signature Takes(std::initializer_list<Parameter> parameters) {
  Signature signature;
  for (const Parameter& parameter : parameters) signature.parameters[signature.count++] = parameter;
  signature.required = signature.count;
  return signature;
}

inline constexpr Signature kTakesVector = Takes({{"v", ValueType::kVector}});
inline constexpr Signature kTakesRange = Takes({{"v", ValueType::kMatrix}});

/// What a function does to the labels of the argument that holds series.
enum class LabelEffect : std::uint8_t {
  kKeepsAll,       ///< Metric name included: last_over_time.
  kDropsName,      ///< The usual: everything but the metric name survives.
  kNone,           ///< Always gives one sample, without labels: vector(), scalar(), time().
  kFromMatchers,   ///< absent(): the labels that the argument's `=` matchers ask for.
  kFromBuckets,    ///< histogram_quantile(): `le` and the name go; a string argument adds a label.
  kReplacesLabel,  ///< label_replace().
  kJoinsLabels,    ///< label_join().
  kAddsInfo,       ///< info(): adds labels of series that the expression does not name.
};

/// What a result depends on besides its arguments.
enum class TimeUse : std::uint8_t {
  kNone,
  kEvaluation,  ///< The time of evaluation, even where the arguments are the same at each: hour().
  kQuery,       ///< Start, end or step of the query.
};

/// How much of native histograms a function looks at.
enum class HistogramUse : std::uint8_t {
  kAsAround,    ///< What the functions around it do.
  kStatistics,  ///< Counts and sums alone, unless something inside needs buckets.
  kBuckets,
};

class CallState;
class Node;
class SelectorNode;
struct BlockContext;
struct Call;
struct InstantContext;
struct RangeContext;
struct RangeOutcome;
struct VectorSample;

/// Everything there is to know about one PromQL function: the parser, the engine, label flow, lint
/// checks, documentation and completion all read it here.
struct Function {
  std::string_view name;
  Signature signature;
  std::string_view doc;  ///< One sentence.

  LabelEffect labels = LabelEffect::kDropsName;
  Values values = {};
  bool monotone = false;  ///< Smaller values, or counters that grow less, give no larger result.
  TimeUse time = TimeUse::kNone;
  HistogramUse histograms = HistogramUse::kAsAround;
  std::uint8_t least_samples = 1;  ///< In the range of a series, for it to have a result.
  /// Set if it gives the growth of counters: the function that does the same for gauges.
  std::string_view gauge_form = {};
  bool sorts = false;         ///< The order of the result is the point of it.
  bool experimental = false;  ///< Needs --enable-feature=promql-experimental-functions.

  // The body: `instant`, `range` or `make_node`. The types are those of eval/.

  /// Of instant vectors and scalars, one step at a time.
  void (*instant)(const InstantContext& context, std::vector<VectorSample>& out) = nullptr;
  /// What `instant` keeps from one step, and one run, to the next. May be null.
  std::unique_ptr<CallState> (*make_state)() = nullptr;
  /// In place of `instant` where the argument is a selector. May be null.
  std::unique_ptr<Node> (*of_selector)(const Call& call,
                                       std::unique_ptr<SelectorNode> selector) = nullptr;

  /// Of a range, one series and one step at a time.
  void (*range)(const RangeContext& context, RangeOutcome& outcome) = nullptr;
  /// Does what `range` does, for floats without start times, at many steps. Returns whether any has
  /// a value. May be null.
  bool (*range_block)(const BlockContext& context, std::span<double> values,
                      std::span<std::uint8_t> present) = nullptr;

  /// For what is neither. An argument with kLabelMatchers is null.
  Result<std::unique_ptr<Node>> (*make_node)(
      const Call& call, std::vector<std::unique_ptr<Node>> arguments) = nullptr;

  // Of functions of a range, for the engine.
  bool start_times = false;      ///< Uses those of samples, if the engine is told to.
  bool expects_counter = false;  ///< Remarks on names that are no counter's.
  bool anchored = false;         ///< The modifier is allowed.
  bool smoothed = false;         ///< Likewise.

  bool IsRate() const { return !gauge_form.empty(); }
  /// vector(): makes an instant vector of a scalar.
  bool MakesVector() const {
    return signature.result == ValueType::kVector && labels == LabelEffect::kNone;
  }
  /// Whether samples come out as they went in, perhaps with other labels or in another order.
  bool PassesSamples() const {
    return range == nullptr && signature.result == ValueType::kVector &&
           labels != LabelEffect::kNone && values.kind == Values::Kind::kOfInput;
  }
};

/// Every function, sorted by name.
std::span<const Function> AllFunctions();

/// Null if there is no such function.
const Function* FindFunction(std::string_view name);

/// "clamp_max(v instant vector, max scalar)", for messages and documentation.
std::string ToString(const Function& function);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_FUNCTIONS_H_
