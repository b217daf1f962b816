#include "libcheck/unittest/input_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "libcheck/model/names.h"
#include "libcheck/promql/functions.h"
#include "libcheck/unittest/input_text.h"
#include "libcheck/unittest/upstream_text.h"

namespace check::unittest {
namespace {

constexpr std::size_t kMostNotes = 3;
constexpr std::uint64_t kMostSamples = 1'000'000;  // Of a series, that are looked at.
constexpr int kMostRules = 8;                      // That record what the next one reads.

// `up{job="a"}`
std::string Shown(const OwnLabels& labels) {
  OwnLabels rest = labels;
  std::string text = "`";
  if (const std::string* name = Find(labels, model::kMetricName)) {
    text += *name;
    std::erase_if(rest, [](const auto& label) { return label.first == model::kMetricName; });
    if (rest.empty()) return text + "`";
  }
  return text + UpstreamLabels(rest) + "`";
}

std::string ShownTime(std::int64_t nanoseconds) {
  return FormatPrometheusDuration(Duration(nanoseconds));
}

// Where the last sample of a series is, up to some time.
struct LastSample {
  std::optional<std::int64_t> at;        // Nanoseconds since the start.
  std::optional<std::int64_t> stale_at;  // Set if a marker follows.
  bool ended = false;                    // Nothing comes any more.
  std::int64_t next_at = 0;              // Else: of the value that comes next, which may be `_`.
};

LastSample FindLast(const promql::SequenceValues& values, std::int64_t interval,
                    std::int64_t until) {
  LastSample last;
  const auto count = std::min(static_cast<std::uint64_t>(until / interval) + 1, values.size());
  std::int64_t time = 0;
  auto cursor = values.First();
  for (; cursor.index < count; values.Advance(cursor), time += interval) {
    if (cursor.value.omitted) continue;
    if (cursor.value.stale) {
      last.stale_at = time;
    } else {
      last.at = time;
      last.stale_at.reset();
    }
  }
  last.ended = count == values.size();
  last.next_at = time;
  return last;
}

class InputReader {
 public:
  explicit InputReader(const FailureContext& context) : context_(context) {
    (void)ReadInputText(*context.file.file, context.group, arena_, /*all=*/false,
                        [&](InputLine line) {
                          std::sort(line.series.labels.begin(), line.series.labels.end());
                          lines_.push_back(std::move(line));
                        });
  }

  std::vector<std::string> Advise(const promql::Expr& expr, std::int64_t since) {
    Visit(expr, {.until = since}, kMostRules);
    return std::move(notes_);
  }

 private:
  // When a part of the expression is looked at.
  struct Moment {
    std::int64_t until = 0;   // Nanoseconds since the start.
    std::int64_t length = 0;  // Of the range; 0: an instant.
  };

  // What is looked for in vain may be meant to be missing there.
  static bool MayLack(const promql::Expr& expr) {
    if (const auto* call = promql::TryAs<promql::Call>(&expr)) {
      return call->function != nullptr &&
             call->function->labels == promql::LabelEffect::kFromMatchers;
    }
    const auto* binary = promql::TryAs<promql::BinaryExpr>(&expr);
    return binary != nullptr &&
           (binary->op == promql::Op::kOr || binary->op == promql::Op::kUnless);
  }

  static bool IsKnown(const promql::TimeShift& shift) {
    return shift.offset_expr == nullptr && shift.at == promql::AtModifier::kNone;
  }

  void Visit(const promql::Expr& expr, const Moment& moment, int depth) {
    if (MayLack(expr)) {
      // Of `unless` and `or`, what stands on the left is not optional.
      if (const auto* binary = promql::TryAs<promql::BinaryExpr>(&expr);
          binary != nullptr && binary->op == promql::Op::kUnless) {
        Visit(*binary->lhs, moment, depth);
      }
      return;
    }
    Moment inner = moment;
    if (const auto* range = promql::TryAs<promql::MatrixSelector>(&expr)) {
      if (range->range_expr != nullptr) return;
      inner.length += range->range.count();
      return Look(*range->vector, inner, depth);
    }
    if (const auto* selector = promql::TryAs<promql::VectorSelector>(&expr)) {
      return Look(*selector, inner, depth);
    }
    if (const auto* subquery = promql::TryAs<promql::SubqueryExpr>(&expr)) {
      if (subquery->range_expr != nullptr || !IsKnown(subquery->shift)) return;
      inner.until -= subquery->shift.offset.count();
      inner.length += subquery->range.count();
    }
    promql::ForEachChild(expr, [&](const promql::Expr& child) { Visit(child, inner, depth); });
  }

