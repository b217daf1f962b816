#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/promql/parse.h"
#include "libcheck/unittest/clock.h"
#include "libcheck/unittest/group_run.h"

namespace check::unittest {
namespace {

constexpr std::int64_t kSteps = 6;
constexpr std::size_t kMostSeries = 8;

std::string ShownTime(std::int64_t nanoseconds) {
  return FormatPrometheusDuration(Duration(nanoseconds));
}

// An expression on one line, not too long.
std::string Shortened(std::string_view text) {
  constexpr std::size_t kMost = 100;
  std::string line;
  for (const char c : text) {
    const bool space = c == '\n' || c == ' ' || c == '\t';
    if (space && (line.empty() || line.back() == ' ')) continue;
    line += space ? ' ' : c;
  }
  while (line.ends_with(' ')) line.pop_back();
  if (line.size() > kMost) line = line.substr(0, kMost - 3) + "...";
  return line;
}

}  // namespace

template <typename Ask>
void GroupRun::AddSteps(std::string_view expr, std::int64_t last_ns, Ask&& ask,
                        std::vector<std::string>& lines) {
  std::vector<std::pair<model::Labels, std::string>> rows;
  const std::int64_t count = std::min(kSteps, last_ns / step_ns() + 1);
  for (std::int64_t i = count - 1; i >= 0; --i) {
    const std::int64_t since = last_ns - i * step_ns();
    const Result<promql::Vector> result = ask(MillisecondsAt(start_ns(), since));
    if (!result) continue;
    for (const promql::VectorSample& sample : *result) {
      auto row = std::find_if(rows.begin(), rows.end(),
                              [&](const auto& r) { return r.first == sample.labels; });
      if (row == rows.end()) row = rows.insert(rows.end(), {sample.labels, {}});
      row->second += fmt::format("  {}: {}", ShownTime(since),
                                 sample.histogram ? sample.histogram->TestExpression()
                                                  : FormatGoFloat(sample.value, 'g', -1));
    }
  }
  const std::string head =
      fmt::format("`{}` from {} to {}", Shortened(expr),
                  ShownTime(last_ns - (count - 1) * step_ns()), ShownTime(last_ns));
  if (rows.empty()) {
    lines.push_back(head + ": no result");
    return;
  }
  lines.push_back(head + ":");
  for (std::size_t i = 0; i < std::min(rows.size(), kMostSeries); ++i) {
    lines.push_back("  " + rows[i].first.ToString() + rows[i].second);
  }
  if (rows.size() > kMostSeries) {
    lines.push_back(fmt::format("  and {} more", rows.size() - kMostSeries));
  }
}

std::vector<std::string> GroupRun::HistoryOfAlert(const AlertTest& test) {
  std::vector<std::string> lines;
  const std::int64_t last = test.eval_time.value.count() / step_ns() * step_ns();
  for (AlertRun* run : alerts_) {
    if (run->rule().name != test.alertname.value) continue;
    Result<promql::Query> query = promql::Query::Bind(*run->rule().expr, store_, engine_);
    if (!query) continue;
    AddSteps(
        promql::ToString(*run->rule().expr), last,
        [&](std::int64_t time) {
          return AsVector(query->RunInstant(time - run->group().query_offset_ms), store_.labels());
        },
        lines);
    const std::int64_t begin = MillisecondsAt(start_ns(), 0);
    const std::int64_t hold = run->rule().rule->hold.count();
    run->ForEachActive([&](const Alert& alert) {
      if (alert.state != Alert::State::kPending) return;
      const std::int64_t since = (alert.active_at - begin) * 1'000'000;
      lines.push_back(fmt::format("pending since {}, to fire from {} on (`for: {}`): {}",
                                  ShownTime(since), ShownTime(since + hold), ShownTime(hold),
                                  alert.labels.ToString()));
    });
  }
  return lines;
}

std::vector<std::string> GroupRun::HistoryOfExpression(const ExprTest& test) {
  std::vector<std::string> lines;
  const std::string text(test.expr.value);
  AddSteps(
      text, test.eval_time.value.count(),
      [&](std::int64_t time) { return queries_.Run(text, time); }, lines);
  return lines;
}

}  // namespace check::unittest
