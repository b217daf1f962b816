#include "libcheck/promql/promqltest_parse.h"

#include <algorithm>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/regex.h"
#include "libcheck/base/text.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/lexer.h"
#include "libcheck/promql/start_sequence.h"
#include "libcheck/source/source_file.h"

namespace check::promql {
namespace {

using namespace std::string_view_literals;
// Where no line is meant.
constexpr std::size_t kNoLine = static_cast<std::size_t>(-1);

bool IsSpaceInLine(char c) { return IsBlank(c) || c == '\r' || c == '\v' || c == '\f'; }

// The first word, which is taken off `text` together with the space after it.
std::string_view TakeWord(std::string_view& text) {
  text = TrimSpace(text);
  std::size_t end = 0;
  while (end < text.size() && !IsSpaceInLine(text[end])) ++end;
  const std::string_view word = text.substr(0, end);
  text = TrimSpace(text.substr(end));
  return word;
}

bool TakeExact(std::string_view& text, std::string_view word) {
  std::string_view rest = text;
  if (TakeWord(rest) != word) return false;
  text = rest;
  return true;
}

std::optional<std::int64_t> Milliseconds(std::string_view text) {
  const Result<Duration> duration = ParsePrometheusDuration(text);
  if (!duration) return std::nullopt;
  return duration->count() / 1'000'000;
}

// A number, read as an integer of any base first, as Prometheus does.
std::optional<double> ParseNumber(std::string_view text) {
  if (const auto integer = ParseGoInt(text, 0)) return static_cast<double>(*integer);
  return ParseGoFloat(text);
}

class ScriptReader {
 public:
  ScriptReader(std::string_view script, const ScriptOptions& options,
               std::vector<ScriptFailure>& failures)
      : script_(script),
        options_(options.parse),
        max_values_(options.max_values),
        failures_(failures) {
    for (std::size_t begin = 0; begin <= script.size();) {
      const std::size_t end = std::min(script.find('\n', begin), script.size());
      std::string_view line = TrimSpace(script.substr(begin, end - begin));
      if (line.starts_with('#')) line = {};
      lines_.push_back(line);
      begin = end + 1;
    }
  }

  std::vector<ScriptCommand> Read() {
    std::vector<ScriptCommand> commands;
    for (at_ = 0; at_ < lines_.size(); ++at_) {
      std::string_view rest = lines_[at_];
      if (rest.empty()) continue;
      const std::string word = LowerAscii(TakeWord(rest));
      bool good = true;
      if (word == "clear") {
        commands.emplace_back(ClearCommand());
      } else if (word.starts_with("load")) {
        LoadCommand command;
        good = ReadLoad(word, rest, command);
        commands.emplace_back(std::move(command));
      } else if (word.starts_with("eval")) {
        EvalCommand command;
        good = ReadEval(word, rest, command);
        commands.emplace_back(std::move(command));
      } else {
        good = InvalidCommand();
      }
      if (!good) {
        if (!commands.empty()) commands.pop_back();
        break;
      }
    }
    return commands;
  }

 private:
  // Where a part of the script is.
  Span WhereIs(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - script_.data());
    return {begin, begin + static_cast<std::uint32_t>(part.size())};
  }

  // Always false.
  bool Fail(std::size_t line, std::string message) {
    return Fail(line, std::move(message), WhereIs(lines_[line]));
  }
  bool Fail(std::size_t line, std::string message, Span where,
            std::vector<std::string> notes = {}) {
    failures_.push_back(
        {line + 1, std::string(lines_[line]), std::move(message), true, where, std::move(notes)});
    return false;
  }

  // The next line of the block, if there is one.
  bool NextLine() {
    if (at_ + 1 >= lines_.size() || lines_[at_ + 1].empty()) return false;
    ++at_;
    return true;
  }

