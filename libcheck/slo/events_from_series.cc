#include "libcheck/slo/events_from_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/series/query.h"
#include "libcheck/slo/count_grid.h"
#include "libcheck/slo/figure_text.h"
#include "libcheck/slo/growth_store.h"
#include "libcheck/slo/sample_counts.h"
#include "libcheck/slo/window_expr.h"

namespace check::slo {
namespace {

using promql::Expr;
using promql::VectorSelector;
using storage::Series;
using Remark = Events::Remark;
using Growth = WindowExpr::Growth;

using Key = std::vector<std::string>;  // Values of Indicator::grouping.
struct Sums {
  std::vector<double> part;  // Errors, or good ones.
  std::vector<double> total;
};

class Counter {
 public:
  Counter(const Slo& slo, storage::Queryable& store, const SeriesOptions& options)
      : slo_(slo), indicator_(slo.indicator), store_(store), options_(options) {}

  Result<std::vector<SloEvents>> Run() {
    std::optional<Error> error;
    switch (indicator_.kind) {
      case Indicator::Kind::kEvents:
        error = CountEvents();
        break;
      case Indicator::Kind::kRatio:
        error = CountRatio();
        break;
      case Indicator::Kind::kNativeLatency:
      case Indicator::Kind::kGauge:
      case Indicator::Kind::kThreshold:
        error = CountSamples();
        break;
      case Indicator::Kind::kUnknown:
        error = Error{"it is not measured by Prometheus"};
        break;
    }
    if (error) return *error;
    return Finish();
  }

 private:
  std::optional<Error> CountEvents() {
    is_of_good_ = indicator_.errors.empty();
    const Query& part = is_of_good_ ? indicator_.good : indicator_.errors;
    if (part.empty() || indicator_.total.empty()) {
      return Error{"its event counts are unknown: give --errors (or --good) and --total"};
    }
    auto part_expr = WindowExpr::Parse(part);
    if (!part_expr) return part_expr.error();
    auto total_expr = WindowExpr::Parse(indicator_.total);
    if (!total_expr) return total_expr.error();
    if (auto error =
            MakeGrid({{&*part_expr, &part_expr->expr()}, {&*total_expr, &total_expr->expr()}})) {
      return error;
    }
    if (auto error = Count(*total_expr, total_expr->expr(), &Sums::total)) return error;
    if (auto error = ReportMissing(part_expr->expr())) return error;
    return Count(*part_expr, part_expr->expr(), &Sums::part);
  }

  // Says which of the selectors choose nothing: without errors that can be right, but without any
  // good event it cannot.
  std::optional<Error> ReportMissing(const Expr& part) {
    std::vector<const VectorSelector*> selectors;
    const auto gather = [&](const Expr& expr, const auto& self) -> void {
      if (const auto* selector = promql::TryAs<VectorSelector>(&expr))
        selectors.push_back(selector);
      promql::ForEachChild(expr, [&](const Expr& child) { self(child, self); });
    };
    gather(part, gather);
    std::size_t missing = 0;
    std::string first;
    for (const VectorSelector* selector : selectors) {
      auto found = Select(*selector);
      if (!found) return found.error();
      if (!found->empty()) continue;
      const std::string text = promql::ToString(*selector);
      if (missing++ == 0) first = text;
      if (!is_of_good_) {
        Note(Remark::Kind::kInexact,
             fmt::format("no series matches `{}`, which counts as 0", text));
      }
    }
    if (!is_of_good_ || missing == 0 || missing < selectors.size()) return std::nullopt;
    return Error{fmt::format("no series matches `{}`, so no event would be good", first)};
  }

  std::optional<Error> CountRatio() {
    if (indicator_.errors.empty()) {
      return Error{"it has no expression for its error ratio"};
    }
    auto expr = WindowExpr::Parse(indicator_.errors);
    if (!expr) return expr.error();
    if (const auto ratio = expr->ratio()) {
      is_of_good_ = ratio->is_of_good;
      if (auto error = MakeGrid({{&*expr, ratio->part}, {&*expr, ratio->total}})) return error;
      if (auto error = Count(*expr, *ratio->total, &Sums::total)) return error;
      return Count(*expr, *ratio->part, &Sums::part);
    }
    if (auto error = MakeGrid({{&*expr, nullptr}})) return error;
    Note(Remark::Kind::kInexact,
         fmt::format(
             "only a ratio is known: each {} has the same weight, however many events there were",
             WindowText(grid_->step())));
    return Evaluate(*expr, [](Sums& sums, std::size_t at, double value) {
      sums.part[at] += value;
      sums.total[at] += 1;
    });
  }

