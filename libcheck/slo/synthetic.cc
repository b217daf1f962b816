#include "libcheck/slo/synthetic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/base/regex_language.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/matcher.h"
#include "libcheck/promql/ast.h"
#include "libcheck/promql/parse.h"
#include "libcheck/rules/eval/text_queries.h"
#include "libcheck/slo/indicator_exprs.h"

namespace check::slo {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;  // Sorted by name.
using Role = SyntheticSeries::Role;

constexpr std::size_t kMostSelectors = 4;
constexpr std::string_view kNameLabel = "__name__";
constexpr Role kRoles[] = {Role::kErrors, Role::kGood, Role::kTotal};

// What a label's value has to be, and what it may not be.
struct Wanted {
  std::vector<RegexLanguage> all;
  std::vector<RegexLanguage> none;
  bool is_readable = true;

  void Add(const model::Matcher& matcher, bool negated) {
    const bool is_text =
        matcher.type == model::MatchType::kEqual || matcher.type == model::MatchType::kNotEqual;
    const bool is_negative =
        matcher.type == model::MatchType::kNotEqual || matcher.type == model::MatchType::kNotRegexp;
    auto language =
        is_text ? RegexLanguage::OfText(matcher.value) : RegexLanguage::Of(matcher.value);
    if (!language) {
      is_readable = false;
      return;
    }
    (is_negative != negated ? none : all).push_back(std::move(*language));
  }

  // Empty: without the label. Nothing: there is no such value.
  std::optional<std::string> Find() const {
    const auto matches_nothing = [](const RegexLanguage& language) { return language.Matches(""); };
    if (!is_readable) return std::nullopt;
    if (std::ranges::all_of(all, matches_nothing) && std::ranges::none_of(none, matches_nothing)) {
      return "";
    }
    std::vector<const RegexLanguage*> in;
    std::vector<const RegexLanguage*> out;
    for (const RegexLanguage& language : all) in.push_back(&language);
    for (const RegexLanguage& language : none) out.push_back(&language);
    if (in.empty()) return std::nullopt;
    const TextSearch found = FindText(in, out);
    if (found.outcome != TextSearch::Outcome::kFound) return std::nullopt;
    return Readable(found.text);
  }

 private:
  // `text` with digits where any character will do: `5..` becomes 500.
  std::string Readable(const std::string& text) const {
    std::string readable = text;
    for (char& c : readable) c = c >= 0 && c < ' ' ? '0' : c;
    const auto matches = [&](const RegexLanguage& language) { return language.Matches(readable); };
    return std::ranges::all_of(all, matches) && std::ranges::none_of(none, matches) ? readable
                                                                                    : text;
  }
};

using Selector = std::span<const model::Matcher>;

std::optional<Labels> Satisfy(const std::map<std::string_view, Wanted>& wanted) {
  Labels labels;
  for (const auto& [name, one] : wanted) {
    const auto value = one.Find();
    if (!value) return std::nullopt;
    if (!value->empty()) labels.emplace_back(name, *value);
  }
  return labels;
}

std::map<std::string_view, Wanted> WantedBy(Selector selector) {
  std::map<std::string_view, Wanted> wanted;
  for (const model::Matcher& matcher : selector) wanted[matcher.name].Add(matcher, false);
  return wanted;
}

// Labels that `selector` matches: as few as there can be, and others that one more selector does
// not match.
std::vector<Labels> Candidates(Selector selector, std::span<const Selector> selectors) {
  const auto wanted = WantedBy(selector);
  std::vector<Labels> candidates;
  const auto add = [&](const std::map<std::string_view, Wanted>& of) {
    auto labels = Satisfy(of);
    if (labels && std::ranges::find(candidates, *labels) == candidates.end()) {
      candidates.push_back(std::move(*labels));
    }
  };
  add(wanted);
  for (const Selector& other : selectors) {
    for (const model::Matcher& matcher : other) {
      if (matcher.name == kNameLabel) continue;
      auto without = wanted;
      without[matcher.name].Add(matcher, /*negated=*/true);
      add(without);
    }
  }
  constexpr std::size_t kMostCandidates = 4;
  if (candidates.size() > kMostCandidates) candidates.resize(kMostCandidates);
  return candidates;
}

void ListSelectors(const promql::Expr& expr, std::vector<const promql::VectorSelector*>& found) {
  if (const auto* matrix = promql::TryAs<promql::MatrixSelector>(&expr)) {
    return ListSelectors(*matrix->vector, found);
  }
  if (const auto* selector = promql::TryAs<promql::VectorSelector>(&expr)) {
    const bool known = std::ranges::any_of(found, [&](const promql::VectorSelector* other) {
      return promql::StructurallyEqual(*other, *selector);
    });
    if (!known) found.push_back(selector);
    return;
  }
  promql::ForEachChild(expr, [&](const promql::Expr& child) { ListSelectors(child, found); });
}

storage::MemoryStore& Fill(storage::MemoryStore& store, const SyntheticSeries& series,
                           std::int64_t start, std::int64_t step, std::vector<double> values) {
  std::vector<std::pair<std::string_view, std::string_view>> labels;
  for (const auto& [name, value] : series.labels) labels.emplace_back(name, value);
  store.Fill(store.SeriesIndex(store.labels().Make(labels)), start, step, std::move(values));
  return store;
}

// Whether the expression gives the error ratio of counters with these roles.
bool GivesTheRatio(const std::string& expr, const std::vector<SyntheticSeries>& series) {
  constexpr std::int64_t kStepMs = 15'000;
  constexpr std::size_t kSamples = 61;
  constexpr double kErrors = 3;
  constexpr double kTotal = 16;
  storage::MemoryStore store;
  for (const SyntheticSeries& one : series) {
    double rate = kTotal;
    if (one.role == Role::kErrors) rate = kErrors;
    if (one.role == Role::kGood) rate = kTotal - kErrors;
    std::vector<double> values(kSamples);
    for (std::size_t i = 0; i < kSamples; ++i) values[i] = 1000 + rate * static_cast<double>(i);
    Fill(store, one, 0, kStepMs, std::move(values));
  }
  const promql::EngineOptions engine;
  rules::TextQueries queries(store, engine, {});
  const auto result = queries.Run(expr, kStepMs * static_cast<std::int64_t>(kSamples - 1));
  return result && result->size() == 1 && !result->front().histogram &&
         std::abs(result->front().value - kErrors / kTotal) < 1e-9;
}

// Whole numbers of events are whole numbers.
double Divide(Wide sum, Wide unit) {
  return static_cast<double>(sum / unit) +
         static_cast<double>(sum % unit) / static_cast<double>(unit);
}

// All combinations of labels and roles, until one is right.
class Search {
 public:
  Search(std::string expr, std::vector<std::vector<Labels>> candidates)
      : expr_(std::move(expr)), candidates_(std::move(candidates)) {}

