#include "libcheck/promql/promqltest.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/promqltest_compare.h"
#include "libcheck/promql/promqltest_load.h"
#include "libcheck/promql/promqltest_parse.h"
#include "libcheck/source/source_file.h"
#include "libcheck/storage/memory.h"

namespace check::promql {
namespace {

// An expression together with all that it needs to live.
struct Parsed {
  explicit Parsed(std::string text) : source("", std::move(text)) {}

  SourceBuffer source;
  Arena arena;
  UpstreamTexts texts;
  Diagnostics diagnostics = Diagnostics(&texts);
  const Expr* expr = nullptr;
};

std::unique_ptr<Parsed> Parse(std::string text, const ParseOptions& options) {
  auto parsed = std::make_unique<Parsed>(std::move(text));
  parsed->expr = ParseExpr(parsed->source, options, parsed->arena, parsed->diagnostics);
  return parsed;
}

void Pin(TimeShift& shift, std::int64_t time) {
  if (shift.at == AtModifier::kTimestamp) return;
  shift.at = AtModifier::kTimestamp;
  shift.timestamp_ms = time;
}

// Pins every selector and subquery to `time`, but for those inside a pinned subquery. The tree is
// ours alone and was not made const. False if that does not fix the result.
bool PinTimes(const Expr& expr, std::int64_t time) {
  if (expr.kind == ExprKind::kVectorSelector) {
    Pin(const_cast<VectorSelector&>(As<VectorSelector>(expr)).shift, time);
  }
  if (expr.kind == ExprKind::kSubquery) {
    Pin(const_cast<SubqueryExpr&>(As<SubqueryExpr>(expr)).shift, time);
    return true;
  }
  if (const auto* call = TryAs<Call>(&expr);
      call != nullptr && call->function->time != TimeUse::kNone) {
    return false;
  }
  bool fixed = true;
  ForEachChild(expr, [&](const Expr& child) { fixed = PinTimes(child, time) && fixed; });
  return fixed;
}

bool AsksForQueryTimes(std::string_view expr) {
  for (const std::string_view call : {"start()", "end()", "range()", "step()"}) {
    if (expr.find(call) != std::string_view::npos) return true;
  }
  return false;
}

// The beginning of a result, for a note. Empty if `message` has told it all.
std::string ResultNote(const Value& value, std::string_view message) {
  constexpr std::size_t kMost = 8;
  std::vector<std::string> parts;
  std::size_t count = 0;
  if (const auto* vector = std::get_if<Vector>(&value)) {
    count = vector->size();
    for (std::size_t i = 0; i < std::min(count, kMost); ++i) {
      parts.push_back(ToString(Vector{(*vector)[i]}));
    }
  } else if (const auto* matrix = std::get_if<Matrix>(&value)) {
    count = matrix->size();
    for (std::size_t i = 0; i < std::min(count, kMost); ++i) {
      parts.push_back((*matrix)[i].labels.ToString());
    }
  } else {
    return {};
  }
  if (count == 0) return "the result is empty";
  if (count == 1 && message.find(parts[0].substr(0, parts[0].find(" => "))) != message.npos) {
    return {};
  }
  std::string note = "the result is ";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) note += i + 1 == count ? " and " : ", ";
    note += "`" + parts[i] + "`";
  }
  if (count > kMost) note += " and " + std::to_string(count - kMost) + " more";
  return note;
}

class Runner {
 public:
  Runner(const ScriptOptions& options, ScriptResult& result)
      : options_(options), result_(result), store_(std::make_unique<storage::MemoryStore>()) {}

  void Run(const ClearCommand&) { store_ = std::make_unique<storage::MemoryStore>(); }

  void Run(const LoadCommand& command) {
    if (auto problem = LoadSeries(command, *store_)) {
      result_.failures.push_back({command.line, std::string(command.text),
                                  std::move(problem->message), true,
                                  problem->where.value_or(command.where)});
    }
  }

