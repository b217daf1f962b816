#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/slo/claims.h"
#include "libcheck/slo/explain.h"
#include "libcheck/slo/rule_claims.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/raw_output.h"
#include "tools/slo_data.h"
#include "tools/slo_flags.h"
#include "tools/slo_rule_files.h"
#include "tools/width.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace slo = check::slo;

struct Options {
  SloFlags slos;
  std::vector<std::string> rules;
  SloDataFlags data;
  TimeFlags times;
  double rate = 0;
  std::string interval;
  std::vector<std::string> ratios;
  std::vector<std::string> claims;
  std::vector<std::string> documents;
  std::string format = "text";
  ColorFlag color;
};

// What a run found.
struct Found {
  std::vector<slo::Explanation> explanations;
  std::vector<slo::Claim> loose;  // About none of them.
  std::vector<std::string> notes;
};

bool HasData(const Options& options) {
  return !options.data.source.data.empty() || !options.data.server.empty();
}

Result<slo::ExplainOptions> ReadOptions(const Options& options) {
  slo::ExplainOptions read = {.requests_per_second = options.rate};
  if (options.rate < 0) return Error{"--rate must be a number of events per second, at least 0"};
  if (options.rate > 0 && HasData(options)) return Error{"--rate excludes --data and --server"};
  if (!options.interval.empty()) {
    const auto interval = ReadDurationFlag("--interval", options.interval);
    if (!interval) return interval.error();
    read.interval_ms = *interval / std::chrono::milliseconds(1);
  }
  for (const std::string& text : options.ratios) {
    std::string_view number = text;
    if (number.ends_with('%')) number.remove_suffix(1);
    const auto percent = check::ParseGoFloat(number);
    if (!percent || !(*percent > 0 && *percent <= 100)) {
      return Error{
          fmt::format("--error-ratio: invalid share of events `{}`: write it as in 5%", text)};
    }
    read.error_ratios.push_back(*percent / 100);
  }
  std::ranges::sort(read.error_ratios, std::ranges::greater{});
  const auto repeated = std::ranges::unique(read.error_ratios);
  read.error_ratios.erase(repeated.begin(), repeated.end());
  return read;
}

// Events a second, on average over all of the data.
double RateOf(const std::vector<slo::SloEvents>& groups) {
  double rate = 0;
  for (const slo::SloEvents& group : groups) {
    const slo::EventSum sum = group.events.SumOf(0, group.events.size());
    if (sum.covered_ms > 0) rate += sum.total * 1000 / static_cast<double>(sum.covered_ms);
  }
  return rate;
}

// The traffic of each objective, as the data has it. The error stands for what was written.
Result<std::vector<double>> ReadRates(const Options& options, const std::vector<slo::Slo>& slos,
                                      const std::string& zone) {
  std::vector<double> rates(slos.size(), options.rate);
  if (!HasData(options)) return rates;
  const auto source = options.data.Open();
  if (!source) return source.error();
  const auto times = options.data.Times(**source, zone);
  if (!times) return times.error();
  for (std::size_t i = 0; i < slos.size(); ++i) {
    const auto read = (*source)->Read(slos[i], *times);
    if (!read) {
      WriteError(fmt::format("`{}`: {}", slos[i].Title(), read.error().message));
      return read.error();
    }
    rates[i] = RateOf(*read);
  }
  return rates;
}

slo::ClaimContext ContextOf(const slo::Slo& slo) {
  slo::ClaimContext context = {
      .objective = slo.objective, .period_ms = slo.period.length_ms, .factors = {}};
  return context;
}

// Which of the objectives of specifications or flags the alerts are about; null: none.
const slo::Slo* Match(const slo::FoundPolicy& policy, const std::vector<slo::Slo>& slos) {
  if (slos.size() == 1) return &slos.front();
  const auto found = std::ranges::find_if(slos, [&](const slo::Slo& slo) {
    return slo.id == policy.name || slo.name == policy.name || slo.Title() == policy.name;
  });
  return found == slos.end() ? nullptr : &*found;
}

