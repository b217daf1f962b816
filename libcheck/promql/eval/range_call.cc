#include "libcheck/promql/eval/range_call.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "libcheck/promql/eval/absent.h"

namespace check::promql {
namespace {

std::string NamesOf(bool Function::*allows) {
  std::string list;
  for (const Function& function : AllFunctions()) {
    if (!(function.*allows)) continue;
    if (!list.empty()) list += ", ";
    list += function.name;
  }
  return list;
}

}  // namespace

void RangeCallNode::RemarkOnName(Evaluator& ev, model::Labels labels, Span where) {
  const std::string_view name = labels.metric_name();
  if (name.empty()) return;
  if (ev.options.type_and_unit_labels) {
    const std::string_view kind = labels.Get("__type__");
    if (kind == "counter" || kind == "histogram") return;
    ev.Annotate({.kind = AnnotationKind::kPossiblyNotCounterByLabel,
                 .span = where,
                 .name = std::string(name),
                 .text = std::string(kind)});
    return;
  }
  for (const std::string_view suffix : {"_total", "_sum", "_count", "_bucket"}) {
    if (name.ends_with(suffix)) return;
  }
  ev.Annotate(AnnotationKind::kPossiblyNotCounter, name, where);
}

Matrix RangeCallNode::Eval(Evaluator& ev, const Steps& steps) {
  if (Matrix known; ev.ahead != nullptr && ahead_.Serve(ev, *this, steps, known)) return known;
  const RangeSource::Range range = source_->Open(ev, steps);
  std::vector<Matrix> scalars;
  for (const NodePtr& argument : arguments_) {
    if (argument) scalars.push_back(argument->Eval(ev, steps));
  }
  if (range.anchored && !function_.anchored) {
    throw EvalError("anchored modifier can only be used with: " + NamesOf(&Function::anchored) +
                    " - not with " + std::string(function_.name));
  }
  if (range.smoothed && !function_.smoothed) {
    throw EvalError("smoothed modifier can only be used with: " + NamesOf(&Function::smoothed) +
                    " - not with " + std::string(function_.name));
  }

  if (!range.inputs.empty()) ev.CheckSteps(steps);
  const std::int64_t length = ToMilliseconds(range.length);
  const std::int64_t lookback = ev.options.lookback_delta;
  const std::int64_t before = range.anchored || range.smoothed ? lookback : 0;
  const std::int64_t behind = range.smoothed ? lookback : 0;
  const bool use_starts = function_.start_times && ev.options.start_timestamps;
  const std::int64_t step_count = steps.count();
  // Many series with few values each must not cost what as many full ones would.
  const auto reserve = static_cast<std::int64_t>(
      std::clamp<std::size_t>(1'000'000 / (range.inputs.size() + 1), 16, 11'000));
  Matrix matrix;
  if (steps.is_instant()) matrix.reserve(range.inputs.size());
  // Prometheus: remarks are about the first argument, whichever it is.
  const Call& call = As<Call>(expr);
  const Span first_argument =
      arguments_.front() ? StripParens(call.arguments[0])->span : range.span;
  RangeContext context{.ev = ev, .range = range, .first_argument = first_argument};
  for (const RangeSource::Input& input : range.inputs) {
    ev.CheckTime();
    const bool drop_name = function_.labels != LabelEffect::kKeepsAll || input.drop_name;
    const model::Labels labels = input.cursor->labels();
    ResultSeries series;
    series.labels = drop_name ? ev.WithoutName(labels) : labels;
    series.drop_name = drop_name;
    context.labels = labels;
    std::int64_t in_window = 0;
    std::size_t step = 0;
    const bool together = !steps.is_instant() && ev.options.steps_together &&
                          !ev.options.closed_ranges &&
                          (!use_starts || input.cursor->series().float_starts.empty()) &&
                          EvalTogether(ev, range, input.cursor->series(), steps, series.floats);
    for (std::int64_t time = steps.start; !together && time <= steps.end;
         time += steps.interval, ++step) {
      if (time == steps.start || !range.shift.at) {
        context.until = range.shift.LookupTime(time);
        context.after = context.until - length;
        input.cursor->Window(ev.Outside(context.after - before), context.until + behind,
                             context.floats, context.histograms);
        if (!use_starts) context.floats.starts = context.histograms.starts = nullptr;
        const std::int64_t size =
            static_cast<std::int64_t>(context.floats.size) +
            (context.histograms.empty() ? 0 : context.histograms.SampleSize());
        ev.samples += size - in_window;
        in_window = size;
        ev.CheckSamples();
      }
      ev.CheckTime(static_cast<std::size_t>(in_window));
      if (context.floats.empty() && context.histograms.empty()) {
        if (range.shift.at) break;
        const std::int64_t reach = context.until + behind;
        const std::optional<std::int64_t> next = input.cursor->NextAfter(reach);
        if (!next) break;
        const std::int64_t skipped = (*next - reach - 1) / steps.interval;
        time += skipped * steps.interval;
        step += static_cast<std::size_t>(skipped);
        continue;
      }
      for (std::size_t i = 0; i < scalars.size(); ++i) {
        context.scalars[i] = scalars[i][0].floats[step].value;
      }
      context.time = time;
      RangeOutcome outcome;
      function_.range(context, outcome);
      if (!outcome.any) continue;
      if (outcome.histogram) {
        series.histograms.push_back({time, std::move(outcome.histogram)});
      } else {
        if (series.floats.empty() && step_count > 1) {
          series.floats.reserve(static_cast<std::size_t>(
              std::min(step_count - static_cast<std::int64_t>(step), reserve)));
        }
        series.floats.push_back({time, outcome.value});
      }
    }
    const bool any_floats = !series.floats.empty();
    const std::int64_t made = static_cast<std::int64_t>(series.floats.size()) +
                              static_cast<std::int64_t>(SampleSize(series.histograms));
    if (made > 0) {
      ev.samples += made;
      ev.CheckSamples();
      matrix.push_back(std::move(series));
    }
    ev.samples -= in_window;
    if (function_.expects_counter && any_floats) RemarkOnName(ev, labels, range.span);
  }
  ev.samples -= range.samples_to_free;
  if (function_.labels == LabelEffect::kFromMatchers) return EvalAbsent(ev, steps, matrix);
  if (!ev.options.delayed_name_removal && HasSameLabels(ev, matrix)) throw EvalError(kSameLabelset);
  return matrix;
}

Matrix RangeCallNode::EvalAbsent(Evaluator& ev, const Steps& steps, const Matrix& present) {
  std::vector<std::int64_t> times;
  for (const ResultSeries& series : present) {
    for (const FloatPoint& point : series.floats) times.push_back(point.time);
  }
  std::sort(times.begin(), times.end());
  ResultSeries absent;
  absent.labels = AbsentLabels(ev, *As<Call>(expr).arguments[0]);
  absent.drop_name = true;
  ev.CheckSteps(steps);
  auto next = times.begin();
  for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval) {
    ev.CheckTime();
    next = std::lower_bound(next, times.end(), time);
    if (next != times.end() && *next == time) continue;
    absent.floats.push_back({time, 1});
    if (static_cast<std::int64_t>(absent.floats.size()) > ev.options.max_samples) {
      ev.samples += static_cast<std::int64_t>(absent.floats.size());
      ev.CheckSamples();
    }
  }
  Matrix matrix;
  // Prometheus counts no samples for these.
  if (!absent.floats.empty()) matrix.push_back(std::move(absent));
  return matrix;
}

}  // namespace check::promql