  bool InvalidCommand() {
    std::vector<std::string> notes;
    // Prometheus: a comment is an empty line too.
    const bool after_gap = at_ > 0 && lines_[at_ - 1].empty();
    const auto block = std::find_if(lines_.rend() - static_cast<std::ptrdiff_t>(at_), lines_.rend(),
                                    [](std::string_view line) { return !line.empty(); });
    if (after_gap && block != lines_.rend()) {
      notes.emplace_back("an empty line or a comment ends the lines of `load` and `eval`");
    }
    return Fail(at_, "invalid command " + GoQuote(lines_[at_]), WhereIs(lines_[at_]),
                std::move(notes));
  }

  bool ReadSeries(std::string_view line, SeriesDescription& series) {
    const auto fault = ParseSeriesDescription(line, series);
    if (fault) {
      const Span start = WhereIs(line);
      return Fail(at_, fault->Upstream(line, at_),
                  {start.begin + fault->span.begin, start.begin + fault->span.end});
    }
    // A sum of two sizes cannot overflow.
    values_ = std::min(values_ + series.values.size(), SequenceValues::kMaxSize);
    return values_ <= max_values_ ||
           Fail(at_, "the script has more than " + std::to_string(max_values_) + " values");
  }

  bool ReadLoad(std::string_view word, std::string_view rest, LoadCommand& command) {
    command.line = at_ + 1;
    command.text = lines_[at_];
    command.where = WhereIs(lines_[at_]);
    command.with_custom_buckets = word == "load_with_nhcb";
    const auto step = Milliseconds(rest);
    if ((word != "load" && !command.with_custom_buckets) || rest.empty()) {
      return Fail(at_, "invalid load command. (load[_with_nhcb] <step:duration>)");
    }
    if (!step) {
      return Fail(at_, "invalid step definition " + GoQuote(rest) +
                           ": not a valid duration string: " + GoQuote(rest));
    }
    command.step = *step;
    std::size_t starts_line = kNoLine;
    StartSequence starts;
    while (NextLine()) {
      const std::string_view line = lines_[at_];
      if (IsStartLine(line)) {
        if (starts_line != kNoLine) return Fail(starts_line, std::string(kNoSampleLine));
        starts_line = at_;
        if (auto problem = ParseStartLine(line, at_, starts)) {
          return Fail(at_, std::move(*problem), WhereIs(line));
        }
        continue;
      }
      LoadedSeries& loaded = command.series.emplace_back();
      loaded.where = WhereIs(line);
      if (!ReadSeries(line, loaded.series)) return false;
      if (starts_line != kNoLine) {
        if (auto problem = StartMismatch(starts, loaded.series)) {
          return Fail(starts_line, std::move(*problem));
        }
        loaded.starts = std::exchange(starts.offsets, {});
        starts_line = kNoLine;
      }
    }
    return starts_line == kNoLine || Fail(starts_line, std::string(kNoSampleLine));
  }

  bool InvalidEval() {
    return Fail(at_,
                "invalid evaluation command. Must be either 'eval[_fail|_warn|_ordered] instant "
                "[at <offset:duration>] <query>' or 'eval[_fail|_warn] range from <from> to <to> "
                "step <step> <query>'");
  }

  bool ReadTimes(std::string_view& rest, EvalCommand& command) {
    const auto read = [&](std::string_view word, std::int64_t& into) {
      if (!TakeExact(rest, word)) return false;
      // The expression follows the last one, which alone ends at a space.
      const std::string_view text = TakeWord(rest);
      const auto time = Milliseconds(text);
      if (time) into = *time;
      return time.has_value();
    };
    if (!read("from", command.start) || !read("to", command.end) || !read("step", command.step)) {
      return InvalidEval();
    }
    if (command.end < command.start) {
      return Fail(at_, "invalid test definition, end timestamp is before start timestamp");
    }
    return true;
  }