  std::optional<Error> CountSamples() {
    auto expr = WindowExpr::Parse(indicator_.total);
    if (!expr) return expr.error();
    const auto* const selector = promql::TryAs<VectorSelector>(&expr->expr());
    if (selector == nullptr && indicator_.kind != Indicator::Kind::kThreshold) {
      return Error{fmt::format("`{}` is not a series selector", indicator_.total.text)};
    }
    if (selector == nullptr) return CountThreshold(*expr);
    auto found = Select(*selector);
    if (!found) return found.error();
    std::deque<SampleCounts> made;
    std::vector<CountColumn> columns;
    std::vector<std::int64_t> resets;
    const bool is_native = indicator_.kind == Indicator::Kind::kNativeLatency;
    for (const Series* series : *found) {
      made.push_back(is_native ? CountsOfHistograms(*series, indicator_.latency_s, resets)
                               : CountsOfSamples(*series, indicator_));
      columns.push_back({is_native ? &series->histogram_times : &series->float_times,
                         made.back().total, is_native});
    }
    is_of_good_ = true;
    if (auto error = SetGrid(columns, false)) return error;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      Sums& sums = SumsOf((*found)[i]->labels);
      grid_->Add(columns[i], sums.total);
      grid_->Add({columns[i].times, made[i].good, columns[i].is_counter}, sums.part);
    }
    grid_->Finish();
    for (const std::int64_t time : resets) grid_->NoteReset(time);
    return std::nullopt;
  }

  std::optional<Error> CountThreshold(const WindowExpr& expr) {
    if (auto error = MakeGrid({{&expr, nullptr}})) return error;
    Note(Remark::Kind::kInexact,
         fmt::format("time is counted, not events: the expression is evaluated every {}",
                     WindowText(grid_->step())));
    return Evaluate(expr, [&](Sums& sums, std::size_t at, double value) {
      sums.part[at] += IsGood(value, indicator_) ? 0 : 1;
      sums.total[at] += 1;
    });
  }

  // A part of an expression; without `part`, all of it, which is going to be evaluated.
  struct Wanted {
    const WindowExpr* expr = nullptr;
    const Expr* part = nullptr;
  };

  // A grid that fits the series of all that is wanted.
  std::optional<Error> MakeGrid(const std::vector<Wanted>& wanted) {
    std::vector<CountColumn> columns;
    std::set<const Series*> seen;
    bool is_regular = false;
    for (const Wanted& want : wanted) {
      const bool is_selector = want.expr->expr().kind == promql::ExprKind::kVectorSelector;
      is_regular |= want.part == nullptr || (!is_selector && !want.expr->Terms(*want.part));
      for (const VectorSelector* selector :
           promql::ListSelectors(want.part == nullptr ? want.expr->expr() : *want.part)) {
        auto found = Select(*selector);
        if (!found) return found.error();
        for (const Series* series : *found) {
          if (seen.insert(series).second) columns.push_back({&series->float_times, series->floats});
        }
      }
    }
    return SetGrid(columns, is_regular);
  }

  std::optional<Error> SetGrid(const std::vector<CountColumn>& columns, bool is_regular) {
    grid_.emplace(columns, CountGrid::Options{is_regular, options_.from_zero});
    if (grid_->size() == 0) {
      const Query& query = indicator_.total.empty() ? indicator_.errors : indicator_.total;
      return Error{fmt::format("no series in the data matches `{}`", query.text)};
    }
    if (grid_->step() == 0) {
      return Error{"its series have a single sample each, so their increase is unknown"};
    }
    return std::nullopt;
  }