std::vector<slo::ExplainedPlace> PlacesOf(const slo::FoundPolicy& policy) {
  std::vector<slo::ExplainedPlace> places;
  for (const slo::FoundAlert& alert : policy.alerts) {
    const check::Location outer = alert.where.Outermost();
    places.push_back(
        {std::string(outer.file->name()), outer.file->PositionOf(outer.span.begin).line});
  }
  return places;
}

void AddRemarks(const slo::FoundPolicy& policy, const std::optional<slo::Objective>& written,
                slo::Explanation& explanation) {
  if (written && written->percent() != explanation.objective.percent()) {
    explanation.remarks.push_back(fmt::format(
        "the rules are made for {} %: thresholds are theirs, burn rates are those of {} %",
        written->percent(), explanation.objective.percent()));
  }
  for (const slo::FoundAlert& alert : policy.alerts) {
    const auto guarded = std::ranges::any_of(
        alert.tiers, [](const slo::FoundTier& tier) { return !tier.guards.empty(); });
    if (guarded) {
      explanation.remarks.push_back(fmt::format(
          "`{}` has other conditions as well: it may fire later or not at all", alert.alert.name));
    }
    if (!alert.others.empty()) {
      explanation.remarks.push_back(fmt::format(
          "`{}` also fires for conditions that are not about error ratios", alert.alert.name));
    }
  }
}

// What the groups of its alerts say, if they say the same; else 0.
std::int64_t IntervalOf(const slo::FoundPolicy& policy) {
  const check::Duration first = policy.alerts.front().placed.group->interval;
  const bool is_same = std::ranges::all_of(policy.alerts, [&](const slo::FoundAlert& alert) {
    return alert.placed.group->interval == first;
  });
  return is_same ? first / std::chrono::milliseconds(1) : 0;
}

void ExplainPolicy(slo::FoundPolicy& policy, const slo::Slo* of, slo::ExplainOptions options,
                   Found& found) {
  const auto written = policy.objective;
  if (of != nullptr) policy.SetObjective(of->objective);
  if (!policy.objective || !policy.is_complete()) {
    found.notes.push_back(
        fmt::format("`{}`: the rules do not contain the objective: give --objective, such as 99.9",
                    policy.name));
    return;
  }
  slo::Slo slo = of != nullptr ? *of : slo::Slo();
  if (of == nullptr) {
    slo.name = policy.name;
    slo.objective = *policy.objective;
    if (policy.period_ms) slo.period.length_ms = *policy.period_ms;
  }
  slo.policy = policy.AsPolicy();
  if (options.interval_ms == 0) options.interval_ms = IntervalOf(policy);
  slo::Explanation explanation = slo::Explain(slo, options);
  explanation.title = policy.name;
  explanation.origin = "alerts of rule files";
  explanation.places = PlacesOf(policy);
  AddRemarks(policy, written, explanation);
  if (of == nullptr && !policy.period_ms) {
    explanation.remarks.emplace_back("the rules do not contain the period: assuming 30d");
  }
  explanation.claims = slo::RuleClaims(policy, ContextOf(slo));
  found.explanations.push_back(std::move(explanation));
}

// Claims of flags and of documents: about the one objective there is, else about none.
Result<bool> AddClaims(const Options& options, const std::vector<std::string>& documents,
                       Found& found) {
  slo::ClaimContext context;
  std::vector<slo::Claim>* claims = &found.loose;
  if (!found.explanations.empty()) {
    slo::Explanation& first = found.explanations.front();
    context = {.objective = first.objective, .period_ms = first.period.length_ms, .factors = {}};
    const bool is_only = found.explanations.size() == 1;
    if (is_only) claims = &first.claims;
    for (const slo::Explanation& other : found.explanations) {
      if (other.objective.percent() != first.objective.percent()) context.objective.reset();
      if (other.period.length_ms != first.period.length_ms) context.period_ms = 0;
    }
  }
  slo::ClaimContext given = context;
  given.is_about_budget = true;
  for (const std::string& text : options.claims) {
    const auto judged = slo::JudgeClaims(text, given, "--claim", 0);
    if (judged.empty()) {
      found.notes.push_back(fmt::format("--claim: no claim about a budget in `{}`", text));
    }
    claims->insert(claims->end(), judged.begin(), judged.end());
  }
  for (const std::string& path : documents) {
    const Result<std::string> text = ReadInput(path);
    if (!text) return text.error();
    const auto judged = slo::JudgeClaims(*text, context, path == "-" ? "<stdin>" : path, 1);
    claims->insert(claims->end(), judged.begin(), judged.end());
  }
  return true;
}