  bool Run() { return Choose(0); }
  std::vector<SyntheticSeries>& found() { return chosen_; }

 private:
  bool Choose(std::size_t selector) {
    if (selector == candidates_.size()) return GivesTheRatio(expr_, chosen_);
    for (const Labels& labels : candidates_[selector]) {
      // One series may be what two selectors want.
      const auto same = std::ranges::find(chosen_, labels, &SyntheticSeries::labels);
      if (same != chosen_.end()) {
        if (Choose(selector + 1)) return true;
        continue;
      }
      for (const Role role : kRoles) {
        chosen_.push_back({labels, role});
        if (Choose(selector + 1)) return true;
        chosen_.pop_back();
      }
    }
    return false;
  }

  std::string expr_;
  std::vector<std::vector<Labels>> candidates_;
  std::vector<SyntheticSeries> chosen_;
};

}  // namespace

Result<std::vector<SyntheticSeries>> FindSeries(const Slo& slo) {
  const auto expr = ErrorRatioExpr(slo, "5m");
  if (!expr) return expr.error();
  Arena arena;
  Diagnostics diagnostics;
  const SourceBuffer source({"query"}, *expr);
  const promql::Expr* tree = promql::ParseExpr(source, {}, arena, diagnostics);
  if (tree == nullptr) return Error{"its queries are not valid PromQL"};
  std::vector<const promql::VectorSelector*> found;
  ListSelectors(*tree, found);
  if (found.empty()) return Error{"its queries select no series"};
  if (found.size() > kMostSelectors) {
    return Error{fmt::format("its queries have more than {} different selectors", kMostSelectors)};
  }
  std::vector<Selector> selectors;
  for (const promql::VectorSelector* selector : found) selectors.push_back(selector->matchers);
  std::vector<std::vector<Labels>> candidates;
  for (const Selector& selector : selectors) {
    candidates.push_back(Candidates(selector, selectors));
  }
  Search search(*expr, std::move(candidates));
  if (search.Run()) return std::move(search.found());
  return Error{"its queries are not the rates of a few counters"};
}

std::unique_ptr<storage::MemoryStore> ScrapedSeries(const std::vector<SyntheticSeries>& series,
                                                    const Signal& signal, std::int64_t last,
                                                    const Scrapes& scrapes) {
  auto store = std::make_unique<storage::MemoryStore>();
  const std::int64_t interval = scrapes.interval_ms;
  // In whole intervals of the epoch.
  const std::int64_t from = signal.from() + scrapes.epoch_ms;
  const std::int64_t start = (from + interval - 1) / interval * interval + scrapes.offset_ms;
  const std::int64_t end = std::min(last, signal.to()) + scrapes.epoch_ms;
  if (start > end) return store;
  const auto count = static_cast<std::size_t>((end - start) / interval + 1);
  constexpr auto kRequest = static_cast<Wide>(Signal::kRequest);
  std::vector<double> total(count);
  std::vector<double> errors(count);
  std::size_t piece = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t time = start + static_cast<std::int64_t>(i) * interval - scrapes.epoch_ms;
    const Signal::Sums sums = signal.SumsAt(time, piece);
    total[i] = Divide(sums.requests, kRequest);
    errors[i] = Divide(sums.errors, kRequest * static_cast<Wide>(kWhole));
  }
  for (const SyntheticSeries& one : series) {
    std::vector<double> values = one.role == Role::kErrors ? errors : total;
    if (one.role == Role::kGood) {
      for (std::size_t i = 0; i < count; ++i) values[i] -= errors[i];
    }
    // As if as much had been counted before: what begins with 0 is extrapolated in another way.
    const double before = std::ceil(values.back() + 1);
    for (double& value : values) value += before;
    Fill(*store, one, start, interval, std::move(values));
  }
  return store;
}

}  // namespace check::slo
