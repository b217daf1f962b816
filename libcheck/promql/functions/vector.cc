#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/model/names.h"
#include "libcheck/promql/eval/absent.h"
#include "libcheck/promql/eval/instant_call.h"
#include "libcheck/promql/functions/families.h"
#include "libcheck/promql/type_check.h"

// absent, scalar, vector, and the functions that sort.
namespace check::promql {

namespace {

// Whether Prometheus looks for the series that do not match, to take them away from the others.
bool Subtracts(const model::Matcher& matcher, std::span<const model::Matcher> all) {
  const bool must_be_set = std::any_of(all.begin(), all.end(), [&](const model::Matcher& other) {
    return other.name == matcher.name && !MatchesEmpty(other);
  });
  if (!must_be_set) return true;
  const bool negative =
      matcher.type == model::MatchType::kNotEqual || matcher.type == model::MatchType::kNotRegexp;
  return negative && MatchesEmpty(matcher);
}

}  // namespace

model::Labels AbsentLabels(Evaluator& ev, const Expr& argument) {
  const Expr* stripped = StripParens(&argument);
  const auto* selector = TryAs<VectorSelector>(stripped);
  if (const auto* matrix = TryAs<MatrixSelector>(stripped)) selector = matrix->vector;
  if (selector == nullptr) return ev.labels.Empty();
  // Prometheus: a label that is asked for twice is not in the result, even if both are the same.
  // Storage has put what only takes series away behind the other matchers.
  std::vector<const model::Matcher*> matchers;
  for (const model::Matcher& matcher : selector->matchers) matchers.push_back(&matcher);
  std::stable_partition(matchers.begin(), matchers.end(), [&](const model::Matcher* matcher) {
    return !Subtracts(*matcher, selector->matchers);
  });
  std::vector<std::pair<std::string_view, std::string_view>> labels;
  std::vector<std::string_view> asked;
  for (const model::Matcher* matcher : matchers) {
    if (matcher->name == model::kMetricName) continue;
    const bool again = std::find(asked.begin(), asked.end(), matcher->name) != asked.end();
    std::erase_if(labels, [&](const auto& label) { return label.first == matcher->name; });
    if (matcher->type == model::MatchType::kEqual && !again) {
      labels.emplace_back(matcher->name, matcher->value);
      asked.push_back(matcher->name);
    }
  }
  return ev.labels.Make(labels);
}

namespace {

void Absent(const InstantContext& context, Vector& out) {
  if (!context.arguments[0]->empty()) return;
  out.push_back({.labels = AbsentLabels(context.ev, *context.call.arguments[0]),
                 .time = context.time,
                 .value = 1});
}

void ScalarOf(const InstantContext& context, Vector& out) {
  std::optional<double> only;
  for (const VectorSample& sample : *context.arguments[0]) {
    if (sample.histogram) continue;
    if (only) {
      only = model::kNaN;
      break;
    }
    only = sample.value;
  }
  out.push_back({.labels = context.ev.labels.Empty(), .value = only.value_or(model::kNaN)});
}

void VectorOf(const InstantContext& context, Vector& out) {
  out.push_back({.labels = context.ev.labels.Empty(), .value = context.ScalarAt(0)});
}

// NaN comes last in either direction.
template <bool kDescending>
void Sort(const InstantContext& context, Vector& out) {
  for (VectorSample& sample : *context.arguments[0]) {
    if (!sample.histogram) out.push_back(std::move(sample));
  }
  std::stable_sort(out.begin(), out.end(), [](const VectorSample& a, const VectorSample& b) {
    if (std::isnan(a.value)) return false;
    if (std::isnan(b.value)) return true;
    return kDescending ? a.value > b.value : a.value < b.value;
  });
}

// A run of digits or of anything else, and what follows it.
std::string_view TakeChunk(std::string_view& text) {
  std::size_t end = 1;
  while (end < text.size() && IsDigit(text[end]) == IsDigit(text[0])) ++end;
  const std::string_view chunk = text.substr(0, end);
  text.remove_prefix(end);
  return chunk;
}

template <bool kDescending>
void SortByLabel(const InstantContext& context, Vector& out) {
  std::vector<std::string_view> names;
  for (std::size_t i = 1; i < context.call.arguments.size(); ++i) {
    names.push_back(context.TextAt(i));
  }
  out = std::move(*context.arguments[0]);
  std::stable_sort(out.begin(), out.end(), [&](const VectorSample& a, const VectorSample& b) {
    for (const std::string_view name : names) {
      const std::string_view x = a.labels.Get(name);
      const std::string_view y = b.labels.Get(name);
      if (x != y) return NaturallyBefore(kDescending ? y : x, kDescending ? x : y);
    }
    const int order = model::Compare(a.labels, b.labels);
    return kDescending ? order > 0 : order < 0;
  });
}

constexpr Function kFunctions[] = {
    {
        .name = "absent",
        .signature = kTakesVector,
        .doc = "Returns 1 if the vector has no elements.",
        .labels = LabelEffect::kFromMatchers,
        .values = Values::Between(1, 1),
        .instant = Absent,
    },
    {
        .name = "scalar",
        .signature = Takes({{"v", ValueType::kVector}}).Gives(ValueType::kScalar),
        .doc = "Returns the value of the only element as a scalar, or NaN if there is not exactly "
               "one.",
        .labels = LabelEffect::kNone,
        .values = Values::OfInput(),
        .instant = ScalarOf,
    },
    {
        .name = "sort",
        .signature = kTakesVector,
        .doc = "Sorts by value, smallest first.",
        .labels = LabelEffect::kKeepsAll,
        .values = Values::OfInput(),
        .sorts = true,
        .instant = Sort<false>,
    },
    {
        .name = "sort_by_label",
        .signature =
            Takes({{"v", ValueType::kVector}, {"label", ValueType::kString}}).Requires(1).Repeats(),
        .doc = "Sorts by the values of the given labels, in natural order.",
        .labels = LabelEffect::kKeepsAll,
        .values = Values::OfInput(),
        .sorts = true,
        .experimental = true,
        .instant = SortByLabel<false>,
    },
    {
        .name = "sort_by_label_desc",
        .signature =
            Takes({{"v", ValueType::kVector}, {"label", ValueType::kString}}).Requires(1).Repeats(),
        .doc = "Sorts by the values of the given labels, in reverse natural order.",
        .labels = LabelEffect::kKeepsAll,
        .values = Values::OfInput(),
        .sorts = true,
        .experimental = true,
        .instant = SortByLabel<true>,
    },
    {
        .name = "sort_desc",
        .signature = kTakesVector,
        .doc = "Sorts by value, largest first.",
        .labels = LabelEffect::kKeepsAll,
        .values = Values::OfInput(),
        .sorts = true,
        .instant = Sort<true>,
    },
    {
        .name = "vector",
        .signature = Takes({{"s", ValueType::kScalar}}),
        .doc = "Returns a vector with one element, without labels.",
        .labels = LabelEffect::kNone,
        .values = Values::OfInput(),
        .instant = VectorOf,
    },
};

}  // namespace

bool NaturallyBefore(std::string_view a, std::string_view b) {
  while (!a.empty()) {
    if (b.empty()) return false;
    const std::string_view x = TakeChunk(a);
    const std::string_view y = TakeChunk(b);
    const auto x_number = ParseGoInt(x, 10);
    const auto y_number = ParseGoInt(y, 10);
    const bool numbers = x_number && y_number;
    if (numbers ? *x_number != *y_number : x != y) {
      return numbers ? *x_number < *y_number : x < y;
    }
    if (a.empty()) return true;
  }
  return false;
}

std::span<const Function> VectorFunctions() { return kFunctions; }

}  // namespace check::promql