  bool ReadEval(std::string_view word, std::string_view rest, EvalCommand& command) {
    command.line = at_ + 1;
    command.text = lines_[at_];
    command.fail = word == "eval_fail";
    command.warn = word == "eval_warn";
    command.info = word == "eval_info";
    command.ordered = word == "eval_ordered";
    if (word != "eval" && !command.fail && !command.warn && !command.info && !command.ordered) {
      return InvalidEval();
    }
    if (TakeExact(rest, "range")) {
      command.is_range = true;
      if (command.ordered || !ReadTimes(rest, command)) return InvalidEval();
    } else if (TakeExact(rest, "instant")) {
      if (TakeExact(rest, "at")) {
        const std::string_view text = TakeWord(rest);
        const auto time = Milliseconds(text);
        if (!time) {
          return Fail(at_, "invalid timestamp definition " + GoQuote(text) +
                               ": not a valid duration string: " + GoQuote(text));
        }
        command.at = *time;
      }
    } else {
      return InvalidEval();
    }
    if (rest.empty()) return InvalidEval();
    command.expr = rest;
    command.where = WhereIs(rest);
    return CheckExpression(command) && ReadExpectations(command);
  }

  bool CheckExpression(const EvalCommand& command) {
    Arena arena;
    UpstreamTexts texts;
    Diagnostics diagnostics(&texts);
    const SourceBuffer source("", command.expr);
    if (ParseExpr(source, options_, arena, diagnostics) != nullptr) return true;
    if (diagnostics.found().empty()) return Fail(at_, "cannot be parsed");
    const Diagnostic& first = diagnostics.found()[0];
    // The place in the script, not in the expression.
    const std::size_t column =
        lines_[at_].size() - command.expr.size() + first.where.span.begin + 1;
    const Span where = {command.where.begin + first.where.span.begin,
                        command.where.begin + first.where.span.end};
    const std::string& upstream = first.upstream.str();
    const std::size_t words = upstream.find(": parse error");
    return Fail(at_,
                std::to_string(at_ + 1) + ":" + std::to_string(column) +
                    (words == std::string::npos ? ": " + first.message : upstream.substr(words)),
                where, first.notes);
  }

  bool ReadExpectations(EvalCommand& command) {
    bool range_vector = false;
    for (std::size_t position = 1; NextLine(); ++position) {
      const std::string_view line = lines_[at_];
      if (command.fail && line.starts_with("expected_fail_message")) {
        const std::string_view text = TrimSpace(line.substr("expected_fail_message"sv.size()));
        command.expectations.push_back({Expectation::Kind::kFail, Expectation::Match::kMessage,
                                        std::string(text), WhereIs(line)});
        return true;
      }
      if (command.fail && line.starts_with("expected_fail_regexp")) {
        const std::string_view text = TrimSpace(line.substr("expected_fail_regexp"sv.size()));
        command.expectations.push_back({Expectation::Kind::kFail, Expectation::Match::kRegex,
                                        std::string(text), WhereIs(line)});
        return CheckRegex(text);
      }
      std::string_view rest = line;
      if (TakeExact(rest, "expect")) {
        if (TakeExact(rest, "range")) {
          if (!TakeExact(rest, "vector") || !ReadTimes(rest, command) || !rest.empty()) {
            return Fail(at_, "invalid range vector definition " + GoQuote(line));
          }
          command.at = command.end;
          command.not_as_range = range_vector = true;
          continue;
        }
        if (TakeExact(rest, "string")) {
          if (!ReadString(rest, command)) return false;
          continue;
        }
        if (!ReadExpectation(rest, command)) return false;
        --position;
        continue;
      }
      if (const auto number = ParseNumber(line)) {
        command.scalar = *number;
        command.value_where = WhereIs(line);
        return true;
      }
      ExpectedSeries& expected = command.expected.emplace_back();
      expected.position = position;
      expected.where = WhereIs(line);
      if (!ReadSeries(line, expected.series)) return false;
      if (expected.series.values.size() > 1 && !command.is_range && !range_vector) {
        return Fail(
            at_,
            "expecting multiple values in instant evaluation not allowed. consider using "
            "'expect range vector' directive to enable a range vector result for an instant "
            "query");
      }
      // Of two lines for one series the later one counts.
      const std::string labels = LabelsText(expected.series);
      for (std::size_t i = 0; i + 1 < command.expected.size(); ++i) {
        if (LabelsText(command.expected[i].series) != labels) continue;
        command.expected.erase(command.expected.begin() + static_cast<std::ptrdiff_t>(i));
        break;
      }
    }
    return true;
  }

