#include "libcheck/rules/eval/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/promql/printer.h"

namespace check::rules {
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

// Adds what `ask(time)` gives at the steps up to `last_ns`.
template <typename Ask>
void AddSteps(const Schedule& schedule, std::string_view expr, std::int64_t last_ns, Ask&& ask,
              std::vector<std::string>& lines) {
  std::vector<std::pair<model::Labels, std::string>> rows;
  const std::int64_t count = std::min(kSteps, last_ns / schedule.step_ns + 1);
  for (std::int64_t i = count - 1; i >= 0; --i) {
    const std::int64_t since = last_ns - i * schedule.step_ns;
    const Result<promql::Vector> result = ask(schedule.MillisecondsAt(since));
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
                  ShownTime(last_ns - (count - 1) * schedule.step_ns), ShownTime(last_ns));
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

}  // namespace

std::vector<std::string> HistoryOfAlert(Evaluation& evaluation, std::string_view name,
                                        std::int64_t since_ns) {
  std::vector<std::string> lines;
  const Schedule& schedule = evaluation.schedule();
  const std::int64_t last = since_ns / schedule.step_ns * schedule.step_ns;
  for (AlertingEvaluator* alerting : evaluation.alerts()) {
    const PreparedRule& rule = alerting->rule();
    if (rule.name != name) continue;
    storage::MemoryStore& store = evaluation.store();
    Result<promql::Query> query = promql::Query::Bind(*rule.expr, store, evaluation.engine());
    if (!query) continue;
    AddSteps(
        schedule, promql::ToString(*rule.expr), last,
        [&](std::int64_t time) {
          return AsVector(query->RunInstant(time - alerting->group().query_offset_ms),
                          store.labels());
        },
        lines);
    const std::int64_t begin = schedule.MillisecondsAt(0);
    const std::int64_t hold = rule.rule->hold.count();
    alerting->ForEach(AlertState::kPending, [&](const Alert& alert) {
      if (alert.keep_firing_since) {
        const std::int64_t since = (*alert.keep_firing_since - begin) * 1'000'000;
        lines.push_back(fmt::format("kept firing since {} (`keep_firing_for: {}`): {}",
                                    ShownTime(since), ShownTime(rule.rule->keep_firing_for.count()),
                                    alert.labels.ToString()));
      }
      if (alert.state != AlertState::kPending) return;
      const std::int64_t since = (alert.active_at - begin) * 1'000'000;
      lines.push_back(fmt::format("pending since {}, will fire from {} (`for: {}`): {}",
                                  ShownTime(since), ShownTime(since + hold), ShownTime(hold),
                                  alert.labels.ToString()));
    });
  }
  return lines;
}

std::vector<std::string> HistoryOfExpression(Evaluation& evaluation, std::string_view expr,
                                             std::int64_t since_ns) {
  std::vector<std::string> lines;
  const std::string text(expr);
  AddSteps(
      evaluation.schedule(), text, since_ns,
      [&](std::int64_t time) { return evaluation.queries().Run(text, time); }, lines);
  return lines;
}

}  // namespace check::rules
