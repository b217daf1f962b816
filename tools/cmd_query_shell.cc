#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/promql/completion.h"
#include "libcheck/promql/explain.h"
#include "libcheck/promql/parse.h"
#include "libcheck/result/format.h"
#include "tools/command.h"
#include "tools/line_editor.h"
#include "tools/output.h"
#include "tools/query_flags.h"

namespace tools {
namespace {

using check::promql::Completion;
namespace api = check::api;
namespace promql = check::promql;

struct Options {
  std::string word;
  SourceFlags source;
  TimeFlags times;
  ValueOutput output;
};

// `$XDG_STATE_HOME/pronoia/history`, or below ~/.local/state.
std::string HistoryFile() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && state[0] == '/') return std::string(state) + "/pronoia/history";
  const char* home = std::getenv("HOME");
  return home == nullptr ? "" : std::string(home) + "/.local/state/pronoia/history";
}

class Shell {
 public:
  Shell(const Options& options, QuerySource& source)
      : source_(source),
        output_(options.output),
        zone_(options.times.Zone(source)),
        colour_(options.output.color.Use()),
        lines_(HistoryFile(), [this](std::string_view text) { return Complete(text); }) {
    if (output_.format.empty() && source.format().empty()) output_.format = "table";
  }

  Exit Run() {
    if (InputIsTerminal()) WriteErr("\\help lists the commands, Ctrl-D exits\n");
    while (!ended_) {
      const auto line = lines_.Read(typed_.empty() ? "> " : ". ");
      if (!line) break;
      if (line->interrupted) {
        typed_.clear();
        continue;
      }
      Take(line->text);
    }
    if (!typed_.empty()) Ask(std::exchange(typed_, {}));
    // Of a script, whether all went well; a person has seen it.
    return InputIsTerminal() ? Exit::kOk : worst_;
  }

 private:
  struct Directive {
    std::string_view name;
    std::string_view usage;
    std::string_view doc;
    Exit (Shell::*run)(const std::string& rest);
  };
  static std::span<const Directive> Directives();

  void Take(const std::string& line) {
    if (typed_.empty()) {
      const std::string_view trimmed = check::TrimSpace(line);
      if (trimmed.empty()) return;
      if (trimmed.front() == '\\') return Note(RunDirective(std::string(trimmed)));
    }
    typed_ += (typed_.empty() ? "" : "\n") + line;
    // An empty line says that no more is to come.
    if (!line.empty() && WantsMore(typed_)) return;
    Ask(std::exchange(typed_, {}));
  }

  void Note(Exit status) { worst_ = std::max(worst_, status); }

  // Whether more text could make a query of `text`.
  static bool WantsMore(const std::string& text) {
    const check::SourceBuffer source("<query>", text);
    check::Arena arena;
    check::Diagnostics problems;
    if (promql::ParseExpr(source, kAllFeatures, arena, problems) != nullptr) return false;
    return std::ranges::all_of(problems.found(),
                               [](const check::Diagnostic& fault) { return fault.ends_early; });
  }

  void Ask(const std::string& query) {
    lines_.Remember(query);
    last_ = query;
    Note(is_range_ ? AskRange(query, output_) : AskInstant(query));
  }

  Exit Fail(const std::string& message) {
    WriteError(message);
    return Exit::kFailed;
  }

  std::int64_t Latest() const {
    const auto extent = source_.extent();
    return extent ? extent->last : Now();
  }

  Exit AskInstant(const std::string& query) {
    if (const auto refused = RefuseQuery(query, colour_)) return *refused;
    const auto time = ReadTimeFlag("\\time", time_, Latest(), zone_);
    if (!time) return Fail(time.error().message);
    const std::int64_t at = time->value_or(Latest());
    const auto reply = source_.Instant({.query = query, .time = at});
    WriteRemarks(reply.warnings, reply.infos);
    if (!reply) return FailQuery(reply.fault, query, colour_);
    const auto problem =
        Show(*reply, {.query = query, .start = at, .end = at, .zone = zone_}, output_, source_);
    return problem ? Fail(problem->message) : Exit::kOk;
  }

  Exit AskRange(const std::string& query, const ValueOutput& output) {
    constexpr std::int64_t kHour = 60 * 60 * 1000;
    if (const auto refused = RefuseQuery(query, colour_)) return *refused;
    const auto extent = source_.extent();
    const auto end = ReadTimeFlag("\\range", end_, Latest(), zone_);
    const auto start = ReadTimeFlag("\\range", start_, Latest(), zone_);
    if (!end) return Fail(end.error().message);
    if (!start) return Fail(start.error().message);
    api::RangeQuery range = {.query = query, .end = end->value_or(Latest())};
    range.start = start->value_or(extent ? extent->first : range.end - kHour);
    if (range.start > range.end) return Fail("the range ends before it starts");
    range.step = check::ChooseStep(range.end - range.start);
    const auto reply = source_.Range(range);
    WriteRemarks(reply.warnings, reply.infos);
    if (!reply) return FailQuery(reply.fault, query, colour_);
    const auto problem = Show(
        *reply,
        {.query = query, .start = range.start, .end = range.end, .step = range.step, .zone = zone_},
        output, source_);
    return problem ? Fail(problem->message) : Exit::kOk;
  }