  void Run(const EvalCommand& command) {
    ++result_.evaluations;
    notes_.clear();
    Problem problem = command.is_range ? RunRange(command) : RunInstants(command);
    if (!problem) return;
    ++result_.failed;
    result_.failures.push_back({command.line, std::string(command.text),
                                std::move(problem->message), false,
                                problem->where.value_or(command.where), std::move(notes_)});
  }

 private:
  using Problem = std::optional<Mismatch>;

  // Nothing, with `problem` set, if the query could not even be made.
  template <typename Evaluate>
  Problem Check(const EvalCommand& command, const std::string& expr, Evaluate&& evaluate,
                QueryResult& outcome) {
    ++result_.queries;
    const std::unique_ptr<Parsed> parsed = Parse(expr, options_.parse);
    if (parsed->expr == nullptr) {
      const auto& found = parsed->diagnostics.found();
      return Mismatch{"`" + expr +
                      "`: " + (found.empty() ? "cannot be parsed" : found[0].upstream.str())};
    }
    Result<Query> query = Query::Bind(*parsed->expr, *store_, options_.engine);
    if (!query) {
      outcome.error = query.error().message;
    } else {
      outcome = evaluate(*query);
    }
    const bool should_fail = command.fail || command.Expects(Expectation::Kind::kFail);
    if (!outcome.ok()) {
      if (should_fail) return CompareError(command, *outcome.error);
      return Mismatch{"error evaluating query `" + expr + "`: " + *outcome.error};
    }
    if (should_fail) {
      return Mismatch{"expected error evaluating query `" + expr + "` but got none"};
    }
    return CompareAnnotations(command, outcome.annotations);
  }

  Problem RunRange(const EvalCommand& command) {
    QueryResult outcome;
    if (auto problem = Check(
            command, command.expr,
            [&](Query& query) { return query.RunRange(command.start, command.end, command.step); },
            outcome)) {
      return problem;
    }
    if (!outcome.ok()) return std::nullopt;
    return Compare(command, outcome.value);
  }

  // Also notes what the result is, if it is not as expected.
  Problem Compare(const EvalCommand& command, const Value& value) {
    Problem problem = CompareResult(command, value, store_->labels());
    if (problem) {
      std::string note = ResultNote(value, problem->message);
      if (!note.empty()) notes_ = {std::move(note)};
    }
    return problem;
  }

  Problem RunInstants(const EvalCommand& command) {
    if (auto problem = RunInstant(command, command.expr, command.at)) return problem;
    if (!options_.repeat_evaluations) return std::nullopt;
    const std::unique_ptr<Parsed> parsed = Parse(command.expr, options_.parse);
    const std::int64_t at = command.at;
    if (parsed->expr == nullptr || !PinTimes(*parsed->expr, at)) return std::nullopt;
    const std::string pinned = ToString(*parsed->expr);
    const std::vector<std::int64_t> times =
        at == 0 ? std::vector<std::int64_t>{-1000, 0, 1000}
                : std::vector<std::int64_t>{-10 * at, 0, at / 5, at, 10 * at};
    for (const std::int64_t time : times) {
      if (auto problem = RunInstant(command, pinned, time)) {
        problem->message.insert(0,
                                "repeated at " + std::to_string(time) + " as `" + pinned + "`: ");
        return problem;
      }
    }
    return std::nullopt;
  }

  Problem RunInstant(const EvalCommand& command, const std::string& expr, std::int64_t time) {
    QueryResult outcome;
    if (auto problem = Check(
            command, expr, [&](Query& query) { return query.RunInstant(time); }, outcome)) {
      return problem;
    }
    if (options_.check_ahead) {
      if (auto problem = CheckAhead(expr, time)) return problem;
    }
    if (!outcome.ok()) return std::nullopt;
    if (auto problem = Compare(command, outcome.value)) return problem;
    if (!options_.repeat_evaluations || command.not_as_range || AsksForQueryTimes(expr)) {
      return std::nullopt;
    }
    return RunAroundInstant(command, expr, time, std::holds_alternative<Scalar>(outcome.value));
  }

