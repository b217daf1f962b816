#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/backtest/change.h"
#include "libcheck/backtest/rule_replay.h"
#include "libcheck/backtest/store_feed.h"
#include "tools/backtest_data.h"
#include "tools/backtest_report.h"
#include "tools/command.h"
#include "tools/evaluated_rules.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/progress.h"
#include "tools/raw_output.h"
#include "tools/width.h"

namespace tools {
namespace {

using check::Result;
namespace backtest = check::backtest;
using Groups = std::vector<const check::rules::PreparedGroup*>;

struct Options {
  std::vector<std::string> rules;
  std::vector<std::string> compare;
  std::vector<std::string> set;
  std::string interval = "1m";
  std::string format = "text";
  bool intervals = false;
  BacktestDataFlags data;
  FeatureFlag features;
  ColorFlag color;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

class Backtest {
 public:
  explicit Backtest(const Options& options) : options_(options) {}

  Exit Run() {
    if (options_.rules.empty()) return Fail("no rules given: name a rule file");
    if (!options_.set.empty() && !options_.compare.empty()) {
      return Fail("--set and --compare exclude each other");
    }
    const auto interval = ReadDurationFlag("--interval", options_.interval);
    if (!interval) return Fail(interval.error().message);
    replay_options_.interval_ms = *interval / std::chrono::milliseconds(1);
    if (replay_options_.interval_ms < 1) return Fail("--interval must be at least 1ms");
    if (auto error = ReadRules()) return Fail(error->message);
    return Replay();
  }

 private:
  std::optional<check::Error> ReadRules() {
    const auto parser = options_.features.ParseOptions();
    auto read = ReadEvaluatedRules(options_.rules, parser);
    if (!read) return read.error();
    before_ = std::move(*read);
    if (before_.groups.empty()) return check::Error{"these files contain no rules"};
    if (!options_.compare.empty()) {
      auto other = ReadEvaluatedRules(options_.compare, parser);
      if (!other) return other.error();
      after_ = std::move(*other);
      groups_after_ = after_.groups;
      return std::nullopt;
    }
    if (options_.set.empty()) return std::nullopt;
    std::vector<backtest::Change> changes;
    for (const std::string& text : options_.set) {
      auto change = backtest::Change::Parse(text);
      if (!change) return check::Error{"--set: " + change.error().message};
      changes.push_back(std::move(*change));
    }
    auto changed = backtest::ChangedRules::Make(before_.groups, changes, parser);
    if (!changed) return check::Error{"--set: " + changed.error().message};
    changed_ = std::move(*changed);
    groups_after_ = changed_->groups();
    return std::nullopt;
  }

  Exit Replay() {
    Groups all = before_.groups;
    if (groups_after_) all.insert(all.end(), groups_after_->begin(), groups_after_->end());
    auto data = options_.data.Load(all);
    if (!data) return Exit::kFailed;
    const auto lookback = options_.data.Lookback();
    if (!lookback) return Exit::kFailed;
    replay_options_.engine.lookback_delta = *lookback;
    options_.features.Apply(replay_options_.engine);
    replay_options_.parser = options_.features.ParseOptions();
    replay_options_.last = data->end;
    replay_options_.since = data->start;
    return groups_after_ ? ReplayBoth(*data) : ReplayOne(*data);
  }

  Result<backtest::RuleReplay> ReplayGroups(const Groups& groups, std::string_view what,
                                            std::unique_ptr<check::storage::MemoryStore> store,
                                            check::storage::TimeRange times) {
    ProgressLine progress;
    replay_options_.progress = [&](std::int64_t done, std::int64_t steps) {
      progress.Show(what, done, steps);
    };
    return backtest::ReplayRules(groups, std::move(store), times, replay_options_);
  }

  Exit ReplayOne(BacktestData& data) {
    const auto replay =
        ReplayGroups(before_.groups, "evaluating rules", std::move(data.store), data.times);
    if (!replay) return Fail(replay.error().message);
    if (options_.format == "json") {
      WriteData(BacktestJson(*replay));
    } else if (options_.format == "csv") {
      WriteData(BacktestCsv(*replay));
    } else {
      WriteOut(BacktestText(*replay, Style(data)));
    }
    if (options_.format != "json") WriteErr(BacktestFaults(*replay, Style(data)));
    return replay->failed.empty() ? Exit::kOk : Exit::kProblems;
  }