void Show(const Options& options, const Found& found) {
  if (options.format == "json") {
    WriteData(slo::ExplanationsJson(found.explanations, found.loose));
  } else {
    const slo::ExplainTextOptions text = {.colour = options.color.Use(), .width = TableWidth()};
    bool is_first = true;
    for (const slo::Explanation& explanation : found.explanations) {
      WriteOut((is_first ? "" : "\n") + slo::ExplanationText(explanation, text));
      is_first = false;
    }
    if (!found.loose.empty()) {
      WriteOut((is_first ? "Claims\n" : "\nClaims\n") + slo::ClaimsText(found.loose, text));
    }
  }
  for (const std::string& note : found.notes) WriteErr("pronoia: note: " + note + "\n");
}

std::string PlaceText(const check::Location& where) {
  const check::Location outer = where.Outermost();
  return fmt::format("{}:{}", outer.file->name(), outer.file->PositionOf(outer.span.begin).line);
}

Exit Fail(const Error& error) {
  WriteError(error.message);
  return Exit::kFailed;
}

Exit Run(Options options) {
  const auto explain = ReadOptions(options);
  if (!explain) return Fail(explain.error());
  const std::string zone = options.times.Zone("");
  if (const auto problem = check::CheckTimeZone(zone)) return Fail({"--tz: " + problem->message});
  TakeRuleFiles(options.slos.specs, options.rules);
  const bool has_objective = !options.slos.specs.empty() || !options.slos.objective.empty();
  const bool has_claims = !options.claims.empty() || !options.documents.empty();
  SloSet set;
  if (has_objective || (options.rules.empty() && !has_claims)) {
    auto read = options.slos.Read(zone);
    if (!read) return Exit::kFailed;
    set = std::move(*read);
  }
  const auto rates = ReadRates(options, set.slos, zone);
  if (!rates) return Exit::kFailed;
  const auto options_of = [&](const slo::Slo* slo) {
    slo::ExplainOptions own = *explain;
    if (slo != nullptr) own.requests_per_second = (*rates)[slo - set.slos.data()];
    return own;
  };
  Found found;
  std::vector<std::string> documents = options.documents;
  if (options.rules.empty()) {
    for (const slo::Slo& slo : set.slos) {
      found.explanations.push_back(slo::Explain(slo, options_of(&slo)));
      if (slo.method.kind != slo::Method::Kind::kOccurrences) {
        found.notes.push_back(fmt::format(
            "`{}` counts slices of time; the figures are those of events", slo.Title()));
      }
    }
  } else {
    auto rules = ReadSloRuleFiles(options.rules, {.plain_thresholds = has_objective});
    if (!rules) return Exit::kFailed;
    for (slo::FoundPolicy& policy : rules->reading.policies) {
      const slo::Slo* of = Match(policy, set.slos);
      if (of == nullptr && !set.slos.empty()) continue;
      ExplainPolicy(policy, of, options_of(of), found);
    }
    for (const slo::UnreadAlert& alert : rules->reading.unread) {
      found.notes.push_back(fmt::format("{}: `{}` is not explained: {}", PlaceText(alert.where),
                                        alert.placed.rule->alert, alert.why));
    }
    if (rules->reading.policies.empty()) {
      found.notes.emplace_back(has_objective
                                   ? "no burn-rate alert"
                                   : "no burn-rate alert; with --objective, alerts that compare an "
                                     "error ratio with a plain number are explained too");
    }
    // What a document says beside its rules.
    for (const std::string& path : options.rules) {
      if (path.ends_with(".md")) documents.push_back(path);
    }
  }
  if (const auto added = AddClaims(options, documents, found); !added) return Fail(added.error());
  Show(options, found);
  const bool is_wrong = std::ranges::any_of(found.explanations, &slo::Explanation::has_faults) ||
                        std::ranges::any_of(found.loose, [](const slo::Claim& claim) {
                          return claim.verdict == slo::Claim::Verdict::kWrong;
                        });
  if (found.explanations.empty() && !has_claims) return Exit::kFailed;
  return is_wrong ? Exit::kProblems : Exit::kOk;
}

