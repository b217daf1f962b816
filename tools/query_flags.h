#ifndef TOOLS_QUERY_FLAGS_H_
#define TOOLS_QUERY_FLAGS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/reply.h"
#include "libcheck/base/result.h"
#include "libcheck/promql/value.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/query_source.h"

namespace tools {

/// Which times a question is about, as a person says it.
struct TimeFlags {
  std::string zone;

  void Declare(FlagSet& flags);
  /// The zone that counts: of the flag, the context, or the system.
  std::string Zone(const QuerySource& source) const { return Zone(source.time_zone()); }
  std::string Zone(std::string_view of_context) const;
};

/// Reads the value of `flag`, a time such as `now`, `-1h`, `yesterday 14:00` or RFC 3339. Empty
/// text is nothing.
check::Result<std::optional<std::int64_t>> ReadTimeFlag(std::string_view flag,
                                                        const std::string& text, std::int64_t now,
                                                        const std::string& zone);

/// Milliseconds since 1970.
std::int64_t Now();

/// How answers with values are shown.
struct ValueOutput {
  std::string format;
  std::string sort;
  std::string svg;
  std::string watch;
  ColorFlag color;

  void Declare(FlagSet& flags);
};

/// What was asked, for titles and axes. Times in ms; `step` is 0 for instants.
struct Question {
  std::string query;
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t step = 0;
  std::string zone;
};

/// Shows `value` on standard output, or in the file of --svg. The error says why it cannot be.
std::optional<check::Error> Show(const check::promql::Value& value, const Question& question,
                                 const ValueOutput& output, const QuerySource& source);

/// What the server remarked, on standard error.
void WriteRemarks(const std::vector<std::string>& warnings, const std::vector<std::string>& infos);

/// Looks at `query` before it is sent. Nothing if Prometheus would take it; else what is wrong is
/// on standard error.
std::optional<Exit> RefuseQuery(const std::string& query, bool colour);

/// Says why there is no answer to `query`, with a caret where the server tells a place in it.
Exit FailQuery(const check::api::Fault& fault, const std::string& query, bool colour);

/// Splits words into a server and `count` others, of which `what` is the first: "a query".
/// The server is the first word if there is one more than that.
struct Words {
  std::string server;
  std::vector<std::string> rest;
};
check::Result<Words> SplitWords(const std::vector<std::string>& words, std::size_t count,
                                std::string_view what);

/// The same where the others may be omitted: a word alone is the server if it looks like one.
check::Result<Words> SplitServerAnd(const std::vector<std::string>& words, std::size_t most,
                                    std::string_view what);

/// An expression, and whom it is put to.
struct Expression {
  std::string query;
  QuerySource& source;
  std::string zone;
  bool colour = false;
};

/// What `query instant` and `query range` have in common.
struct ExpressionFlags {
  std::vector<std::string> words;
  SourceFlags source;
  TimeFlags times;
  ValueOutput output;
  std::size_t limit = 0;
  bool no_check = false;

  /// In the order of help: what says what to ask for, here; the flags of the command itself; and
  /// all others.
  void DeclareWords(FlagSet& flags);
  void DeclareRest(FlagSet& flags);

  check::api::QueryLimits Limits() const;

  /// Looks at the expression, and calls `ask` with it, again and again if --watch says so.
  Exit Run(const std::function<Exit(const Expression&)>& ask) const;
  /// What `ask` does with its answer.
  Exit Finish(const check::api::Reply<check::promql::Value>& reply, const Question& question,
              const Expression& expression) const;
};

/// Runs `run` once, or again and again if `interval` is not empty, until Ctrl-C or a failure.
Exit RunWatched(const std::string& interval, const std::function<Exit()>& run);

}  // namespace tools

#endif  // TOOLS_QUERY_FLAGS_H_
