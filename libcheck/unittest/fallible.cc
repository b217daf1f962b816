#include "libcheck/unittest/fallible.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "libcheck/base/regex.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"

namespace check::unittest {
namespace {

using promql::As;
using promql::ExprKind;
using promql::ValueType;

constexpr std::string_view kAlertMetrics[] = {"ALERTS", "ALERTS_FOR_STATE"};

bool IsAmong(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Metric names go: what differs in them alone becomes the same.
Outline WithoutName(Outline of) {
  of.fails = of.fails || (of.present && !of.distinct);
  of.one_name = of.distinct = true;
  return of;
}

// Whether evaluation may fail with `argument`: constants are looked at.
bool MayRefuse(promql::Constraint constraint, const promql::Expr& argument) {
  const promql::Expr* bare = promql::StripParens(&argument);
  const auto* text = promql::TryAs<promql::StringLiteral>(bare);
  const auto* number = promql::TryAs<promql::NumberLiteral>(bare);
  switch (constraint) {
    case promql::Constraint::kLabelName:
      return text == nullptr || !model::IsValidLabelName(text->value, model::NameValidation::kUtf8);
    case promql::Constraint::kRegex:
      return text == nullptr || !Regex::Compile(text->value).ok();
    case promql::Constraint::kFactor:
      return number == nullptr || !(number->value > 0 && number->value < 1);
    case promql::Constraint::kCount:
      return number == nullptr || !(std::abs(number->value) < 1e9);
    case promql::Constraint::kRatio:
    case promql::Constraint::kLabelMatchers:
      return true;
    case promql::Constraint::kNone:
    case promql::Constraint::kQuantile:
      break;
  }
  return false;
}

// One sample without labels.
Outline OneSample(bool fails) { return {.fails = fails, .present = true}; }

// A result of which nothing is known.
Outline Unknown() {
  return {
      .fails = true, .present = true, .one_name = false, .distinct = false, .labels = {true, {}}};
}

// The labels that absent() takes over.
LabelNames MatchedLabels(const promql::Expr& argument) {
  const promql::Expr* expr = promql::StripParens(&argument);
  if (const auto* matrix = promql::TryAs<promql::MatrixSelector>(expr)) expr = matrix->vector;
  LabelNames labels;
  if (const auto* selector = promql::TryAs<promql::VectorSelector>(expr)) {
    for (const model::Matcher& matcher : selector->matchers) {
      if (matcher.name != model::kMetricName) labels.names.insert(matcher.name);
    }
  }
  return labels;
}

bool IsPlain(const promql::TimeShift& shift) { return shift.offset_expr == nullptr; }

// Whether no two samples at one step match the same ones on the other side.
bool MatchesOnce(const Outline& side, const promql::VectorMatching& matching) {
  if (matching.on) return side.distinct && side.key.AreAmong(matching.labels);
  return side.distinct && !side.key.HasOneOf(matching.labels);
}

// Whether a label that both rules set tells their series apart.
bool AreApart(const PreparedRule& a, const PreparedRule& b) {
  const auto is_fixed = [](const PreparedRule& rule, std::size_t i) {
    return !rule.is_alert || rule.label_templates[i].is_plain();
  };
  for (std::size_t i = 0; i < a.labels.size(); ++i) {
    for (std::size_t k = 0; k < b.labels.size(); ++k) {
      const std::string_view name = a.labels[i].first;
      // These are an alert's own, whatever the rule says.
      if (name == "alertname" || name == "alertstate") continue;
      if (name == b.labels[k].first && a.labels[i].second != b.labels[k].second && is_fixed(a, i) &&
          is_fixed(b, k)) {
        return true;
      }
    }
  }
  return false;
}

// Whether `rule` gives no series that another one of `all` gives.
bool IsApart(const PreparedRule& rule, std::span<const PreparedRule* const> all) {
  constexpr std::size_t kMost = 64;  // That are worth looking at.
  return all.size() <= kMost && std::all_of(all.begin(), all.end(), [&](const PreparedRule* each) {
           return each == &rule || AreApart(rule, *each);
         });
}

bool ChangesValue(const promql::BinaryExpr& binary) {
  return binary.return_bool || !promql::IsComparison(binary.op);
}

Outline OfSetOperation(promql::Op op, Outline lhs, Outline rhs) {
  const bool fails = lhs.fails || rhs.fails;
  Outline result;
  if (op != promql::Op::kOr) {
    result = lhs;
    if (op == promql::Op::kAnd) result.present = lhs.present && rhs.present;
  } else if (!rhs.present) {
    result = lhs;
  } else if (!lhs.present) {
    result = rhs;
  } else {
    // What has all labels in common matches, so that the right side's is left out.
    result = {.present = true, .one_name = false, .distinct = lhs.distinct && rhs.distinct};
    result.labels = lhs.labels;
    result.labels.Add(rhs.labels);
    result.key = result.labels;
  }
  result.fails = fails;
  return result;
}

Outline OfMatching(const promql::BinaryExpr& binary, Outline lhs, Outline rhs) {
  const promql::VectorMatching& matching = *binary.matching;
  Outline result{.fails = lhs.fails || rhs.fails};
  if (matching.fill_lhs || matching.fill_rhs || IsAmong(model::kMetricName, matching.labels) ||
      IsAmong(model::kMetricName, matching.include)) {
    return Unknown();
  }
  // Prometheus: nothing is matched with nothing.
  if (!lhs.present || !rhs.present) return result;
  result.present = true;
  if (matching.cardinality == promql::Cardinality::kOneToOne) {
    result.fails = result.fails || !MatchesOnce(lhs, matching) || !MatchesOnce(rhs, matching);
    result.one_name = ChangesValue(binary) || matching.on || lhs.one_name;
    for (const std::string_view name : lhs.labels.names) {
      if (IsAmong(name, matching.labels) == matching.on) result.labels.names.insert(name);
    }
    if (lhs.labels.any && matching.on) {
      result.labels.names.insert(matching.labels.begin(), matching.labels.end());
    }
    result.labels.any = lhs.labels.any && !matching.on;
    result.key = lhs.key;
    return result;
  }
  const bool left = matching.cardinality == promql::Cardinality::kManyToOne;
  const Outline& many = left ? lhs : rhs;
  const Outline& one = left ? rhs : lhs;
  result.fails = result.fails || !MatchesOnce(one, matching) || !many.distinct ||
                 many.key.HasOneOf(matching.include);
  result.one_name = ChangesValue(binary) || many.one_name;
  result.labels = many.labels;
  result.labels.names.insert(matching.include.begin(), matching.include.end());
  result.key = many.key;
  return result;
}

// Those of `labels` that tell the groups of an aggregation apart.
LabelNames Grouped(const promql::AggregateExpr& aggregate, const LabelNames& labels) {
  LabelNames grouped;
  if (aggregate.without) {
    grouped = labels;
    for (const std::string_view name : aggregate.grouping) grouped.names.erase(name);
    return grouped;
  }
  for (const std::string_view name : aggregate.grouping) {
    if (labels.Has(name)) grouped.names.insert(name);
  }
  return grouped;
}

}  // namespace

bool LabelNames::HasOneOf(std::span<const std::string_view> of) const {
  return std::any_of(of.begin(), of.end(), [&](std::string_view name) { return Has(name); });
}

bool LabelNames::AreAmong(std::span<const std::string_view> of) const {
  return !any && std::all_of(names.begin(), names.end(),
                             [&](std::string_view name) { return IsAmong(name, of); });
}

void LabelNames::Add(const LabelNames& other) {
  any = any || other.any;
  names.insert(other.names.begin(), other.names.end());
}

Fallible::Fallible(const Input& input, const std::vector<const PreparedGroup*>& groups,
                   const promql::EngineOptions& engine) {
  // Histograms can be what an operation does not take, and these options change when names go.
  all_ = input.any_histogram() || engine.delayed_name_removal || engine.type_and_unit_labels ||
         engine.start_timestamps;
  if (all_) return;
  input.ForEachSeries([&](model::Labels labels) {
    Metric& metric = metrics_[labels.metric_name()];
    metric.present = true;
    metric.input = true;
    for (const model::Label& label : labels.list()) {
      if (label.name->text != model::kMetricName) metric.labels.names.insert(label.name->text);
    }
  });
  // Rules read each other, in any order.
  do {
    changed_ = false;
    for (const PreparedGroup* group : groups) {
      for (const PreparedRule& rule : group->rules) Learn(rule);
    }
  } while (changed_);
  for (const PreparedGroup* group : groups) {
    for (const PreparedRule& rule : group->rules) {
      if (OutlineOf(rule).present)
        (rule.is_alert ? alerting_ : recording_)[rule.name].push_back(&rule);
    }
  }
  for (const PreparedGroup* group : groups) {
    for (const PreparedRule& rule : group->rules) {
      if (MayFail(*group, rule)) rules_.insert(&rule);
    }
  }
}

Outline Fallible::OutlineOf(const PreparedRule& rule) const {
  const bool is_vector = rule.expr != nullptr && (rule.expr->type == ValueType::kVector ||
                                                  rule.expr->type == ValueType::kScalar);
  return is_vector ? Of(*rule.expr) : Unknown();
}

bool Fallible::LearnMetric(std::string_view name, const LabelNames& labels) {
  Metric& metric = metrics_[name];
  const std::size_t known = metric.labels.names.size();
  const bool was_any = metric.labels.any;
  const bool was_present = metric.present;
  metric.present = true;
  metric.labels.Add(labels);
  return !was_present || metric.labels.any != was_any || metric.labels.names.size() != known;
}

void Fallible::Learn(const PreparedRule& rule) {
  Outline outline = OutlineOf(rule);
  if (!outline.present) return;
  for (const auto& [name, value] : rule.labels) outline.labels.names.insert(name);
  if (!rule.is_alert) {
    changed_ = LearnMetric(rule.name, outline.labels) || changed_;
    return;
  }
  outline.labels.names.insert({"alertname", "alertstate"});
  for (const std::string_view metric : kAlertMetrics) {
    changed_ = LearnMetric(metric, outline.labels) || changed_;
  }
}

bool Fallible::MayFail(const PreparedGroup& group, const PreparedRule& rule) const {
  if (!rule.unusable.empty()) return true;
  const Outline outline = OutlineOf(rule);
  if (outline.fails || !outline.present) return outline.fails;
  if (!outline.distinct || group.group->limit > 0 || group.query_offset_ms != 0) return true;
  // A label that the rule sets in place of another one no longer tells samples apart.
  for (const auto& [name, value] : rule.labels) {
    if (outline.key.Has(name)) return true;
  }
  // The store refuses what somebody else has written at the same time.
  const auto is_written = [&](std::string_view metric) {
    return metrics_.at(metric).input || recording_.contains(metric);
  };
  if (!rule.is_alert) {
    return metrics_.at(rule.name).input || IsAmong(rule.name, std::span(kAlertMetrics)) ||
           !IsApart(rule, recording_.at(rule.name));
  }
  return outline.key.Has("alertname") || !IsApart(rule, alerting_.at(rule.name)) ||
         std::any_of(std::begin(kAlertMetrics), std::end(kAlertMetrics), is_written);
}

Outline Fallible::Of(const promql::Expr& written) const {
  const promql::Expr& expr = *promql::StripParens(&written);
  switch (expr.kind) {
    case ExprKind::kNumber:
    case ExprKind::kString:
      return OneSample(false);
    case ExprKind::kVectorSelector:
      return OfSelector(As<promql::VectorSelector>(expr));
    case ExprKind::kMatrixSelector: {
      const auto& matrix = As<promql::MatrixSelector>(expr);
      Outline result = OfSelector(*matrix.vector);
      result.fails = result.fails || matrix.range_expr != nullptr;
      return result;
    }
    case ExprKind::kSubquery: {
      const auto& subquery = As<promql::SubqueryExpr>(expr);
      Outline result = Of(*subquery.expr);
      result.fails = result.fails || !IsPlain(subquery.shift) || subquery.range_expr != nullptr ||
                     subquery.step_expr != nullptr;
      // What is there at one step and what is there at another come together.
      result.distinct = result.distinct && result.one_name;
      result.key = result.labels;
      return result;
    }
    case ExprKind::kCall:
      return OfCall(As<promql::Call>(expr));
    case ExprKind::kAggregate:
      return OfAggregate(As<promql::AggregateExpr>(expr));
    case ExprKind::kBinary:
      return OfBinary(As<promql::BinaryExpr>(expr));
    case ExprKind::kUnary: {
      const auto& unary = As<promql::UnaryExpr>(expr);
      Outline result = Of(*unary.expr);
      return unary.op == promql::Op::kSub ? WithoutName(std::move(result)) : result;
    }
    case ExprKind::kParen:
    case ExprKind::kDuration:
      break;
  }
  return Unknown();
}

Outline Fallible::OfSelector(const promql::VectorSelector& selector) const {
  const bool fails =
      selector.anchored || selector.smoothed || !IsPlain(selector.shift) ||
      std::any_of(selector.matchers.begin(), selector.matchers.end(),
                  [](const model::Matcher& matcher) {
                    return model::IsRegexp(matcher.type) && !Regex::Compile(matcher.value).ok();
                  });
  for (const model::Matcher& matcher : selector.matchers) {
    if (matcher.type != model::MatchType::kEqual || matcher.name != model::kMetricName) continue;
    const auto metric = metrics_.find(matcher.value);
    if (metric == metrics_.end()) return {.fails = fails};
    const LabelNames& labels = metric->second.labels;
    return {.fails = fails, .present = metric->second.present, .labels = labels, .key = labels};
  }
  Outline result = Unknown();
  result.fails = fails;
  return result;
}

Outline Fallible::OfCall(const promql::Call& call) const {
  using enum promql::LabelEffect;
  const promql::LabelEffect effect = call.function->labels;
  std::vector<Outline> arguments;
  bool fails = false;  // Any of them.
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    arguments.push_back(Of(*call.arguments[i]));
    fails = fails || arguments.back().fails ||
            MayRefuse(call.function->signature.At(i).constraint, *call.arguments[i]);
  }
  if (effect == kNone || arguments.empty()) return OneSample(fails);
  if (effect == kFromMatchers) {
    return {.fails = fails, .present = true, .labels = MatchedLabels(*call.arguments[0])};
  }
  std::size_t subject = 0;  // What the result is made of.
  while (subject + 1 < arguments.size() && call.arguments[subject]->type == ValueType::kScalar) {
    ++subject;
  }
  Outline result = std::move(arguments[subject]);
  switch (effect) {
    case kKeepsAll:
      break;
    case kDropsName:
      result = WithoutName(std::move(result));
      break;
    case kFromBuckets:
      // Buckets of two metrics may come to have the same labels. A label that is added may have
      // any name, and be there before.
      if (subject == 0) return Unknown();
      result.fails = result.present && (!result.one_name || !result.distinct);
      result.one_name = result.distinct = true;
      result.labels.names.erase("le");
      result.key = result.labels;
      break;
    case kReplacesLabel:
    case kJoinsLabels: {
      const std::string_view target =
          As<promql::StringLiteral>(*promql::StripParens(call.arguments[1])).value;
      result.fails = result.fails || target == model::kMetricName || result.key.Has(target);
      result.labels.names.insert(target);
      break;
    }
    default:
      return Unknown();
  }
  result.fails = result.fails || fails;
  return result;
}

Outline Fallible::OfSelection(const promql::AggregateExpr& aggregate, Outline child) {
  const promql::Constraint constraint = aggregate.aggregation->parameter.constraint;
  const bool fails = MayRefuse(constraint, *aggregate.parameter);
  child.fails = child.fails || fails;
  if (!fails && constraint == promql::Constraint::kCount &&
      As<promql::NumberLiteral>(*promql::StripParens(aggregate.parameter)).value == 1 &&
      !IsAmong(model::kMetricName, aggregate.grouping)) {
    child.distinct = true;
    child.key = Grouped(aggregate, child.labels);
  }
  return child;
}

Outline Fallible::OfAggregate(const promql::AggregateExpr& aggregate) const {
  Outline child = Of(*aggregate.expr);
  if (aggregate.aggregation->selects_series) return OfSelection(aggregate, std::move(child));
  Outline result{.fails = child.fails, .present = child.present};
  result.labels = Grouped(aggregate, child.labels);
  if (!aggregate.without && IsAmong(model::kMetricName, aggregate.grouping)) {
    result.one_name = result.distinct = child.one_name;
  }
  if (aggregate.parameter != nullptr) {
    const promql::Constraint constraint = aggregate.aggregation->parameter.constraint;
    result.fails = result.fails || Of(*aggregate.parameter).fails ||
                   MayRefuse(constraint, *aggregate.parameter);
    if (constraint == promql::Constraint::kLabelName) {
      const auto& label = As<promql::StringLiteral>(*promql::StripParens(aggregate.parameter));
      result.fails = result.fails || label.value == model::kMetricName;
      result.labels.names.insert(label.value);
    }
  }
  result.key = result.labels;
  return result;
}

Outline Fallible::OfBinary(const promql::BinaryExpr& binary) const {
  if (binary.op == promql::Op::kTrimLower || binary.op == promql::Op::kTrimUpper) return Unknown();
  Outline lhs = Of(*binary.lhs);
  Outline rhs = Of(*binary.rhs);
  const bool left_vector = binary.lhs->type == ValueType::kVector;
  const bool right_vector = binary.rhs->type == ValueType::kVector;
  if (!left_vector && !right_vector) return OneSample(lhs.fails || rhs.fails);
  if (left_vector != right_vector) {
    const bool fails = lhs.fails || rhs.fails;
    Outline result = left_vector ? std::move(lhs) : std::move(rhs);
    if (ChangesValue(binary)) result = WithoutName(std::move(result));
    result.fails = result.fails || fails;
    return result;
  }
  if (promql::IsSetOperator(binary.op)) {
    return OfSetOperation(binary.op, std::move(lhs), std::move(rhs));
  }
  return OfMatching(binary, std::move(lhs), std::move(rhs));
}

}  // namespace check::unittest