  Exit RunDirective(const std::string& line) {
    lines_.Remember(line);
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string name = line.substr(1, space - 1);
    const std::string rest(check::TrimSpace(std::string_view(line).substr(space)));
    for (const Directive& directive : Directives()) {
      if (directive.name == name) return (this->*directive.run)(rest);
    }
    return Fail(fmt::format("unknown command `\\{}`; \\help lists them", name));
  }

  Exit Help(const std::string&) {
    for (const Directive& directive : Directives()) {
      WriteOut(fmt::format("  {:<26}{}\n", fmt::format("\\{} {}", directive.name, directive.usage),
                           directive.doc));
    }
    WriteOut(
        "  Any other input is an expression, which continues on the next line until it is "
        "complete.\n");
    return Exit::kOk;
  }

  Exit Quit(const std::string&) {
    ended_ = true;
    return Exit::kOk;
  }

  Exit Plot(const std::string& query) {
    ValueOutput plot = output_;
    plot.format = "plot";
    if (query.empty() && last_.empty()) return Fail("\\plot: no query yet");
    return AskRange(query.empty() ? last_ : query, plot);
  }

  Exit Explain(const std::string& query) {
    const check::SourceBuffer source("<query>", query.empty() ? last_ : query);
    if (const auto refused = RefuseQuery(std::string(source.text()), colour_)) return *refused;
    check::Arena arena;
    check::Diagnostics problems;
    const promql::Expr* expr = promql::ParseExpr(source, kAllFeatures, arena, problems);
    if (expr != nullptr) WriteOut(promql::Explain(*expr, colour_));
    return Exit::kOk;
  }

  Exit Time(const std::string& text) {
    const auto time = ReadTimeFlag("\\time", text, Latest(), zone_);
    if (!time) return Fail(time.error().message);
    time_ = text;
    is_range_ = false;
    WriteErr("values are now those at " +
             check::FormatTime(time->value_or(Latest()), zone_, check::TimeStyle::kRfc3339) + "\n");
    return Exit::kOk;
  }

  Exit Range(const std::string& text) {
    std::string_view rest = text;
    const std::string start(check::TakeUpTo(rest, ' '));
    const std::string end(check::TrimSpace(rest));
    for (const std::string& time : {start, end}) {
      const auto read = ReadTimeFlag("\\range", time, Latest(), zone_);
      if (!read) return Fail(read.error().message);
    }
    start_ = start;
    end_ = end;
    is_range_ = true;
    return Exit::kOk;
  }

  Exit Format(const std::string& name) {
    if (check::result::FindFormat(name) == nullptr) {
      std::string names;
      for (const auto& format : check::result::AllFormats()) {
        names += (names.empty() ? "" : ", ") + std::string(format.name);
      }
      return Fail("\\format: choose from " + names);
    }
    output_.format = name;
    return Exit::kOk;
  }

  Exit Zone(const std::string& name) {
    if (const auto problem = check::CheckTimeZone(name)) return Fail(problem->message);
    zone_ = name;
    return Exit::kOk;
  }

  Exit PrintLines(const api::Reply<std::vector<std::string>>& reply) {
    WriteRemarks(reply.warnings, reply.infos);
    if (!reply) {
      WriteFault(reply.fault);
      return Exit::kFailed;
    }
    for (const std::string& line : *reply) WriteOut(line + "\n");
    return Exit::kOk;
  }

  Exit Labels(const std::string& name) {
    return PrintLines(name.empty() ? source_.LabelNames({}) : source_.LabelValues(name, {}));
  }

  Exit Series(const std::string& selector) {
    if (selector.empty()) return Fail("\\series: expected a selector, such as up{job=\"a\"}");
    const auto reply = source_.Series({.matches = {selector}});
    WriteRemarks(reply.warnings, reply.infos);
    if (!reply) return FailQuery(reply.fault, selector, colour_);
    for (const check::model::Labels& labels : *reply) WriteOut(labels.ToString() + "\n");
    return Exit::kOk;
  }

  // What is known is asked for once: it is for somebody who waits for a key.
  const std::vector<std::string>& Names(const std::string& key,
                                        const std::function<std::vector<std::string>()>& ask) {
    const auto at = known_.find(key);
    return at != known_.end() ? at->second : known_.emplace(key, ask()).first->second;
  }

  std::vector<std::string> ValuesOf(const std::string& label, const std::string& metric) {
    api::Selection of;
    if (!metric.empty()) of.matches = {metric};
    return Names("value " + label + " " + metric, [&] {
      return source_.LabelValues(label, of).value.value_or(std::vector<std::string>());
    });
  }