  Problem CheckAhead(const std::string& expr, std::int64_t time) {
    constexpr std::int64_t kStep = 60'000;
    constexpr std::int64_t kCount = 12;
    EngineOptions engine = options_.engine;
    engine.delayed_name_removal = engine.start_timestamps = false;
    const std::unique_ptr<Parsed> parsed = Parse(expr, options_.parse);
    Result<Query> announced = Query::Bind(*parsed->expr, *store_, engine);
    Result<Query> plain = Query::Bind(*parsed->expr, *store_, engine);
    if (!announced || !plain) return std::nullopt;
    store_->SetAllComplete(std::numeric_limits<std::int64_t>::max());
    const Ahead ahead = {.interval = kStep, .last = time + kCount * kStep};
    for (std::int64_t at = time; at <= ahead.last; at += kStep) {
      const QueryResult one = plain->RunInstant(at);
      const QueryResult other = announced->RunInstant(at, &ahead);
      const std::string wanted = one.error ? *one.error : ToString(one.value);
      const std::string got = other.error ? *other.error : ToString(other.value);
      if (wanted != got) {
        return Mismatch{"at " + std::to_string(at) + " the result is " + got +
                        " if steps are announced, and else " + wanted};
      }
    }
    return std::nullopt;
  }

  // As the middle one of three steps.
  Problem RunAroundInstant(const EvalCommand& command, const std::string& expr, std::int64_t time,
                           bool is_scalar) {
    constexpr std::int64_t kStep = 60'000;
    ++result_.queries;
    const std::unique_ptr<Parsed> parsed = Parse(expr, options_.parse);
    Result<Query> query = Query::Bind(*parsed->expr, *store_, options_.engine);
    if (!query) return Mismatch{"in range mode: " + query.error().message};
    QueryResult outcome = query->RunRange(time - kStep, time + kStep, kStep);
    if (!outcome.ok()) return Mismatch{"in range mode: " + *outcome.error};
    if (command.ordered || command.Expects(Expectation::Kind::kOrdered)) return std::nullopt;
    Vector vector;
    for (const ResultSeries& series : std::get<Matrix>(outcome.value)) {
      for (const FloatPoint& point : series.floats) {
        if (point.time == time) {
          vector.push_back({.labels = series.labels, .time = time, .value = point.value});
        }
      }
      for (const HistogramPoint& point : series.histograms) {
        if (point.time == time) {
          vector.push_back({.labels = series.labels, .time = time, .histogram = point.histogram});
        }
      }
    }
    Problem problem = is_scalar && !vector.empty() ? Compare(command, Scalar{time, vector[0].value})
                                                   : Compare(command, vector);
    if (problem) problem->message.insert(0, "in range mode: ");
    return problem;
  }

  const ScriptOptions& options_;
  ScriptResult& result_;
  std::unique_ptr<storage::MemoryStore> store_;
  std::vector<std::string> notes_;  // For the evaluation that goes on.
};

}  // namespace

ScriptOptions UpstreamScriptOptions() {
  ScriptOptions options;
  options.engine.max_samples = 10'000;
  options.engine.timeout = std::chrono::seconds(100);
  options.engine.delayed_name_removal = true;
  options.engine.start_timestamps = true;
  options.parse.experimental_functions = true;
  options.parse.duration_expressions = true;
  options.parse.extended_range_selectors = true;
  options.parse.fill_modifiers = true;
  return options;
}

ScriptResult RunScript(std::string_view script, const ScriptOptions& options) {
  ScriptResult result;
  const std::vector<ScriptCommand> commands = ParseScript(script, options, result.failures);
  Runner runner(options, result);
  for (const ScriptCommand& command : commands) {
    std::visit([&](const auto& which) { runner.Run(which); }, command);
  }
  return result;
}

}  // namespace check::promql