  std::optional<Error> Count(const WindowExpr& expr, const Expr& part,
                             std::vector<double> Sums::*into) {
    if (const auto* selector = promql::TryAs<VectorSelector>(&part)) {
      return CountGrowth({.kind = Growth::Kind::kIncrease, .selector = selector}, 1, into);
    }
    if (const auto terms = expr.Terms(part)) {
      for (const WindowExpr::Term& term : *terms) {
        if (auto error = CountGrowth(expr.growths()[term.growth], term.factor, into)) return error;
      }
      return std::nullopt;
    }
    if (&part != &expr.expr() || expr.is_linear()) return CountLinear(expr, part, into);
    const std::int64_t window = EvaluatedWindow(expr);
    Note(Remark::Kind::kInexact,
         fmt::format("`{}` does not add up over intervals: it is evaluated every {} over {}, not "
                     "counted event by event",
                     expr.WithWindow(window), WindowText(grid_->step()), WindowText(window)));
    const double step = static_cast<double>(grid_->step());
    const double factor = expr.is_rate() ? step / 1000 : step / static_cast<double>(window);
    return Evaluate(expr, [&](Sums& sums, std::size_t at, double value) {
      (sums.*into)[at] += std::max(value * factor, 0.0);
    });
  }

  std::optional<Error> CountGrowth(const Growth& growth, double factor,
                                   std::vector<double> Sums::*into) {
    auto found = Select(*growth.selector);
    if (!found) return found.error();
    for (const Series* series : *found) {
      grid_->Add(ColumnOf(growth.kind, *series), SumsOf(series->labels).*into, factor);
    }
    return std::nullopt;
  }

  // What is counted in a series.
  CountColumn ColumnOf(Growth::Kind kind, const Series& series) {
    const bool is_counter = kind == Growth::Kind::kRate || kind == Growth::Kind::kIncrease;
    if (kind != Growth::Kind::kCount) return {&series.float_times, series.floats, is_counter};
    if (ones_.size() < series.floats.size()) ones_.resize(series.floats.size(), 1);
    return {&series.float_times, std::span(ones_).first(series.floats.size()), is_counter};
  }

  // Puts the growth of each series into the store, by intervals, and evaluates the rest with it.
  std::optional<Error> CountLinear(const WindowExpr& expr, const Expr& part,
                                   std::vector<double> Sums::*into) {
    std::deque<std::vector<double>> grown;
    std::vector<std::pair<std::size_t, const Series*>> owners;
    for (std::size_t i = 0; i < expr.growths().size(); ++i) {
      auto found = Select(*expr.growths()[i].selector);
      if (!found) return found.error();
      for (const Series* series : *found) {
        if (series->floats.empty()) continue;
        grid_->Add(ColumnOf(expr.growths()[i].kind, *series), grown.emplace_back(grid_->size()));
        owners.emplace_back(i, series);
      }
    }
    grid_->Finish();
    GrowthStore growths(store_);
    for (std::size_t i = 0; i < owners.size(); ++i) {
      const Series& series = *owners[i].second;
      const std::size_t first = grid_->IndexOf(series.float_times[0]);
      const std::size_t last = grid_->IndexOf(series.float_times.back());
      growths.Add(WindowExpr::GrowthName(owners[i].first), series.labels, grid_->end(first),
                  grid_->step(),
                  {grown[i].begin() + static_cast<std::ptrdiff_t>(first),
                   grown[i].begin() + static_cast<std::ptrdiff_t>(last) + 1});
      std::vector<double>().swap(grown[i]);
    }
    return EvaluateText(
        growths, expr.WithGrowthNames(part),
        [&](Sums& sums, std::size_t at, double value) { (sums.*into)[at] += value; });
  }

  // Over how long an expression is evaluated that cannot be counted.
  std::int64_t EvaluatedWindow(const WindowExpr& expr) const {
    constexpr std::int64_t kMinute = 60 * 1000;
    return expr.own_window_ms() > 0 ? expr.own_window_ms() : std::max(4 * grid_->step(), kMinute);
  }

  template <typename See>
  std::optional<Error> Evaluate(const WindowExpr& expr, const See& see) {
    return EvaluateText(store_, expr.WithWindow(EvaluatedWindow(expr)),
                        [&](Sums& sums, std::size_t at, double value) {
                          grid_->Mark(at);
                          see(sums, at, value);
                        });
  }

