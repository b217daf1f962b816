#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/promql/parse.h"
#include "libcheck/record/fetch.h"
#include "libcheck/record/grid.h"
#include "libcheck/record/needs.h"
#include "libcheck/record/test_file.h"
#include "libcheck/result/format.h"
#include "libcheck/series/query.h"
#include "tools/command.h"
#include "tools/evaluated_rules.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/raw_output.h"
#include "tools/server_flags.h"

namespace tools {
namespace {

using check::Result;
namespace api = check::api;
namespace record = check::record;
namespace rules = check::rules;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kLookback = 5 * kMinute;

struct Options {
  std::vector<std::string> words;
  std::vector<std::string> rules;
  std::string output = "-";
  bool as_test = false;
  bool no_check = false;
  std::string start;
  std::string end;
  std::string step;
  std::string interval;
  TimeFlags times;
  FeatureFlag features;
  ServerFlags server;
};

// What is to be asked of the server.
struct Wanted {
  std::vector<record::NeededSelector> selectors;  // Whose samples are to be had.
  std::vector<std::string> expressions;           // To be evaluated at every step.
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

std::int64_t Milliseconds(check::Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

class Recorder {
 public:
  explicit Recorder(const Options& options) : options_(options) {}

  Exit Run() {
    if (!options_.words.empty() && IsServer(options_.words[0])) server_word_ = options_.words[0];
    if (auto refused = ReadExpressions()) return *refused;
    if (auto failed = ReadRules()) return *failed;
    if (wanted_.selectors.empty() && wanted_.expressions.empty()) {
      return Fail("nothing to record: give a selector such as `up{job=\"node\"}`, or --rules");
    }
    if (options_.as_test && groups_.empty()) return Fail("--as-test needs --rules");
    auto chosen = options_.server.Choose(server_word_);
    if (!chosen) return Fail(chosen.error().message);
    if (auto failed = ReadTimes(chosen->time_zone)) return *failed;
    return options_.as_test ? RecordTest(*chosen->server) : RecordSamples(*chosen->server);
  }

 private:
  // Whether the word names a server rather than a metric.
  static bool IsServer(const std::string& word) {
    if (LooksLikeServer(word)) return true;
    const auto contexts = LoadContexts();
    return contexts && contexts->Find(word) != nullptr;
  }

  std::optional<Exit> ReadExpressions() {
    for (std::size_t i = server_word_.empty() ? 0 : 1; i < options_.words.size(); ++i) {
      const std::string& word = options_.words[i];
      const check::SourceBuffer source("", word);
      check::Arena arena;
      check::Diagnostics diagnostics;
      const auto* const expr =
          check::promql::ParseExpr(source, check::series::WholeLanguage(), arena, diagnostics);
      if (expr == nullptr && !options_.no_check) {
        return RefuseQuery(word, UseColor(ColorWhen::kAuto)).value_or(Exit::kFailed);
      }
      if (expr == nullptr) {
        wanted_.expressions.push_back(word);
        continue;
      }
      AddExpression(*expr, word);
    }
    return std::nullopt;
  }

  // Samples are raw where that can be: of selectors that are not shifted.
  void AddExpression(const check::promql::Expr& expr, const std::string& word) {
    namespace promql = check::promql;
    std::int64_t before = 0;
    const auto* selector = promql::TryAs<promql::VectorSelector>(&expr);
    if (const auto* const matrix = promql::TryAs<promql::MatrixSelector>(&expr)) {
      if (matrix->range_expr == nullptr) selector = matrix->vector;
      before = Milliseconds(matrix->range);
    }
    const bool is_raw = selector != nullptr && selector->shift.at == promql::AtModifier::kNone &&
                        selector->shift.offset == check::Duration::zero() &&
                        selector->shift.offset_expr == nullptr;
    if (is_raw) {
      wanted_.selectors.push_back({record::PlainSelector(*selector), before});
    } else {
      wanted_.expressions.push_back(word);
    }
  }

  std::optional<Exit> ReadRules() {
    if (options_.rules.empty()) return std::nullopt;
    auto read = ReadEvaluatedRules(options_.rules, options_.features.ParseOptions());
    if (!read) return Fail(read.error().message);
    library_ = std::move(read->library);
    groups_ = std::move(read->groups);
    needs_ = record::FindNeeds(groups_, kLookback);
    std::move(needs_.selectors.begin(), needs_.selectors.end(),
              std::back_inserter(wanted_.selectors));
    return std::nullopt;
  }

  std::optional<Exit> ReadTimes(const std::string& context_zone) {
    constexpr std::int64_t kHour = 60 * kMinute;
    zone_ = !options_.times.zone.empty() ? options_.times.zone
            : !context_zone.empty()      ? context_zone
                                         : "local";
    const std::int64_t now = Now();
    const auto end = ReadTimeFlag("--end", options_.end, now, zone_);
    if (!end) return Fail(end.error().message);
    const auto start = ReadTimeFlag("--start", options_.start, now, zone_);
    if (!start) return Fail(start.error().message);
    period_.end = end->value_or(now);
    period_.start = start->value_or(period_.end - kHour);
    if (period_.start >= period_.end) return Fail("--start is not before --end");
    step_ = check::ChooseStep(period_.end - period_.start);
    for (const auto& [flag, text, target] :
         {std::tuple("--step", &options_.step, &step_),
          std::tuple("--interval", &options_.interval, &interval_)}) {
      if (text->empty()) continue;
      const auto duration = ReadDurationFlag(flag, *text);
      if (!duration) return Fail(duration.error().message);
      *target = std::max<std::int64_t>(Milliseconds(*duration), 1);
    }
    return std::nullopt;
  }

  static Exit FailFetch(const api::Fault& fault) {
    WriteFault(fault);
    return Exit::kFailed;
  }

  std::optional<Exit> Fetch(const api::Server& server) {
    for (const record::NeededSelector& needed : wanted_.selectors) {
      const record::Period period = {period_.start - needed.before_ms, period_.end};
      if (auto fault = record::FetchSamples(server, needed.selector, period, samples_)) {
        return FailFetch(*fault);
      }
    }
    for (const std::string& expr : wanted_.expressions) {
      if (auto fault = record::FetchSteps(server, expr, period_, step_, samples_)) {
        return FailFetch(*fault);
      }
    }
    if (!samples_.columns().empty()) return std::nullopt;
    return Fail(fmt::format("the server has no such samples between {} and {}",
                            check::FormatTime(period_.start, zone_, check::TimeStyle::kRfc3339),
                            check::FormatTime(period_.end, zone_, check::TimeStyle::kRfc3339)));
  }

  Exit RecordSamples(const api::Server& server) {
    if (auto failed = Fetch(server)) return *failed;
    check::promql::Matrix matrix = record::TakeMatrix(samples_);
    const std::size_t series = matrix.size();
    const std::size_t samples = check::promql::TotalSamples(matrix);
    const auto native = std::count_if(matrix.begin(), matrix.end(),
                                      [](const auto& one) { return !one.histograms.empty(); });
    if (native > 0) {
      WriteErr(
          fmt::format("warning: {} of {} series have native histograms, which OpenMetrics cannot "
                      "represent; they are saved as classic histograms\n",
                      native, series));
    }
    if (auto failed =
            Save(check::result::FindFormat("openmetrics")->Render(std::move(matrix), {}))) {
      return *failed;
    }
    Tell(fmt::format("{} series with {} samples", series, samples));
    return Exit::kOk;
  }

  Exit RecordTest(const api::Server& server) {
    if (!wanted_.expressions.empty()) {
      return Fail(fmt::format("--as-test accepts selectors, not `{}`", wanted_.expressions[0]));
    }
    if (auto failed = Fetch(server)) return *failed;
    if (interval_ == 0) interval_ = record::UsualInterval(samples_, kMinute);
    record::TestSource source;
    source.groups = groups_;
    source.rule_files = PathsFromOutput();
    source.from = period_.start;
    source.interval = interval_;
    source.needs = needs_;
    source.parser = options_.features.ParseOptions();
    const std::int64_t begin = period_.start - needs_.before_ms;
    source.period = {begin - begin % interval_, period_.end};
    constexpr std::int64_t kMostSteps = 200'000;
    if ((source.period.end - source.period.start) / interval_ > kMostSteps) {
      return Fail(
          fmt::format("a test of more than {} steps is too long; use a shorter time range, or a "
                      "longer --interval",
                      kMostSteps));
    }
    check::series::SampleSet present;
    for (const record::NeededSelector& needed : wanted_.selectors) {
      if (auto fault =
              record::FetchSteps(server, needed.selector, source.period, interval_, present)) {
        return FailFetch(*fault);
      }
    }
    auto test = record::WriteTest(samples_, present, source);
    if (!test) return Fail(test.error().message);
    if (auto failed = Save(test->text)) return *failed;
    std::string fired;
    for (const std::string& name : test->fired) fired += (fired.empty() ? "" : ", ") + name;
    Tell(fmt::format("a test with {} series; {}", test->series,
                     fired.empty() ? "no alert fired" : "alerts that fired: " + fired));
    return Exit::kOk;
  }

  // The rule files as the test has to name them, from its own folder.
  std::vector<std::string> PathsFromOutput() const {
    std::vector<std::string> paths;
    std::error_code ignored;
    const auto folder =
        std::filesystem::path(options_.output == "-" ? "x" : options_.output).parent_path();
    for (const std::string& path : options_.rules) {
      const auto relative = std::filesystem::relative(path, folder.empty() ? "." : folder, ignored);
      paths.push_back(relative.empty() || std::filesystem::path(path).is_absolute()
                          ? path
                          : relative.generic_string());
    }
    return paths;
  }

  std::optional<Exit> Save(const std::string& text) const {
    if (options_.output == "-") {
      WriteKept(text);
      return std::nullopt;
    }
    if (const auto error = check::ReplaceFile(options_.output, text)) return Fail(error->message);
    return std::nullopt;
  }

  void Tell(const std::string& what) const {
    if (options_.output != "-") WriteErr(fmt::format("{}: {}\n", options_.output, what));
  }

  const Options& options_;
  std::string server_word_;
  std::unique_ptr<rules::RuleLibrary> library_;
  std::vector<const rules::PreparedGroup*> groups_;
  record::Needs needs_;
  Wanted wanted_;
  std::string zone_;
  record::Period period_;
  std::int64_t step_ = 0;
  std::int64_t interval_ = 0;
  check::series::SampleSet samples_;
};

constexpr Example kExamples[] = {
    {"pronoia query record -o incident.om --start -2h 'up{job=\"node\"}'",
     "Save two hours of samples, for `pronoia query range --data incident.om up`"},
    {"pronoia query record --rules rules/api.yml --as-test -o api_test.yml --start 'today 02:50' "
     "--end 'today 03:40'",
     "Turn an incident into a unit test of the rules that reported it"},
};

}  // namespace

extern const Command kQueryRecordCommand = {
    .path = "query record",
    .summary = "Save samples of a server in a file, or as a unit test",
    .description =
        "Samples of selectors are saved as they were scraped, in OpenMetrics; of other "
        "expressions, the values at every step. With --rules, all series that the rules select are "
        "saved, starting as long before --start as the rules look back, except the series that the "
        "rules record.\n\nWith --as-test, write a file for `pronoia test rules` and `promtool test "
        "rules`: the samples at a fixed interval as input series, and as expectations the alerts "
        "of the rules when they begin to fire, when most of them fire, and when they are over. The "
        "test passes as it is written; read it, shorten it and keep it.\n\nThe first argument is "
        "the server if it is a URL, a host with a port, or the name of a context. An existing file "
        "is replaced when the new one is complete.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("expression", &options->words, "EXPR",
                     "Server, and selectors or other expressions");
      flags.Option("-o,--output", &options->output, "FILE", "Output file; - for standard output");
      flags.Option("--rules", &options->rules, "FILE",
                   "Save the series that the rules of this file need; may be repeated");
      flags.Switch("--as-test", &options->as_test, "Write a unit test of the rules");
      flags.Option(
          "--start", &options->start, "TIME",
          "Start: RFC 3339, Unix time, -6h, yesterday 14:00 (default an hour before the end)");
      flags.Option("--end", &options->end, "TIME", "End, in the same formats (default now)");
      flags.Option("--step", &options->step, "DURATION",
                   "Step between values of expressions that are not selectors");
      flags.Option("--interval", &options->interval, "DURATION",
                   "Interval between samples in a test (default: the most frequent one)");
      flags.Switch("--no-check", &options->no_check, "Send expressions without checking them");
      options->times.Declare(flags);
      options->features.Declare(flags);
      options->server.Declare(flags);
      return [options] { return Recorder(*options).Run(); };
    },
};

}  // namespace tools