  std::vector<std::string> LabelsOf(const std::string& metric) {
    api::Selection of;
    if (!metric.empty()) of.matches = {metric};
    return Names("label " + metric,
                 [&] { return source_.LabelNames(of).value.value_or(std::vector<std::string>()); });
  }

  Candidates Complete(std::string_view line) {
    if (typed_.empty() && line.starts_with('\\') && line.find(' ') == line.npos) {
      Candidates found = {.begin = 0};
      for (const Directive& directive : Directives()) {
        found.words.push_back("\\" + std::string(directive.name) + " ");
      }
      return Beginning(std::move(found), line);
    }
    // Expressions may have begun in earlier lines, or behind a directive.
    const std::size_t before = typed_.empty() ? 0 : typed_.size() + 1;
    const std::size_t directive =
        before == 0 && line.starts_with('\\') ? std::min(line.find(' '), line.size()) : 0;
    const std::string text =
        (before == 0 ? "" : typed_ + "\n") + std::string(line.substr(directive));
    const Completion at = promql::CompletionAt(text);
    Candidates found = {.begin = at.begin - before + directive};
    switch (at.wanted) {
      case Completion::Wanted::kNothing:
        return found;
      case Completion::Wanted::kExpression:
        found.words = promql::WordsBeginning(at.word);
        for (const std::string& name : ValuesOf("__name__", "")) found.words.push_back(name);
        break;
      case Completion::Wanted::kLabelName:
        found.words = LabelsOf(at.metric);
        break;
      case Completion::Wanted::kLabelValue:
        for (const std::string& value : ValuesOf(at.label, at.metric)) {
          found.words.push_back(value + at.quote);
        }
        break;
      case Completion::Wanted::kDuration:
        found.words = {"1m]", "5m]", "15m]", "30m]", "1h]", "6h]", "1d]"};
        break;
    }
    return Beginning(std::move(found), at.word);
  }

  static Candidates Beginning(Candidates found, std::string_view word) {
    std::erase_if(found.words, [&](const std::string& name) { return !name.starts_with(word); });
    std::ranges::sort(found.words);
    return found;
  }

  static constexpr promql::ParseOptions kAllFeatures = {.experimental_functions = true,
                                                        .extended_range_selectors = true,
                                                        .fill_modifiers = true,
                                                        .max_depth = 10'000};

  QuerySource& source_;
  ValueOutput output_;
  std::string zone_;
  bool colour_;
  LineEditor lines_;
  std::string typed_;  // Lines of a query that is not whole yet.
  std::string last_;   // Query.
  std::string time_, start_, end_;
  bool is_range_ = false;
  bool ended_ = false;
  Exit worst_ = Exit::kOk;
  std::map<std::string, std::vector<std::string>> known_;
};

std::span<const Shell::Directive> Shell::Directives() {
  static constexpr Directive kDirectives[] = {
      {"explain", "[QUERY]", "Explain how an expression, or the last one, is evaluated",
       &Shell::Explain},
      {"format", "FORMAT", "Set the output format", &Shell::Format},
      {"help", "", "Show this list", &Shell::Help},
      {"labels", "[LABEL]", "List label names, or the values of a label", &Shell::Labels},
      {"plot", "[QUERY]", "Plot an expression, or the last one, over time", &Shell::Plot},
      {"quit", "", "End", &Shell::Quit},
      {"range", "[START [END]]", "Query a time range from now on", &Shell::Range},
      {"series", "SELECTOR", "List the series that match", &Shell::Series},
      {"time", "[TIME]", "Query at this time from now on", &Shell::Time},
      {"tz", "ZONE", "Set the time zone of times", &Shell::Zone},
  };
  return kDirectives;
}

Exit Run(const Options& options) {
  const auto source = options.source.Open(options.word);
  if (!source) {
    WriteError(source.error().message);
    return Exit::kFailed;
  }
  return Shell(options, **source).Run();
}

constexpr Example kExamples[] = {
    {"pronoia query shell localhost:9090", "Query a server interactively"},
    {"pronoia query shell --data incident.om", "Query a file interactively"},
};

}  // namespace

extern const Command kQueryShellCommand = {
    .path = "query shell",
    .summary = "Query a server, or files, interactively",
    .description =
        "Each line is an expression, which continues on the next line while it is incomplete. The "
        "Tab key completes metrics, labels, their values and functions. Lines that begin with a "
        "backslash are commands: \\help lists them. The history is kept in "
        "`~/.local/state/pronoia/history`.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("server", &options->word, "SERVER", "A URL or the name of a context");
      flags.Option("--format", &options->output.format, "VALUES", "Output format");
      flags.Option("--sort", &options->output.sort, "SORT", "Sort order of rows in tables");
      options->output.color.Declare(flags);
      options->times.Declare(flags);
      options->source.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