constexpr std::string_view kDescription =
    "Print the error budget as time and as events, and for each tier of the alerts its threshold, "
    "the share of the budget that is spent within its long window, when a full budget is exhausted "
    "at its burn rate, whether it can fire at all, and how many events the window needs so that "
    "one error does not fire it. Then, for outages of several error ratios: when it fires, how "
    "much of the budget is spent by then, the shortest outage that fires, and how long the alert "
    "continues after recovery.\n\nThe alerts are those of the specification, of --policy or "
    "--tier, or of rule files: any alert that compares error ratios over windows, or burn rates, "
    "with thresholds. Rule files can be given instead of specifications, and so can Markdown "
    "documents that contain rules. If rules do not contain their objective, give --objective. "
    "Traffic is set with --rate, or is the average of the events of --data or --server.\n\nClaims "
    "about the budget are verified: those of --claim, of annotations and comments of the alerts, "
    "and of documents (--claims-from). A claim is `right`, `rounded`, `wrong`, or `unknown` if its "
    "burn rate or objective is not clear; headings of documents apply to everything below "
    "them.\n\nWith --format json, `slos` has an object for each objective: `name`, `policy`, "
    "`objective`, `budget`, `period_seconds`, `interval_seconds`, `budget_seconds`, `events` and "
    "`budget_events` (where traffic is known), `tiers`, `severities`, `faults`, `claims`, "
    "`remarks`. `claims` beside `slos` are those about no particular objective.\n\nExit status: 0 "
    "nothing is wrong, 1 a claim is wrong or a tier cannot work, 2 the command could not be run.";

constexpr Example kExamples[] = {
    {"pronoia slo explain --objective 99.9", "Explain the workbook's alerts at 99.9 % over 30d"},
    {"pronoia slo explain --objective 99.5 --interval 30s rules/slo-alerts.yml",
     "Explain hand-written alerts, evaluated every 30s"},
    {"pronoia slo explain --objective 99.5 --claims-from README.md rules/slo-alerts.yml",
     "Compare them with their documentation"},
    {"pronoia slo explain --objective 99.9 --claim '14.4x exhausts the budget in 2 hours'",
     "Verify one sentence"},
};

}  // namespace

extern const Command kSloExplainCommand = {
    .path = "slo explain",
    .summary = "Explain an objective and its alerts, and verify claims about them",
    .description = kDescription,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->slos.Declare(flags, true);
      flags.Option("--rules", &options->rules, "FILE",
                   "Rule files with burn-rate alerts to explain");
      flags.Option("--rate", &options->rate, "RPS", "Events per second, assumed to be constant");
      flags.Option("--interval", &options->interval, "DURATION",
                   "Evaluation interval of the alerts (default: continuous)");
      flags.Option("--error-ratio", &options->ratios, "SHARE",
                   "Add an outage with this error ratio, as in 0.4%");
      flags.Option("--claim", &options->claims, "TEXT", "Sentence with figures to verify");
      flags.Option("--claims-from", &options->documents, "FILE",
                   "Document (Markdown or plain text) with figures to verify");
      options->data.Declare(flags);
      options->times.Declare(flags);
      flags.Option("--format", &options->format, "TRACE", "Output format");
      options->color.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
