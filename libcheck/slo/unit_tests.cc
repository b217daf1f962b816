#include "libcheck/slo/unit_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/slo/outage_trials.h"
#include "libcheck/slo/specs/sloth.h"
#include "libcheck/slo/synthetic.h"
#include "libcheck/yaml/write.h"

namespace check::slo {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

// Evaluations of one test: each gives rules a sample, and rules may look at all of them, while no
// query may load more than 10,000.
constexpr std::int64_t kMostSteps = 4'000;
// Events between two samples, of which at least so many fail: whole numbers, so that sums are exact
// and no counter seems to begin again.
constexpr double kErrors = 1000;

std::string Time(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}
// Without an exponent, whose sign would look like that of an increase.
std::string Number(double value) { return FormatGoFloat(value, 'f', -1); }

std::string SeriesText(const Labels& labels) {
  std::string name;
  std::string matchers;
  for (const auto& [label, value] : labels) {
    if (label == "__name__") {
      name = value;
      continue;
    }
    if (!matchers.empty()) matchers += ",";
    matchers += fmt::format("{}={}", label, GoQuote(value));
  }
  return matchers.empty() ? name : fmt::format("{}{{{}}}", name, matchers);
}

// A counter's samples: so many intervals with such an increase.
struct Stretch {
  std::int64_t intervals;
  double increase;
};
std::string ValuesText(double value, std::span<const Stretch> stretches) {
  std::string text;
  for (const auto& [intervals, increase] : stretches) {
    if (intervals <= 0) continue;
    // The first sample of all stands by itself: `a+bxn` has n + 1 samples.
    const bool is_first = text.empty();
    const double start = is_first ? value : value + increase;
    if (!is_first) text += " ";
    text += fmt::format("{}+{}x{}", Number(start), Number(increase),
                        is_first ? intervals : intervals - 1);
    value += increase * static_cast<double>(intervals);
  }
  return text;
}

double EventsFor(const OutageTrial& test, double least) {
  double events = kErrors;
  while (events < least || events * test.error_ratio < kErrors) events *= 10;
  return events;
}

double IncreaseOf(SyntheticSeries::Role role, double events, double error_ratio) {
  const double errors = std::round(events * error_ratio);
  switch (role) {
    case SyntheticSeries::Role::kErrors:
      return errors;
    case SyntheticSeries::Role::kGood:
      return events - errors;
    case SyntheticSeries::Role::kTotal:
      break;
  }
  return events;
}

void WriteText(yaml::Writer& out, std::string_view key, std::string_view text) {
  out.Key(key);
  out.String(text);
}

void WriteSeries(yaml::Writer& out, const std::vector<SyntheticSeries>& series,
                 const OutageTrial& test, double events) {
  // As if as much had been counted before: what begins with 0 is extrapolated in another way.
  const double before = events * static_cast<double>(test.end / test.interval + 2);
  out.Key("input_series");
  out.BeginSequence();
  for (const SyntheticSeries& one : series) {
    const auto stretch = [&](std::int64_t time, double error_ratio) -> Stretch {
      return {time / test.interval, IncreaseOf(one.role, events, error_ratio)};
    };
    const std::int64_t after = test.end - test.quiet - test.outage;
    const Stretch stretches[] = {stretch(test.quiet, 0), stretch(test.outage, test.error_ratio),
                                 stretch(after + test.interval, 0)};
    out.BeginMapping();
    WriteText(out, "series", SeriesText(one.labels));
    WriteText(out, "values", ValuesText(before, stretches));
    out.End();
  }
  out.End();
}

// Whether the alert fires: 1, or nothing.
std::string FiringQuery(const MadeRule& rule, const Labels& identity) {
  std::string matchers = fmt::format("alertname={},alertstate=\"firing\"", GoQuote(rule.name));
  const auto add = [&](const Labels& labels) {
    for (const auto& [name, value] : labels) {
      if (value.find("{{") != std::string::npos) continue;
      matchers += fmt::format(",{}={}", name, GoQuote(value));
    }
  };
  add(rule.labels);
  for (const auto& label : identity) {
    const bool is_known = std::ranges::any_of(
        rule.labels, [&](const auto& other) { return other.first == label.first; });
    if (!is_known) add({label});
  }
  return fmt::format("count(ALERTS{{{}}}) > bool 0", matchers);
}

void WriteLooks(yaml::Writer& out, std::span<const OutageTrial::Look> looks,
                const std::string& query) {
  out.Key("promql_expr_test");
  out.BeginSequence();
  for (const OutageTrial::Look& look : looks) {
    out.BeginMapping();
    WriteText(out, "expr", query);
    WriteText(out, "eval_time", Time(look.time));
    out.Key("exp_samples");
    if (look.fires) {
      out.BeginSequence();
      out.BeginMapping();
      WriteText(out, "labels", "{}");
      out.Key("value");
      out.Integer(1);
      out.End();
      out.End();
    } else {
      out.EmptySequence();
    }
    out.End();
  }
  out.End();
}

// What tells the objective's series from those of others: the identifier that all its recordings
// have as a label.
Labels IdentityOf(std::span<const MadeGroup> groups) {
  for (const MadeGroup& group : groups) {
    for (const MadeRule& rule : group.rules) {
      if (rule.is_alert) continue;
      Labels identity;
      for (const auto& label : rule.labels) {
        if (label.first.ends_with("_id") && label.first.starts_with("slo")) {
          identity.push_back(label);
        }
      }
      return identity;
    }
  }
  return {};
}

bool CorrectsDenominators(const Slo& slo) {
  const auto* details = dynamic_cast<const SlothDetails*>(slo.details.get());
  return details != nullptr && std::ranges::any_of(details->plugins, [](const SlothPlugin& plugin) {
           return plugin.id == "sloth.dev/contrib/denominator_corrected_rules/v1";
         });
}

class Maker {
 public:
  explicit Maker(std::span<const SloRules> slos) : slos_(slos) {
    // No longer than the shortest window, unless that would take too many steps.
    std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
    std::int64_t longest = 0;
    ForEachAlert([&](const Slo&, const MadeRule& rule) {
      shortest = std::min(shortest, ShortestWindow(*rule.burn));
      longest = std::max(longest, LongestWindow(*rule.burn));
    });
    step_ = std::max(
        {std::min(shortest, std::int64_t{300'000}), 2 * longest / kMostSteps, std::int64_t{1000}});
  }

  UnitTests Make(std::span<const std::string> rule_files, std::string_view comment) {
    if (!comment.empty()) out_.Comment(comment);
    out_.BeginMapping();
    out_.Key("rule_files");
    out_.BeginSequence();
    for (const std::string& file : rule_files) out_.String(file);
    out_.End();
    WriteText(out_, "evaluation_interval", Time(step_));
    out_.Key("tests");
    out_.BeginSequence();
    for (const SloRules& tested : slos_) AddSlo(tested);
    out_.End();
    out_.End();
    made_.yaml = out_.Take();
    return std::move(made_);
  }

 private:
  template <typename Visit>
  void ForEachAlert(Visit visit) const {
    for (const SloRules& tested : slos_) {
      for (const MadeGroup& group : tested.groups) {
        for (const MadeRule& rule : group.rules) {
          if (rule.burn && !rule.burn->tiers.empty()) visit(*tested.slo, rule);
        }
      }
    }
  }

  void Untested(const Slo& slo, std::string_view what) {
    made_.untested.push_back(fmt::format("`{}`: {}", slo.Title(), what));
  }

  void AddSlo(const SloRules& tested) {
    const Slo& slo = *tested.slo;
    if (slo.method.kind != Method::Kind::kOccurrences) {
      return Untested(slo, "slices of time cannot be tested");
    }
    if (CorrectsDenominators(slo)) {
      return Untested(slo, "no tests: a plugin weighs its windows by their share of the events");
    }
    const auto series = FindSeries(slo);
    if (!series) return Untested(slo, "no tests: " + series.error().message);
    const Labels identity = IdentityOf(tested.groups);
    for (const MadeGroup& group : tested.groups) {
      for (const MadeRule& rule : group.rules) {
        if (rule.is_alert) AddAlert(slo, rule, *series, identity);
      }
    }
  }

  // Without any series, an alert that asks for them fires after its `for`.
  void AddAbsence(const Slo& slo, const MadeRule& rule) {
    const std::int64_t fires = (rule.for_ms + step_ - 1) / step_ * step_ + step_;
    const OutageTrial::Look looks[] = {{fires, true}};
    out_.BeginMapping();
    WriteText(out_, "name", fmt::format("{}: {}: no series", slo.Title(), rule.name));
    WriteLooks(out_, looks, FiringQuery(rule, {}));
    out_.End();
    ++made_.tests;
  }

  void AddAlert(const Slo& slo, const MadeRule& rule, const std::vector<SyntheticSeries>& series,
                const Labels& identity) {
    if (!rule.burn) {
      if (rule.expr.starts_with("absent(")) return AddAbsence(slo, rule);
      return Untested(
          slo, fmt::format("the alert `{}` is not tested: it is not about burn rates", rule.name));
    }
    if (std::ranges::find(rule.labels, std::pair<std::string, std::string>("short", "0s")) !=
        rule.labels.end()) {
      return Untested(slo, fmt::format("the alert `{}` over {} never fires: its short window is 0s",
                                       rule.name, Time(LongestWindow(*rule.burn))));
    }
    if (rule.burn->tiers.empty()) {
      return Untested(
          slo, fmt::format("alert `{}` ({}): it can never fire", rule.name, rule.burn->severity));
    }
    std::vector<std::string> untested;
    const std::string query = FiringQuery(rule, identity);
    for (const OutageTrial& test :
         OutageTrialsOf(*rule.burn, slo.objective.budget(), step_, untested)) {
      out_.BeginMapping();
      WriteText(
          out_, "name",
          fmt::format("{}: {} ({}): {}", slo.Title(), rule.name, rule.burn->severity, test.name));
      WriteText(out_, "interval", Time(test.interval));
      WriteSeries(out_, series, test, EventsFor(test, slo.least_events));
      WriteLooks(out_, test.looks, query);
      out_.End();
      ++made_.tests;
    }
    for (const std::string& what : untested) {
      Untested(slo, fmt::format("alert `{}` ({}): {}", rule.name, rule.burn->severity, what));
    }
  }

  std::span<const SloRules> slos_;
  std::int64_t step_ = 0;
  yaml::Writer out_;
  UnitTests made_;
};

}  // namespace

UnitTests MakeUnitTests(std::span<const SloRules> slos, std::span<const std::string> rule_files,
                        std::string_view comment) {
  return Maker(slos).Make(rule_files, comment);
}

}  // namespace check::slo
