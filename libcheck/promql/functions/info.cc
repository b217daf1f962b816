#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "libcheck/model/names.h"
#include "libcheck/promql/eval/selector.h"
#include "libcheck/promql/functions/families.h"

// info(). Base series are matched with info series by `instance` and `job`.
namespace check::promql {
namespace {

constexpr std::string_view kIdentifying[] = {"instance", "job"};

// The offset and `@` that say which samples of info series exist: those of the first selector in
// the first argument. Prometheus: of a subquery nothing but its own is left once it has been
// evaluated.
std::optional<ResolvedShift> FirstShift(const Evaluator& ev, const Expr& expr) {
  if (const auto* selector = TryAs<VectorSelector>(&expr)) return Resolve(ev, selector->shift);
  if (const auto* subquery = TryAs<SubqueryExpr>(&expr)) return Resolve(ev, subquery->shift);
  if (const auto* aggregate = TryAs<AggregateExpr>(&expr)) {
    const std::optional<ResolvedShift> shift = FirstShift(ev, *aggregate->expr);
    if (shift || aggregate->parameter == nullptr) return shift;
    return FirstShift(ev, *aggregate->parameter);
  }
  std::optional<ResolvedShift> first;
  ForEachChild(expr, [&](const Expr& child) {
    if (!first) first = FirstShift(ev, child);
  });
  return first;
}

// Which samples of info series there are.
storage::TimeRange VisibleInfos(const Evaluator& ev, const Steps& steps, const Expr& base) {
  const ResolvedShift shift = FirstShift(ev, base).value_or(ResolvedShift());
  return {shift.LookupTime(steps.start) - ev.options.lookback_delta + 1,
          shift.LookupTime(steps.end)};
}

// The info series that have a value at some step; values are the times of samples. Prometheus 3.14:
// whatever `visible` is, a step looks for samples at its own time.
Matrix EvalInfos(Evaluator& ev, const Steps& steps, std::vector<SeriesCursor>& cursors,
                 const storage::TimeRange& visible) {
  Matrix matrix;
  for (SeriesCursor& cursor : cursors) {
    ResultSeries series;
    for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval) {
      ev.CheckTime();
      const std::int64_t after = time - ev.options.lookback_delta;
      const std::int64_t until = std::min(time, visible.end);
      if (until <= after) continue;
      const FoundSample found = cursor.FindAt(until, until - after);
      if (!found.found || found.time < visible.begin) continue;
      if (found.histogram != nullptr) {
        throw EvalError("this should be an info metric, with float samples: " +
                        cursor.labels().ToString());
      }
      ++ev.samples;
      ev.CheckSamples();
      series.floats.push_back({time, static_cast<double>(found.time)});
    }
    if (series.floats.empty()) continue;
    series.labels = cursor.labels();
    matrix.push_back(std::move(series));
  }
  return matrix;
}

bool MatchesAll(const std::vector<storage::CompiledMatcher>& matchers, std::string_view value) {
  return std::all_of(matchers.begin(), matchers.end(),
                     [&](const auto& matcher) { return matcher.Matches(value); });
}

class InfoNode final : public Node {
 public:
  /// The error names a regular expression that does not compile.
  static Result<NodePtr> Make(const Call& call, std::vector<NodePtr> arguments);
  Matrix Eval(Evaluator& ev, const Steps& steps) override;

 private:
  using Matchers = std::vector<storage::CompiledMatcher>;

  InfoNode(const Call& call, NodePtr child) : Node(call), child_(std::move(child)) {}

  Matrix FetchInfos(Evaluator& ev, const Steps& steps, const Matrix& base,
                    const std::vector<bool>& is_info);
  std::optional<model::Labels> Enrich(
      Evaluator& ev, model::Labels labels,
      const std::vector<std::pair<std::string_view, model::Labels>>& infos);

