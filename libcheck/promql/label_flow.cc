#include "libcheck/promql/label_flow.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>

#include "libcheck/base/regex.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"

namespace check::promql {
namespace {

using Facts = std::vector<LabelFact>;

// Past so many labels in one place nothing is claimed: nobody writes that many, and the work grows
// with their square.
constexpr std::size_t kMany = 200;

LabelFact Always(std::string_view label) { return {.label = label, .presence = Presence::kAlways}; }
LabelFact AlwaysIs(std::string_view label, std::string_view value) {
  return {.label = label, .presence = Presence::kAlways, .has_value = true, .value = value};
}
LabelFact Never(std::string_view label, const Removal* removal) {
  return {.label = label, .presence = Presence::kNever, .removal = removal};
}

bool Contains(std::span<const std::string_view> labels, std::string_view label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

// Either of two series sets.
LabelFact Join(const LabelFact& a, const LabelFact& b) {
  if (a.presence != b.presence) return {.label = a.label};
  if (a.presence != Presence::kAlways) return a;
  return a.has_value && b.has_value && a.value == b.value ? a : Always(a.label);
}

bool DropsName(const BinaryExpr& binary) { return binary.return_bool || binary.op <= Op::kAtan2; }

// Works out flows bottom-up. `labels_` and `facts_` are scratch space.
class Analysis {
 public:
  Analysis(Arena& arena, std::vector<LabelFlow>& flows) : arena_(arena), flows_(flows) {}

  // Appends the flows of the parts of `expr`, then its own. The reference is good until the next.
  LabelFlow Visit(const Expr& expr) {
    LabelFlow flow = Work(expr);
    flow.expr = &expr;
    flows_.push_back(flow);
    return flow;
  }

 private:
  LabelFlow Work(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kVectorSelector:
        return OfSelector(As<VectorSelector>(expr));
      case ExprKind::kMatrixSelector:
        return Visit(*As<MatrixSelector>(expr).vector);
      case ExprKind::kSubquery:
        return Visit(*As<SubqueryExpr>(expr).expr);
      case ExprKind::kParen:
        return Visit(*As<ParenExpr>(expr).expr);
      case ExprKind::kCall:
        return OfCall(As<Call>(expr));
      case ExprKind::kAggregate:
        return OfAggregate(As<AggregateExpr>(expr));
      case ExprKind::kBinary:
        return OfBinary(As<BinaryExpr>(expr));
      case ExprKind::kUnary: {
        const LabelFlow flow = Visit(*As<UnaryExpr>(expr).expr);
        return As<UnaryExpr>(expr).op == Op::kSub ? WithoutName(flow, expr, expr.span) : flow;
      }
      case ExprKind::kNumber:
      case ExprKind::kString:
      case ExprKind::kDuration:
        break;
    }
    return NoLabels(expr, expr.span);
  }

  const Removal* NewRemoval(RemovalKind kind, Span where, const Expr& by,
                            const Removal* because = nullptr) {
    return arena_.New<Removal>(Removal{kind, where, &by, because});
  }

  LabelFlow NoLabels(const Expr& expr, Span where) {
    return {.closed_by = NewRemoval(RemovalKind::kNoLabels, where, expr)};
  }

  // Sorts `facts`, leaves out those that say nothing, and keeps them.
  LabelFlow Make(Facts& facts, const Removal* closed_by) {
    std::erase_if(facts, [&](const LabelFact& fact) {
      return closed_by == nullptr ? fact.presence == Presence::kMaybe
                                  : fact.presence == Presence::kNever && fact.removal == closed_by;
    });
    std::sort(facts.begin(), facts.end(),
              [](const LabelFact& a, const LabelFact& b) { return a.label < b.label; });
    return {.closed_by = closed_by, .facts = arena_.Copy(facts)};
  }

  // `flow` with what is known of one label replaced.
  LabelFlow With(const LabelFlow& flow, const LabelFact& fact) {
    Facts facts(flow.facts.begin(), flow.facts.end());
    std::erase_if(facts, [&](const LabelFact& old) { return old.label == fact.label; });
    facts.push_back(fact);
    return Make(facts, flow.closed_by);
  }

  LabelFlow WithoutName(const LabelFlow& flow, const Expr& by, Span where) {
    if (!flow.CanHave(model::kMetricName)) return flow;
    return With(flow, Never(model::kMetricName, NewRemoval(RemovalKind::kNameDropped, where, by)));
  }

  LabelFlow OfSelector(const VectorSelector& selector) {
    Facts facts;
    facts.reserve(selector.matchers.size());
    for (std::size_t i = 0; i < selector.matchers.size(); ++i) {
      const Span where =
          i < selector.matcher_spans.size() ? selector.matcher_spans[i] : selector.span;
      const LabelFact fact = OfMatcher(selector.matchers[i], where, selector);
      if (fact.presence != Presence::kMaybe) facts.push_back(fact);
    }
    // Of several matchers for one label, the one that says most.
    const auto worth = [](const LabelFact& fact) {
      return fact.presence == Presence::kNever ? 2 : fact.has_value ? 1 : 0;
    };
    std::stable_sort(facts.begin(), facts.end(), [&](const LabelFact& a, const LabelFact& b) {
      return a.label != b.label ? a.label < b.label : worth(a) > worth(b);
    });
    const auto same = [](const LabelFact& a, const LabelFact& b) { return a.label == b.label; };
    facts.erase(std::unique(facts.begin(), facts.end(), same), facts.end());
    return {.facts = arena_.Copy(facts)};
  }

  LabelFact OfMatcher(const model::Matcher& matcher, Span where, const Expr& selector) {
    using model::MatchType;
    const auto never = [&] {
      return Never(matcher.name, NewRemoval(RemovalKind::kMatcher, where, selector));
    };
    switch (matcher.type) {
      case MatchType::kEqual:
        return matcher.value.empty() ? never() : AlwaysIs(matcher.name, matcher.value);
      case MatchType::kNotEqual:
        return matcher.value.empty() ? Always(matcher.name) : LabelFact{.label = matcher.name};
      case MatchType::kRegexp:
        if (matcher.value.empty()) return never();
        if (IsPlainRegex(matcher.value)) return AlwaysIs(matcher.name, matcher.value);
        return RegexMatchesEmpty(matcher.value) ? LabelFact{.label = matcher.name}
                                                : Always(matcher.name);
      case MatchType::kNotRegexp:
        if (matcher.value == ".+") return never();
        return RegexMatchesEmpty(matcher.value) ? Always(matcher.name)
                                                : LabelFact{.label = matcher.name};
    }
    return {.label = matcher.name};
  }

  LabelFlow OfCall(const Call& call) {
    // The labels come from the argument that holds series, if there is one.
    LabelFlow flow;
    const Expr* series = nullptr;
    for (const Expr* argument : call.arguments) {
      const LabelFlow one = Visit(*argument);
      if (series == nullptr &&
          (argument->type == ValueType::kVector || argument->type == ValueType::kMatrix)) {
        flow = one;
        series = argument;
      }
    }
    if (series == nullptr || call.function == nullptr) return NoLabels(call, call.name_span);
    switch (call.function->labels) {
      case LabelEffect::kKeepsAll:
        return flow;
      case LabelEffect::kDropsName:
        return WithoutName(flow, call, call.name_span);
      case LabelEffect::kNone:
        return NoLabels(call, call.name_span);
      case LabelEffect::kFromMatchers:
        return OfAbsent(call, *series);
      case LabelEffect::kFromBuckets:
        return OfQuantile(call, flow);
      case LabelEffect::kReplacesLabel:
        return OfLabelReplace(call, flow);
      case LabelEffect::kJoinsLabels:
        return OfLabelJoin(call, flow);
      case LabelEffect::kAddsInfo:
        return OfInfo(call, flow);
    }
    return flow;
  }

  LabelFlow OfQuantile(const Call& call, LabelFlow flow) {
    flow = WithoutName(flow, call, call.name_span);
    if (flow.CanHave("le")) {
      flow = With(flow, Never("le", NewRemoval(RemovalKind::kFunction, call.name_span, call)));
    }
    for (const Expr* argument : call.arguments) {
      const auto* label = TryAs<StringLiteral>(StripParens(argument));
      if (label != nullptr) flow = With(flow, Always(label->value));
    }
    return flow;
  }

  // Prometheus: an `=` matcher sets its label, any other matcher of that label removes it again,
  // and so does a second `=`. In which order they act depends on the storage, which may sort them.
  // Of a subquery, nothing is known.
  LabelFlow OfAbsent(const Call& call, const Expr& argument) {
    const Removal* closed_by = NewRemoval(RemovalKind::kAbsent, call.name_span, call);
    const Expr* inner = StripParens(&argument);
    const auto* matrix = TryAs<MatrixSelector>(inner);
    const auto* selector = matrix != nullptr ? matrix->vector : TryAs<VectorSelector>(inner);
    Facts facts;
    if (selector == nullptr) return Make(facts, closed_by);
    const auto matchers = selector->matchers;
    if (matchers.size() > kMany) return {};
    const auto count = [&](std::string_view label, bool only_equal) {
      return std::count_if(matchers.begin(), matchers.end(), [&](const model::Matcher& matcher) {
        return matcher.name == label && (!only_equal || matcher.type == model::MatchType::kEqual);
      });
    };
    for (std::size_t i = 0; i < matchers.size(); ++i) {
      const model::Matcher& matcher = matchers[i];
      if (matcher.name == model::kMetricName) continue;
      const Span where =
          i < selector->matcher_spans.size() ? selector->matcher_spans[i] : call.span;
      const bool sets = matcher.type == model::MatchType::kEqual && !matcher.value.empty();
      LabelFact fact = Never(matcher.name, NewRemoval(RemovalKind::kAbsent, where, call));
      if (sets && count(matcher.name, /*only_equal=*/true) == 1) {
        fact = count(matcher.name, /*only_equal=*/false) == 1
                   ? AlwaysIs(matcher.name, matcher.value)
                   : LabelFact{.label = matcher.name};
      }
      const auto known = std::find_if(facts.begin(), facts.end(), [&](const LabelFact& other) {
        return other.label == matcher.name;
      });
      if (known == facts.end()) {
        facts.push_back(fact);
      } else if (fact.presence == Presence::kMaybe) {
        *known = fact;
      }
    }
    return Make(facts, closed_by);
  }

  LabelFlow OfLabelReplace(const Call& call, const LabelFlow& flow) {
    if (call.arguments.size() != 5) return flow;
    std::string_view text[5];
    for (std::size_t i = 1; i < 5; ++i) {
      const auto* literal = TryAs<StringLiteral>(StripParens(call.arguments[i]));
      if (literal == nullptr) return flow;
      text[i] = literal->value;
    }
    const std::string_view target = text[1], replacement = text[2], regex = text[4];
    const LabelFact source = text[3].empty() ? Never(text[3], nullptr) : flow.Find(text[3]);
    const bool matches_empty = RegexMatchesEmpty(regex);
    if (source.presence == Presence::kNever && !matches_empty) return flow;
    const bool surely =
        regex == ".*" || regex == "(.*)" ||
        (source.presence == Presence::kNever && matches_empty) ||
        (source.presence == Presence::kAlways && (regex == ".+" || regex == "(.+)"));

    LabelFact set{.label = target};  // If it matches.
    const auto nothing = [&] {
      return Never(target, NewRemoval(RemovalKind::kSetEmpty, call.arguments[2]->span, call));
    };
    const std::size_t dollar = replacement.find('$');
    if (replacement.empty()) {
      set = nothing();
    } else if (dollar == std::string_view::npos) {
      set = AlwaysIs(target, replacement);
    } else if (dollar > 0) {
      set = Always(target);  // Begins with text of its own.
    } else if (replacement == "$1" && regex == "(.+)") {
      set = Always(target);
    } else if (replacement == "$1" && regex == "(.*)") {
      set = source;  // A copy.
      set.label = target;
      if (source.presence == Presence::kNever) set = nothing();
    }
    return With(flow, surely ? set : Join(flow.Find(target), set));
  }

  LabelFlow OfLabelJoin(const Call& call, const LabelFlow& flow) {
    std::vector<std::string_view> text;
    for (std::size_t i = 1; i < call.arguments.size(); ++i) {
      const auto* literal = TryAs<StringLiteral>(StripParens(call.arguments[i]));
      if (literal == nullptr) return flow;
      text.push_back(literal->value);
    }
    if (text.size() < 2) return flow;
    bool always = text.size() > 3 && !text[1].empty();
    bool never = !always;
    for (std::size_t i = 2; i < text.size(); ++i) {
      always = always || flow.Guarantees(text[i]);
      never = never && !flow.CanHave(text[i]);
    }
    if (always) return With(flow, Always(text[0]));
    if (!never) return With(flow, {.label = text[0]});
    return With(flow, Never(text[0], NewRemoval(RemovalKind::kSetEmpty, call.name_span, call)));
  }

  // Labels of the info metrics may be added: those that the second argument names, else any.
  LabelFlow OfInfo(const Call& call, const LabelFlow& flow) {
    std::vector<std::string_view> names;
    if (const auto* selector = call.arguments.size() > 1
                                   ? TryAs<VectorSelector>(StripParens(call.arguments[1]))
                                   : nullptr) {
      for (const model::Matcher& matcher : selector->matchers) {
        if (matcher.name != model::kMetricName) names.push_back(matcher.name);
      }
    }
    Facts facts(flow.facts.begin(), flow.facts.end());
    if (names.empty()) {
      std::erase_if(facts, [](const LabelFact& fact) {
        return fact.presence == Presence::kNever && fact.label != model::kMetricName;
      });
      if (flow.closed()) {
        const LabelFact name = flow.Find(model::kMetricName);
        std::erase_if(facts, [](const LabelFact& f) { return f.label == model::kMetricName; });
        facts.push_back(name);
      }
      return Make(facts, nullptr);
    }
    LabelFlow result = flow;
    for (const std::string_view name : names) {
      if (!result.CanHave(name)) result = With(result, {.label = name});
    }
    return result;
  }

  LabelFlow OfAggregate(const AggregateExpr& aggregate) {
    if (aggregate.parameter != nullptr) Visit(*aggregate.parameter);
    LabelFlow flow = Visit(*aggregate.expr);
    if (aggregate.aggregation == nullptr || aggregate.aggregation->selects_series) return flow;

    const auto* value_label = aggregate.aggregation->parameter.constraint == Constraint::kLabelName
                                  ? TryAs<StringLiteral>(StripParens(aggregate.parameter))
                                  : nullptr;
    if (value_label != nullptr) flow = With(flow, Always(value_label->value));
    const Removal* removal = NewRemoval(
        aggregate.without            ? RemovalKind::kWithout
        : aggregate.grouping.empty() ? RemovalKind::kNoGrouping
                                     : RemovalKind::kBy,
        aggregate.has_modifier ? aggregate.modifier_span : NameSpan(aggregate), aggregate);
    if (aggregate.without) {
      Facts facts(flow.facts.begin(), flow.facts.end());
      const auto remove = [&](std::string_view label) {
        if (!flow.CanHave(label)) return;
        std::erase_if(facts, [&](const LabelFact& fact) { return fact.label == label; });
        facts.push_back(Never(label, removal));
      };
      for (const std::string_view label : aggregate.grouping) remove(label);
      remove(model::kMetricName);
      return Make(facts, flow.closed_by);
    }
    Facts facts;
    for (const std::string_view label : aggregate.grouping) facts.push_back(flow.Find(label));
    if (value_label != nullptr && !Contains(aggregate.grouping, value_label->value)) {
      facts.push_back(flow.Find(value_label->value));
    }
    return Make(facts, removal);
  }

  static Span NameSpan(const AggregateExpr& aggregate) {
    const auto size = static_cast<std::uint32_t>(aggregate.aggregation->name.size());
    return {aggregate.span.begin, aggregate.span.begin + size};
  }

  LabelFlow OfBinary(const BinaryExpr& binary) {
    const LabelFlow lhs = Visit(*binary.lhs);
    const LabelFlow rhs = Visit(*binary.rhs);
    const bool left = binary.lhs->type == ValueType::kVector;
    const bool right = binary.rhs->type == ValueType::kVector;
    if (left && right && binary.matching != nullptr) {
      if (binary.op == Op::kUnless) return lhs;
      if (binary.op == Op::kOr) return Either(lhs, rhs);
      return Matched(binary, lhs, rhs);
    }
    if (!left && !right) return NoLabels(binary, binary.span);
    const LabelFlow& vector = left ? lhs : rhs;
    return DropsName(binary) ? WithoutName(vector, binary, binary.op_span) : vector;
  }

  LabelFlow Either(const LabelFlow& a, const LabelFlow& b) {
    Facts facts;
    for (const LabelFact& fact : a.facts) facts.push_back(Join(fact, b.Find(fact.label)));
    for (const LabelFact& fact : b.facts) {
      if (!Lists(a, fact.label)) facts.push_back(Join(a.Find(fact.label), fact));
    }
    return Make(facts, a.closed() && b.closed() ? a.closed_by : nullptr);
  }

  static bool Lists(const LabelFlow& flow, std::string_view label) {
    const auto at = std::lower_bound(
        flow.facts.begin(), flow.facts.end(), label,
        [](const LabelFact& fact, std::string_view name) { return fact.label < name; });
    return at != flow.facts.end() && at->label == label;
  }

  // Arithmetic, comparisons and `and` between vectors: for each label, what the matching, the
  // grouping and the operator leave of it.
  LabelFlow Matched(const BinaryExpr& binary, const LabelFlow& lhs, const LabelFlow& rhs) {
    const VectorMatching& matching = *binary.matching;
    const bool swapped = matching.cardinality == Cardinality::kOneToMany;
    const bool one_to_one = matching.cardinality == Cardinality::kOneToOne;
    const bool fills = matching.fill_lhs.has_value() || matching.fill_rhs.has_value();
    const LabelFlow& many = swapped ? rhs : lhs;
    const LabelFlow& one = swapped ? lhs : rhs;
    if (matching.labels.size() + matching.include.size() > kMany) return {};
    const Span where = binary.op_span;

    const Removal* ungrouped =
        one_to_one && (matching.on || !matching.labels.empty())
            ? NewRemoval(matching.on ? RemovalKind::kOn : RemovalKind::kIgnoring, where, binary)
            : nullptr;
    const Removal* unmatched = nullptr;  // Made when first needed, for each reason.
    const auto because = [&](const Removal* reason) {
      if (unmatched == nullptr || unmatched->because != reason) {
        unmatched = NewRemoval(RemovalKind::kMatch, where, binary, reason);
      }
      return unmatched;
    };
    const auto meet = [&](const LabelFact& mine, const LabelFact& other) {
      if (fills) return Join(mine, other);
      if (mine.presence == Presence::kNever) return mine;
      if (other.presence == Presence::kNever) return Never(mine.label, because(other.removal));
      if (other.presence == Presence::kAlways && !mine.has_value) return other;
      return mine;
    };
    const auto result = [&](std::string_view label) -> LabelFact {
      if (Contains(matching.include, label)) {
        const LabelFact fact = one.Find(label);
        // A sample that fill makes up has the labels that its partner was matched by.
        if (fills && many.CanHave(label)) return {.label = label};
        if (fact.presence == Presence::kNever) {
          return Never(label, NewRemoval(RemovalKind::kGroupInclude, where, binary, fact.removal));
        }
        return fills ? LabelFact{.label = label} : fact;
      }
      if (label == model::kMetricName && DropsName(binary)) {
        const LabelFact fact = many.Find(label);
        if (fact.presence == Presence::kNever) return fact;
        return Never(label, NewRemoval(RemovalKind::kNameDropped, where, binary));
      }
      if (IsMatched(matching, label)) return meet(many.Find(label), one.Find(label));
      if (one_to_one && (matching.on || label != model::kMetricName)) {
        const LabelFact fact = many.Find(label);
        return fact.presence == Presence::kNever ? fact : Never(label, ungrouped);
      }
      const LabelFact fact = many.Find(label);
      return fills && fact.presence == Presence::kAlways ? LabelFact{.label = label} : fact;
    };

    // Labels that nothing says anything about.
    const Removal* closed_by = nullptr;
    if (one_to_one && matching.on) {
      closed_by = ungrouped;
    } else if (matching.on) {
      closed_by = many.closed_by;
    } else if (fills) {
      closed_by = many.closed() && one.closed() ? many.closed_by : nullptr;
    } else if (many.closed()) {
      closed_by = many.closed_by;
    } else if (one.closed()) {
      closed_by = because(one.closed_by);
    }

    std::vector<std::string_view> labels = {model::kMetricName};
    labels.insert(labels.end(), matching.labels.begin(), matching.labels.end());
    labels.insert(labels.end(), matching.include.begin(), matching.include.end());
    for (const LabelFact& fact : many.facts) labels.push_back(fact.label);
    for (const LabelFact& fact : one.facts) labels.push_back(fact.label);
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    Facts facts;
    for (const std::string_view label : labels) facts.push_back(result(label));
    return Make(facts, closed_by);
  }

  Arena& arena_;
  std::vector<LabelFlow>& flows_;
};

}  // namespace

LabelFact LabelFlow::Find(std::string_view label) const {
  const auto at = std::lower_bound(
      facts.begin(), facts.end(), label,
      [](const LabelFact& fact, std::string_view name) { return fact.label < name; });
  if (at != facts.end() && at->label == label) return *at;
  return closed() ? Never(label, closed_by) : LabelFact{.label = label};
}

LabelFlows::LabelFlows(const Expr& root) { Analysis(arena_, flows_).Visit(root); }

const LabelFlow& LabelFlows::Of(const Expr& part) const {
  constexpr std::size_t kFew = 32;
  if (flows_.size() <= kFew) {
    const auto at = std::find_if(flows_.begin(), flows_.end(),
                                 [&](const LabelFlow& flow) { return flow.expr == &part; });
    assert(at != flows_.end());
    return *at;
  }
  const auto before = [&](std::uint32_t index, const Expr* expr) {
    return std::less<>()(flows_[index].expr, expr);
  };
  if (by_expr_.empty()) {
    by_expr_.resize(flows_.size());
    std::iota(by_expr_.begin(), by_expr_.end(), 0U);
    std::sort(by_expr_.begin(), by_expr_.end(),
              [&](std::uint32_t a, std::uint32_t b) { return before(a, flows_[b].expr); });
  }
  const auto at = std::lower_bound(by_expr_.begin(), by_expr_.end(), &part, before);
  assert(at != by_expr_.end() && flows_[*at].expr == &part);
  return flows_[*at];
}

const Removal& Removal::Root() const {
  const Removal* root = this;
  while (root->because != nullptr) root = root->because;
  return *root;
}

bool IsMatched(const VectorMatching& matching, std::string_view label) {
  if (matching.on) return Contains(matching.labels, label);
  return label != model::kMetricName && !Contains(matching.labels, label);
}

namespace {

std::string Listed(std::span<const std::string_view> labels, std::string_view quote) {
  std::string text;
  for (const std::string_view label : labels) {
    if (!text.empty()) text += ", ";
    text.append(quote).append(label).append(quote);
  }
  return text;
}

std::string Code(std::string_view text) { return "`" + std::string(text) + "`"; }

}  // namespace

std::string Describe(const Removal& removal, std::string_view label) {
  const auto* aggregate = TryAs<AggregateExpr>(removal.by);
  const auto* call = TryAs<Call>(removal.by);
  const auto* binary = TryAs<BinaryExpr>(removal.by);
  const std::string function = call != nullptr && call->function != nullptr
                                   ? Code(std::string(call->function->name) + "()")
                                   : "this";
  switch (removal.kind) {
    case RemovalKind::kMatcher:
      return "this matcher selects only series without " + Code(label);
    case RemovalKind::kBy:
      return Code(std::string(aggregate->aggregation->name) + " by (" +
                  Listed(aggregate->grouping, "") + ")") +
             " keeps only " + Listed(aggregate->grouping, "`");
    case RemovalKind::kWithout:
      return Code(std::string(aggregate->aggregation->name) + " without (" +
                  Listed(aggregate->grouping, "") + ")") +
             " removes " + Code(label);
    case RemovalKind::kNoGrouping:
      return Code(aggregate->aggregation->name) + " over all series keeps no labels";
    case RemovalKind::kOn:
      return Code("on (" + Listed(binary->matching->labels, "") + ")") +
             (binary->matching->labels.empty()
                  ? " keeps no label"
                  : " keeps only " + Listed(binary->matching->labels, "`"));
    case RemovalKind::kIgnoring:
      return Code("ignoring (" + Listed(binary->matching->labels, "") + ")") + " removes " +
             Code(label);
    case RemovalKind::kGroupInclude:
      return "the group modifier copies " + Code(label) + " from the side that cannot have it";
    case RemovalKind::kMatch:
      return "only series without " + Code(label) +
             " match the other side: " + Describe(removal.Root(), label);
    case RemovalKind::kAbsent:
      return function + " returns only labels that have one `=` matcher";
    case RemovalKind::kFunction:
      return function + " removes " + Code(label);
    case RemovalKind::kNoLabels:
      return call != nullptr ? function + " returns no labels" : "this has no labels";
    case RemovalKind::kSetEmpty:
      return function + " sets " + Code(label) + " to nothing";
    case RemovalKind::kNameDropped:
      return call != nullptr     ? function + " removes the metric name"
             : binary != nullptr ? Code(ToString(binary->op)) + " removes the metric name"
                                 : "this removes the metric name";
  }
  return {};
}

}  // namespace check::promql