  void Look(const promql::VectorSelector& selector, Moment moment, int depth) {
    if (!IsKnown(selector.shift)) return;
    moment.until -= selector.shift.offset.count();
    if (moment.until < 0) return;
    std::vector<storage::CompiledMatcher> matchers;
    for (const model::Matcher& matcher : selector.matchers) {
      auto compiled = storage::CompiledMatcher::Compile(matcher);
      if (!compiled) return;
      matchers.push_back(std::move(*compiled));
    }
    bool any = false;
    for (const InputLine& line : lines_) {
      if (!Matches(line, matchers)) continue;
      any = true;
      LookAt(line, moment);
    }
    if (!any) Missing(selector, moment, depth);
  }

  static std::string_view ValueOf(const InputLine& line, std::string_view name) {
    for (const auto& [key, value] : line.series.labels) {
      if (key == name) return value;
    }
    return {};
  }

  static bool Matches(const InputLine& line, std::span<const storage::CompiledMatcher> matchers) {
    return std::all_of(matchers.begin(), matchers.end(), [&](const auto& matcher) {
      return matcher.Matches(ValueOf(line, matcher.name()));
    });
  }

  // A series that is selected.
  void LookAt(const InputLine& line, const Moment& moment) {
    const std::int64_t interval = context_.group.interval.value.count();
    if (interval <= 0 || line.series.values.empty() ||
        static_cast<std::uint64_t>(moment.until / interval) > kMostSamples) {
      return;
    }
    const std::int64_t lookback = context_.evaluation.engine().lookback_delta * 1'000'000;
    const std::int64_t length = moment.length > 0 ? moment.length : lookback;
    const LastSample last = FindLast(line.series.values, interval, moment.until);
    const std::string name = Shown(line.series.labels);
    const std::string when = ShownTime(moment.until);
    if (!last.at) {
      Note(last.ended ? fmt::format("the input series {} has no sample up to {}", name, when)
                      : fmt::format("the input series {} has no sample before {}: it begins later",
                                    name, when));
    } else if (last.stale_at && moment.length == 0) {
      Note(fmt::format("the input series {} is `stale` at {}, so it has no value at {}", name,
                       ShownTime(*last.stale_at), when));
    } else if (*last.at <= moment.until - length) {
      Note(fmt::format("the input series {} has no sample in the {} before {}: {} {}", name,
                       ShownTime(length), when,
                       last.ended ? "its `values` end at" : "`_` follows its sample at",
                       ShownTime(*last.at)));
    }
  }

  // Nothing in the input is selected: rules may have to make it.
  void Missing(const promql::VectorSelector& selector, const Moment& moment, int depth) {
    if (selector.name.empty() || selector.name == "ALERTS" || selector.name == "ALERTS_FOR_STATE") {
      return;
    }
    bool recorded = false;
    for (const rules::PreparedGroup* group : context_.under_test.groups) {
      for (const rules::PreparedRule& rule : group->rules) {
        if (rule.is_alert || rule.name != selector.name) continue;
        recorded = true;
        if (depth > 0 && seen_.insert(&rule).second) Visit(*rule.expr, moment, depth - 1);
      }
    }
    if (recorded) return;
    for (const InputLine& line : lines_) {
      if (ValueOf(line, model::kMetricName) != selector.name) continue;
      Note(fmt::format("no input series matches `{}`; the closest is {}",
                       promql::ToString(selector), Shown(line.series.labels)));
      return;
    }
    Note(fmt::format("neither the input nor a rule makes `{}`", selector.name));
  }

  void Note(std::string text) {
    const bool known = std::find(notes_.begin(), notes_.end(), text) != notes_.end();
    if (!known && notes_.size() < kMostNotes) notes_.push_back(std::move(text));
  }

  const FailureContext& context_;
  Arena arena_;
  std::vector<InputLine> lines_;
  std::set<const rules::PreparedRule*> seen_;
  std::vector<std::string> notes_;
};

}  // namespace

std::vector<std::string> AdviceOnInput(const promql::Expr& expr, std::int64_t since_ns,
                                       const FailureContext& context) {
  return InputReader(context).Advise(expr, since_ns);
}

}  // namespace check::unittest