  NodePtr child_;
  Matchers data_matchers_;  // On anything but the metric name.
  Matchers name_matchers_;
  std::vector<SeriesCursor> cursors_;
  std::size_t known_ = 0;
};

Result<NodePtr> InfoNode::Make(const Call& call, std::vector<NodePtr> arguments) {
  std::unique_ptr<InfoNode> node(new InfoNode(call, std::move(arguments[0])));
  bool any_positive = false;
  if (call.arguments.size() > 1) {
    const auto& selector = As<VectorSelector>(*StripParens(call.arguments[1]));
    for (const model::Matcher& matcher : selector.matchers) {
      Result<storage::CompiledMatcher> compiled = storage::CompiledMatcher::Compile(matcher);
      if (!compiled) return compiled.error();
      const bool is_name = matcher.name == model::kMetricName;
      any_positive = any_positive || (is_name && (matcher.type == model::MatchType::kEqual ||
                                                  matcher.type == model::MatchType::kRegexp));
      (is_name ? node->name_matchers_ : node->data_matchers_).push_back(std::move(*compiled));
    }
  }
  if (!any_positive) {
    const model::Matcher assumed =
        node->name_matchers_.empty()
            ? model::Matcher{model::MatchType::kEqual, model::kMetricName, "target_info"}
            : model::Matcher{model::MatchType::kRegexp, model::kMetricName, ".+_info"};
    node->name_matchers_.insert(node->name_matchers_.begin(),
                                *storage::CompiledMatcher::Compile(assumed));
  }
  return NodePtr(std::move(node));
}

// The info series that some base series could be matched with; values are the times of samples.
Matrix InfoNode::FetchInfos(Evaluator& ev, const Steps& steps, const Matrix& base,
                            const std::vector<bool>& is_info) {
  std::map<std::string_view, std::set<std::string_view>> wanted;
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (is_info[i]) continue;
    for (const std::string_view name : kIdentifying) {
      const std::string_view value = base[i].labels.Get(name);
      if (!value.empty()) wanted[name].insert(value);
    }
  }
  if (wanted.empty()) return {};
  if (known_ != ev.storage.series_count()) {
    std::vector<storage::CompiledMatcher> matchers = name_matchers_;
    matchers.insert(matchers.end(), data_matchers_.begin(), data_matchers_.end());
    std::vector<const storage::Series*> found;
    const Result<bool> selected = ev.storage.Select(matchers, {}, known_, found);
    if (!selected) throw EvalError("expanding series: " + selected.error().message);
    for (const storage::Series* series : found) cursors_.emplace_back(*series);
    known_ = ev.storage.series_count();
  }
  std::vector<SeriesCursor> near;
  for (const SeriesCursor& cursor : cursors_) {
    const bool matches = std::all_of(wanted.begin(), wanted.end(), [&](const auto& entry) {
      return entry.second.count(cursor.labels().Get(entry.first)) > 0;
    });
    if (matches) near.push_back(cursor);
  }
  return EvalInfos(ev, steps, near, VisibleInfos(ev, steps, *As<Call>(expr).arguments[0]));
}

// The labels with those of `infos` added; nothing if the series is to be left out.
std::optional<model::Labels> InfoNode::Enrich(
    Evaluator& ev, model::Labels labels,
    const std::vector<std::pair<std::string_view, model::Labels>>& infos) {
  if (infos.empty()) {
    const bool all_optional =
        std::all_of(data_matchers_.begin(), data_matchers_.end(),
                    [](const auto& matcher) { return matcher.matches_empty(); });
    return all_optional ? std::optional(labels) : std::nullopt;
  }
  std::map<std::string_view, std::string_view> added;
  for (const auto& [name, info] : infos) {
    for (const model::Label& label : info.list()) {
      const std::string_view text = label.name->text;
      if (text == model::kMetricName) continue;
      const bool wanted = data_matchers_.empty() ||
                          std::any_of(data_matchers_.begin(), data_matchers_.end(),
                                      [&](const auto& matcher) { return matcher.name() == text; });
      if (!wanted) continue;
      const auto known = added.find(text);
      if (known != added.end() && known->second != label.value->text) {
        throw EvalError("conflicting label: " + std::string(text));
      }
      if (!labels.Has(text)) added.emplace(text, label.value->text);
    }
  }
  for (const auto& [name, value] : added) labels = ev.labels.With(labels, name, value);
  return labels;
}

