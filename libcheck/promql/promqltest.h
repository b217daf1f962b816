#ifndef LIBCHECK_PROMQL_PROMQLTEST_H_
#define LIBCHECK_PROMQL_PROMQLTEST_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/source/source_file.h"

/// Prometheus's own language for tests of PromQL: `load`, `clear` and `eval` commands in `.test`
/// files. An instant evaluation is repeated with the time pinned in the expression, at other times,
/// and as a range query, as Prometheus's test suite does.
namespace check::promql {

struct ScriptOptions {
  EngineOptions engine;
  ParseOptions parse;
  bool repeat_evaluations = true;
  /// Scripts that load or expect more values are refused: all that is loaded stays in memory, eight
  /// bytes for a float.
  std::uint64_t max_values = 500'000'000;
  /// Also ask instant queries at some more times, with and without announcing them, and report
  /// where that makes a difference. A check of the engine, of no use to who tests expressions.
  bool check_ahead = false;
};

/// The engine and the language as Prometheus's test suite has them: 10,000 samples, delayed name
/// removal, start timestamps, every optional part of the language.
ScriptOptions UpstreamScriptOptions();

/// One thing that is not as expected, or a command that makes no sense.
struct ScriptFailure {
  std::size_t line = 0;  ///< Of the command, from 1.
  std::string command;   ///< As written.
  std::string message;
  bool is_fault = false;  ///< The script cannot be used, rather than that it does not pass.
  Span where;             ///< In the script: the line, the expression or the part of it.
  std::vector<std::string> notes = {};
};

struct ScriptResult {
  std::size_t evaluations = 0;  ///< `eval` commands.
  std::size_t failed = 0;       ///< Those that were not as expected.
  std::size_t queries = 0;      ///< With all that were repeated.
  std::vector<ScriptFailure> failures;

  bool ok() const { return failures.empty(); }
};

/// Runs a whole script. A command that cannot be read ends it; an evaluation that fails does not.
ScriptResult RunScript(std::string_view script, const ScriptOptions& options);

/// The same, and reports each failure as a Diagnostic.
ScriptResult RunScript(const SourceFile& script, const ScriptOptions& options,
                       Diagnostics& diagnostics);

/// Every CodeInfo that RunScript can report, for the catalogue.
std::span<const CodeInfo* const> ScriptCodes();

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PROMQLTEST_H_