  Exit ReplayBoth(BacktestData& data) {
    auto copy = backtest::CopyNeeded(*data.store, before_.groups);
    if (!copy) return Fail(copy.error().message);
    const auto before =
        ReplayGroups(before_.groups, "evaluating rules", std::move(*copy), data.times);
    if (!before) return Fail(before.error().message);
    const auto after = ReplayGroups(*groups_after_, "evaluating the other rules",
                                    std::move(data.store), data.times);
    if (!after) return Fail(after.error().message);
    if (options_.format == "json") {
      WriteData(ComparisonJson(*before, *after));
    } else if (options_.format == "csv") {
      WriteData(ComparisonCsv(*before, *after));
    } else {
      WriteOut(ComparisonText(*before, *after, Style(data)));
    }
    if (options_.format != "json") {
      WriteErr(BacktestFaults(*before, Style(data)) + BacktestFaults(*after, Style(data)));
    }
    return before->failed.empty() && after->failed.empty() ? Exit::kOk : Exit::kProblems;
  }

  BacktestStyle Style(const BacktestData& data) const {
    return {.start = data.start,
            .end = data.end,
            .zone = data.zone,
            .colour = options_.color.Use(),
            .utf8 = ShowsUtf8(),
            .width = TerminalWidth(),
            .grid_width = TableWidth(),
            .intervals = options_.intervals};
  }

  const Options& options_;
  EvaluatedRules before_;
  EvaluatedRules after_;
  std::unique_ptr<backtest::ChangedRules> changed_;
  std::optional<Groups> groups_after_;  // Nothing: there is nothing to compare with.
  backtest::RuleReplayOptions replay_options_;
};

constexpr std::string_view kDescription =
    "Evaluate the rules over recorded series as a server would have, and report when their alerts "
    "would have fired: how many times, the total and the longest duration, the first time, and how "
    "many times an alert fired again within an hour (flaps). Groups are evaluated in the order of "
    "the files, at multiples of their own interval, from the first sample on; recording rules are "
    "evaluated as well. An alert that starts to fire before the data covers the range that its "
    "expression looks back at is marked as warm-up: it may only be an effect of where the data "
    "begins.\n\nThe picture has a row for each alert: solid while it fires, hatched while it is "
    "pending, faint in the warm-up.\n\nWith --set, the same rules are evaluated again with one "
    "change: `ALERT:for=10m`, `ALERT:keep_firing_for=1h`, or `ALERT:threshold=0.05`, which "
    "replaces the number that the expression compares with. With --compare, other rule files are "
    "evaluated. Alerts before and after are shown side by side; an interval is `gone`, new, or "
    "begins earlier or later.\n\nSeries come from files (--data), or from a server, which is "
    "queried for the selectors of the rules. Files do not show when a series ended: it continues "
    "for the 5 minutes of the lookback, unlike on a server, which marks it as stale.\n\nWith "
    "--format json, `alerts` has an object for each alert: `title`, `times`, `flaps`, "
    "`firing_seconds`, `longest_seconds`, `first`, and `series`, each with `labels`, `firing` and "
    "`pending` intervals (`start`, `end`, null while it lasts). With --set or --compare, `before` "
    "and `after` are such objects, and `alerts` pairs their intervals. CSV has a line for each "
    "interval.\n\nExit status: 0 all rules could be evaluated, 1 some failed, 2 nothing could be "
    "evaluated.";

constexpr Example kExamples[] = {
    {"pronoia backtest rules/api.yml --data last-week.om",
     "Show what would have fired, from the samples that `query record` saved"},
    {"pronoia backtest rules/ --start -7d --set 'HighLatency:for=10m'",
     "Show the effect of a longer `for` last week, on the server of the current context"},
    {"pronoia backtest old.yml --compare new.yml --data month.csv --intervals",
     "Compare two revisions, with all intervals"},
};

}  // namespace

extern const Command kBacktestCommand = {
    .path = "backtest",
    .summary = "Show when alerts would have fired",
    .description = kDescription,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("rules", &options->rules, "PATH", "Rule files, folders or patterns");
      flags.Option("--compare", &options->compare, "PATH",
                   "Rule files to compare with: files, folders or patterns");
      flags.Option("--set", &options->set, "CHANGE",
                   "Compare with a change: ALERT:for=10m, ALERT:threshold=0.05");
      flags.Option("--interval", &options->interval, "DURATION",
                   "Evaluation interval of groups that do not set one");
      flags.Switch("--intervals", &options->intervals, "List all times at which alerts fired");
      options->data.Declare(flags);
      options->features.Declare(flags);
      flags.Option("--format", &options->format, "OUTCOME", "Output format");
      options->color.Declare(flags);
      return [options] { return Backtest(*options).Run(); };
    },
};

}  // namespace tools
