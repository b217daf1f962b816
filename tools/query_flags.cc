#include "tools/query_flags.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "libcheck/api/query_place.h"
#include "libcheck/base/arena.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/promql/parse.h"
#include "libcheck/report/report.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

using check::Error;
using check::Result;

void PrintProblems(const check::Diagnostics& problems, bool colour) {
  check::report::Run run;
  for (const check::Diagnostic& problem : problems.found()) {
    run.findings.push_back(check::ToFinding(problem));
  }
  const check::report::Style style = {.colour = colour, .tool_version = PRONOIA_VERSION};
  WriteErr(check::report::FindFormat("text")->Render(run, style));
}

}  // namespace

void TimeFlags::Declare(FlagSet& flags) {
  flags.Option("--tz", &zone, "ZONE",
               "Time zone of times: UTC, local, +02:00 or Europe/Berlin (default local)");
}

std::string TimeFlags::Zone(std::string_view of_context) const {
  if (!zone.empty()) return zone;
  return of_context.empty() ? "local" : std::string(of_context);
}

std::int64_t Now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Result<std::optional<std::int64_t>> ReadTimeFlag(std::string_view flag, const std::string& text,
                                                 std::int64_t now, const std::string& zone) {
  if (text.empty()) return std::optional<std::int64_t>();
  const Result<std::int64_t> time = check::ParseTime(text, now, zone);
  if (!time) return Error{fmt::format("{}: {}", flag, time.error().message)};
  return std::optional(*time);
}

void WriteRemarks(const std::vector<std::string>& warnings, const std::vector<std::string>& infos) {
  for (const std::string& text : warnings) WriteErr("warning: " + text + "\n");
  for (const std::string& text : infos) WriteErr("info: " + text + "\n");
}

std::optional<Exit> RefuseQuery(const std::string& query, bool colour) {
  const check::SourceBuffer source("<query>", query);
  check::Arena arena;
  check::Diagnostics problems;
  // Which features the server has switched on is not known: it says so itself.
  const check::promql::ParseOptions options = {.experimental_functions = true,
                                               .extended_range_selectors = true,
                                               .fill_modifiers = true,
                                               .max_depth = 10'000};
  if (check::promql::ParseExpr(source, options, arena, problems) != nullptr) return std::nullopt;
  PrintProblems(problems, colour);
  WriteErr("note: the query was not sent; use --no-check for servers that extend PromQL\n");
  return Exit::kProblems;
}

Exit FailQuery(const check::api::Fault& fault, const std::string& query, bool colour) {
  if (fault.kind != check::api::Fault::Kind::kApi) {
    WriteFault(fault);
    return Exit::kFailed;
  }
  const check::SourceBuffer source("<query>", query);
  check::Diagnostics problems;
  check::api::ReportQueryError(fault.error, source, problems);
  for (const std::string& note : fault.notes) problems.found().back().notes.push_back(note);
  PrintProblems(problems, colour);
  return Exit::kProblems;
}

Result<Words> SplitWords(const std::vector<std::string>& words, std::size_t count,
                         std::string_view what) {
  Words split;
  auto first = words.begin();
  if (words.size() > count) split.server = *first++;
  split.rest.assign(first, words.end());
  if (split.rest.size() > count) {
    return Error{
        fmt::format("too many arguments: expected a server and {}; put {} in quotes", what, what)};
  }
  if (split.rest.size() < count) return Error{fmt::format("expected {}", what)};
  // `a:5` could be a metric of somebody's.
  std::string_view only;
  if (split.server.empty() && count > 0) only = split.rest.front();
  if (LooksLikeServer(only) && (only.find('.') != only.npos || only.starts_with("localhost"))) {
    return Error{
        fmt::format("expected {} after the server `{}`", what, check::http::PublicUrl(only))};
  }
  return split;
}

Result<Words> SplitServerAnd(const std::vector<std::string>& words, std::size_t most,
                             std::string_view what) {
  const bool has_server = words.size() > most || (!words.empty() && LooksLikeServer(words[0]));
  if (words.size() > most + (has_server ? 1U : 0U)) {
    return Error{fmt::format("too many arguments: expected at most a server and {}", what)};
  }
  Words split;
  if (has_server) split.server = words[0];
  split.rest.assign(words.begin() + (has_server ? 1 : 0), words.end());
  return split;
}

Exit RunWatched(const std::string& interval, const std::function<Exit()>& run) {
  if (interval.empty()) return run();
  const Result<check::Duration> pause = ReadDurationFlag("--watch", interval);
  if (!pause) {
    WriteError(pause.error().message);
    return Exit::kFailed;
  }
  const bool clears = ::isatty(STDOUT_FILENO) == 1;
  for (;;) {
    // The screen is cleared when there is something to show, so that it does not flicker.
    if (clears) WriteData("\033[H\033[2J");
    const Exit status = run();
    if (status != Exit::kOk) return status;
    std::this_thread::sleep_for(*pause);
  }
}

void ExpressionFlags::DeclareWords(FlagSet& flags) {
  flags.Argument("query", &words, "QUERY",
                 "Server (a URL or the name of a context, optional) and expression; - reads the "
                 "expression from standard input",
                 {.required = true});
}

void ExpressionFlags::DeclareRest(FlagSet& flags) {
  times.Declare(flags);
  flags.Option("--limit", &limit, "NUMBER", "Maximum number of series (0: all)");
  flags.Switch("--no-check", &no_check, "Send the expression without checking it");
  output.Declare(flags);
  source.Declare(flags);
}

check::api::QueryLimits ExpressionFlags::Limits() const {
  check::api::QueryLimits limits;
  if (limit != 0) limits.limit = static_cast<std::int64_t>(limit);
  return limits;
}

Exit ExpressionFlags::Run(const std::function<Exit(const Expression&)>& ask) const {
  const auto fail = [](const Error& error) {
    WriteError(error.message);
    return Exit::kFailed;
  };
  const Result<Words> split = SplitWords(words, 1, "a query");
  if (!split) return fail(split.error());
  const Result<std::string> query =
      split->rest[0] == "-" ? ReadInput("-") : Result<std::string>(split->rest[0]);
  if (!query) return fail(query.error());
  const bool colour = output.color.Use();
  if (!no_check) {
    if (const auto refused = RefuseQuery(*query, colour)) return *refused;
  }
  const auto opened = source.Open(split->server);
  if (!opened) return fail(opened.error());
  const Expression expression = {
      .query = *query, .source = **opened, .zone = times.Zone(**opened), .colour = colour};
  return RunWatched(output.watch, [&] { return ask(expression); });
}

Exit ExpressionFlags::Finish(const check::api::Reply<check::promql::Value>& reply,
                             const Question& question, const Expression& expression) const {
  WriteRemarks(reply.warnings, reply.infos);
  if (!reply) return FailQuery(reply.fault, expression.query, expression.colour);
  if (const auto problem = Show(*reply, question, output, expression.source)) {
    WriteError(problem->message);
    return Exit::kFailed;
  }
  return Exit::kOk;
}

}  // namespace tools