  template <typename See>
  std::optional<Error> EvaluateText(storage::Queryable& store, const std::string& text,
                                    const See& see) {
    const SourceBuffer source("<query>", text);
    Arena arena;
    Diagnostics problems;
    const Expr* const expr = promql::ParseExpr(source, series::WholeLanguage(), arena, problems);
    const auto failed = [&](const std::string& why) {
      return Error{fmt::format("cannot evaluate `{}`: {}", text, why)};
    };
    if (expr == nullptr) return failed(problems.found().front().message);
    promql::EngineOptions options;
    options.lookback_delta = options_.lookback_ms;
    auto query = promql::Query::Bind(*expr, store, options);
    if (!query) return failed(query.error().message);
    // In pieces, so that not all values of many series are there at once.
    constexpr std::size_t kPiece = 4096;
    for (std::size_t from = 0; from < grid_->size(); from += kPiece) {
      const std::size_t to = std::min(from + kPiece, grid_->size()) - 1;
      promql::QueryResult result = query->RunRange(grid_->end(from), grid_->end(to), grid_->step());
      if (!result.ok()) return failed(*result.error);
      const auto* const matrix = std::get_if<promql::Matrix>(&result.value);
      if (matrix == nullptr) continue;
      for (const promql::ResultSeries& series : *matrix) {
        Sums& sums = SumsOf(series.labels);
        for (const promql::FloatPoint& point : series.floats) {
          if (!std::isfinite(point.value)) continue;
          see(sums, grid_->IndexOf(point.time), point.value);
        }
      }
    }
    return std::nullopt;
  }

  Result<std::vector<const Series*>> Select(const VectorSelector& selector) {
    std::vector<storage::CompiledMatcher> matchers;
    for (const model::Matcher& matcher : selector.matchers) {
      auto compiled = storage::CompiledMatcher::Compile(matcher);
      if (!compiled) return compiled.error();
      matchers.push_back(std::move(*compiled));
    }
    std::vector<const Series*> found;
    const auto selected = store_.Select(matchers, {}, 0, found);
    if (!selected) return selected.error();
    return found;
  }

  Sums& SumsOf(model::Labels labels) {
    Key key;
    for (const std::string& name : indicator_.grouping) key.emplace_back(labels.Get(name));
    const auto [at, is_new] = groups_.try_emplace(std::move(key));
    if (is_new) {
      at->second.part.resize(grid_->size());
      at->second.total.resize(grid_->size());
    }
    return at->second;
  }

  void Note(Remark::Kind kind, std::string text) {
    remarks_.push_back({kind, std::move(text), grid_->end(0), grid_->end(grid_->size() - 1), 1});
  }

  std::vector<SloEvents> Finish() {
    grid_->Finish();
    std::vector<SloEvents> all;
    for (const auto& [key, sums] : groups_) {
      SloEvents& events = all.emplace_back();
      for (std::size_t i = 0; i < key.size(); ++i) {
        events.group.emplace_back(indicator_.grouping[i], key[i]);
      }
      events.events = is_of_good_ ? grid_->MakeOfGood(sums.part, sums.total)
                                  : grid_->Make(sums.part, sums.total);
      events.events.remarks.insert(events.events.remarks.end(), remarks_.begin(), remarks_.end());
    }
    return all;
  }

  const Slo& slo_;
  const Indicator& indicator_;
  storage::Queryable& store_;
  const SeriesOptions& options_;
  std::optional<CountGrid> grid_;
  std::map<Key, Sums> groups_;
  bool is_of_good_ = false;
  std::vector<Remark> remarks_;
  std::vector<double> ones_;
};

}  // namespace

Result<std::vector<SloEvents>> EventsFromSeries(const Slo& slo, storage::Queryable& store,
                                                const SeriesOptions& options) {
  return Counter(slo, store, options).Run();
}

Result<std::vector<std::string>> SelectorsOf(const Slo& slo) {
  std::vector<std::string> selectors;
  const Indicator& indicator = slo.indicator;
  for (const Query* query : {&indicator.errors, &indicator.good, &indicator.total}) {
    if (query->empty()) continue;
    const auto expr = WindowExpr::Parse(*query);
    if (!expr) return expr.error();
    for (const VectorSelector* selector : promql::ListSelectors(expr->expr())) {
      std::string text = promql::ToString(*selector);
      if (std::ranges::find(selectors, text) == selectors.end()) {
        selectors.push_back(std::move(text));
      }
    }
  }
  return selectors;
}

}  // namespace check::slo