Matrix InfoNode::Eval(Evaluator& ev, const Steps& steps) {
  Matrix base = child_->Eval(ev, steps);
  std::vector<bool> is_info;
  for (const ResultSeries& series : base) {
    is_info.push_back(MatchesAll(name_matchers_, series.labels.metric_name()));
  }
  Matrix infos = FetchInfos(ev, steps, base, is_info);

  const std::int64_t samples_before = ev.samples;
  std::int64_t samples = ev.samples;
  VectorReader base_reader(std::move(base));
  VectorReader info_reader(std::move(infos));
  // What matches: the identifying labels.
  const auto identity = [&](model::Labels labels) { return ev.labels.Keep(labels, kIdentifying); };
  ev.CheckSteps(steps);
  MatrixBuilder builder(ev, steps);
  Vector out;
  for (std::int64_t time = steps.start; time <= steps.end; time += steps.interval) {
    ev.CheckTime();
    ev.samples = samples;
    const Vector& bases = base_reader.Read(ev, time);
    const Vector& at_step = info_reader.Read(ev, time);
    out.clear();
    // The newest info series of each name and identity.
    std::map<std::pair<std::string_view, const model::LabelSet*>, const VectorSample*> newest;
    for (const VectorSample& info : at_step) {
      if (bases.empty()) break;
      const auto [at, is_new] =
          newest.try_emplace({info.labels.metric_name(), identity(info.labels).set()}, &info);
      if (is_new || info.value < at->second->value) continue;
      if (info.value == at->second->value) {
        const std::string when = std::to_string(static_cast<std::int64_t>(info.value));
        throw EvalError("found duplicate series for info metric: existing " +
                        at->second->labels.ToString() + " @ " + when + ", new " +
                        info.labels.ToString() + " @ " + when);
      }
      at->second = &info;
    }
    for (std::size_t i = 0; i < bases.size(); ++i) {
      VectorSample sample = bases[i];
      // Prometheus 3.14: a name that was going to be dropped stays.
      sample.drop_name = false;
      if (!is_info[base_reader.indices()[i]]) {
        std::vector<std::pair<std::string_view, model::Labels>> matching;
        const model::LabelSet* id = identity(sample.labels).set();
        for (const auto& [key, info] : newest) {
          if (key.second == id) matching.emplace_back(key.first, info->labels);
        }
        const auto enriched = Enrich(ev, sample.labels, matching);
        if (!enriched) continue;
        sample.labels = *enriched;
      }
      out.push_back(std::move(sample));
    }
    std::int64_t made = 0;
    for (const VectorSample& sample : out) {
      made += 1;
      if (sample.histogram) made += static_cast<std::int64_t>(sample.histogram->SizeInBytes() / 16);
    }
    ev.samples += made;
    samples += made;
    ev.CheckSamples();
    model::Marks seen(ev.labels);
    for (const VectorSample& sample : out) {
      if (seen.Has(sample.labels)) throw EvalError(kSameLabelset);
      seen.Set(sample.labels);
    }
    builder.Add(time, out);
  }
  Matrix matrix = builder.Finish();
  ev.samples = samples_before + CountSamples(matrix);
  return matrix;
}

constexpr Function kFunctions[] = {
    {
        .name = "info",
        .signature = Takes({{"v", ValueType::kVector},
                            {"selector", ValueType::kVector, Constraint::kLabelMatchers}})
                         .Requires(1),
        .doc = "Adds the labels of matching info metrics, of target_info by default.",
        .labels = LabelEffect::kAddsInfo,
        .values = Values::OfInput(),
        .experimental = true,
        .make_node = InfoNode::Make,
    },
};

}  // namespace

std::span<const Function> InfoFunctions() { return kFunctions; }

}  // namespace check::promql