  bool ReadString(std::string_view quoted, EvalCommand& command) {
    Lexer lexer(quoted);
    const Token token = lexer.Next();
    if (token.kind != TokenKind::kString || token.span.size() != quoted.size()) {
      return Fail(at_,
                  "expected string literal not valid - check that the string is correctly quoted");
    }
    command.string = UnquoteString(quoted);
    command.value_where = WhereIs(lines_[at_]);
    command.not_as_range = true;
    return true;
  }

  bool CheckRegex(std::string_view pattern) {
    return !RegexProblem(pattern) || Fail(at_, "invalid regex " + std::string(pattern));
  }

  bool ReadExpectation(std::string_view rest, EvalCommand& command) {
    using Kind = Expectation::Kind;
    constexpr std::pair<std::string_view, Kind> kKinds[] = {
        {"ordered", Kind::kOrdered}, {"fail", Kind::kFail}, {"warn", Kind::kWarn},
        {"no_warn", Kind::kNoWarn},  {"info", Kind::kInfo}, {"no_info", Kind::kNoInfo}};
    const std::string_view word = TakeWord(rest);
    Expectation expectation;
    expectation.where = WhereIs(lines_[at_]);
    bool known = false;
    for (const auto& [name, kind] : kKinds) {
      if (word != name) continue;
      expectation.kind = kind;
      known = true;
    }
    if (rest.starts_with("msg:")) {
      expectation.match = Expectation::Match::kMessage;
      expectation.text = TrimSpace(rest.substr(4));
    } else if (rest.starts_with("regex:")) {
      expectation.match = Expectation::Match::kRegex;
      expectation.text = TrimSpace(rest.substr(6));
      if (!CheckRegex(expectation.text)) return false;
    } else {
      known = known && rest.empty();
    }
    if (!known) {
      return Fail(at_,
                  "invalid expect statement, must match `expect <type> <match_type>: <string>` "
                  "format");
    }
    command.expectations.push_back(std::move(expectation));
    if (command.Expects(Kind::kInfo) && command.Expects(Kind::kNoInfo)) {
      return Fail(at_, "invalid expect lines, info and no_info cannot be used together");
    }
    if (command.Expects(Kind::kWarn) && command.Expects(Kind::kNoWarn)) {
      return Fail(at_, "invalid expect lines, warn and no_warn cannot be used together");
    }
    const auto fails = std::count_if(command.expectations.begin(), command.expectations.end(),
                                     [](const Expectation& e) { return e.kind == Kind::kFail; });
    return fails <= 1 ||
           Fail(at_, "invalid expect lines, multiple expect fail lines are not allowed");
  }

  const std::string_view script_;
  const ParseOptions& options_;
  const std::uint64_t max_values_;
  std::vector<ScriptFailure>& failures_;
  std::uint64_t values_ = 0;  // Of all series so far.
  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
};

}  // namespace

const Expectation* EvalCommand::Find(Expectation::Kind kind) const {
  const auto found = std::find_if(expectations.begin(), expectations.end(),
                                  [&](const Expectation& e) { return e.kind == kind; });
  return found == expectations.end() ? nullptr : &*found;
}

std::string LabelsText(const SeriesDescription& series) {
  auto labels = series.labels;
  std::sort(labels.begin(), labels.end());
  std::string text = "{";
  for (const auto& [name, value] : labels) {
    if (text.size() > 1) text += ", ";
    text += name + "=" + GoQuote(value);
  }
  return text + "}";
}

std::vector<ScriptCommand> ParseScript(std::string_view script, const ScriptOptions& options,
                                       std::vector<ScriptFailure>& failures) {
  return ScriptReader(script, options, failures).Read();
}

}  // namespace check::promql
