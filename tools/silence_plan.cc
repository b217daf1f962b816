#include "tools/silence_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "libcheck/base/go_json_string.h"
#include "libcheck/base/quote.h"
#include "libcheck/report/report.h"
#include "libcheck/source/source_file.h"
#include "tools/alert_words.h"
#include "tools/input.h"
#include "tools/output.h"
#include "tools/query_list.h"

namespace tools {
namespace {

namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::result::Cell;
using check::result::Grid;
using check::result::Tone;
using silences::Step;
using Action = Step::Action;
using Outcome = silences::Imported::Outcome;

struct ActionWords {
  Action action;
  std::string_view sign, verb, done;
  Tone tone;
};
constexpr ActionWords kActions[] = {
    {Action::kCreate, "+", "create", "created", Tone::kGood},
    {Action::kChange, "~", "change", "changed", Tone::kWarning},
    {Action::kExpire, "-", "expire", "expired", Tone::kBad},
};
const ActionWords& WordsOf(Action action) {
  return *std::ranges::find(kActions, action, &ActionWords::action);
}

constexpr std::pair<Outcome, std::string_view> kOutcomes[] = {
    {Outcome::kSent, "applied"},
    {Outcome::kRefused, "refused"},
    {Outcome::kUnknown, "without an answer"},
    {Outcome::kNotTried, "not tried"},
};

// A silence without its mark: what the file says.
v2::Silence Bare(v2::Silence silence) {
  (void)silences::TakeMark(silence);
  return silence;
}

std::string PartText(const v2::Silence& silence, std::string_view part, std::string_view zone) {
  if (part == "matchers") return MatchersText(silence.matchers);
  if (part == "starts") return TimeText(silence.starts_at, zone);
  if (part == "ends") return TimeText(silence.ends_at, zone);
  if (part == "comment") return check::GoQuote(silence.comment);
  if (part == "author") return check::GoQuote(silence.created_by);
  return LabelText(silence.annotations);
}

// What there is to say of a step beside its times, a line each.
std::vector<std::string> DetailsOf(const Step& step, std::string_view zone) {
  if (step.action == Action::kExpire) return step.reasons;
  const v2::Silence after = Bare(step.after);
  if (step.action == Action::kCreate) return {MatchersText(after.matchers)};
  std::vector<std::string> lines;
  const v2::Silence before = Bare(step.before);
  for (const std::string& part : step.reasons) {
    lines.push_back(fmt::format("{}: {} -> {}", part, PartText(before, part, zone),
                                PartText(after, part, zone)));
  }
  return lines;
}

const v2::Silence& Shown(const Step& step) {
  return step.action == Action::kExpire ? step.before : step.after;
}

std::string LengthText(const v2::Silence& silence) {
  return SpanText((silence.ends_at.ms - silence.starts_at.ms) / 1000);
}

std::string StepText(const Step& step, std::string_view zone, std::size_t name_width, bool colour) {
  const ActionWords& words = WordsOf(step.action);
  const v2::Silence& shown = Shown(step);
  const auto coloured = [&](std::string text) {
    return colour ? check::result::Coloured(std::move(text), words.tone) : text;
  };
  std::string text = fmt::format(
      "  {}  {}  {}  {}\n", coloured(fmt::format("{} {:<{}}", words.sign, step.name, name_width)),
      TimeText(shown.starts_at, zone), TimeText(shown.ends_at, zone), LengthText(shown));
  for (const std::string& line : DetailsOf(step, zone)) text += fmt::format("      {}\n", line);
  return text;
}

// An object in the text of an array of one.
std::string OneJson(const v2::Silence& silence) {
  const std::string list = v2::SilencesJson(std::span(&silence, 1));
  return list.substr(1, list.size() - 2);
}

std::string StringJson(std::string_view text) {
  std::string out;
  check::AppendGoJsonString(out, text);
  return out;
}

template <typename List, typename Write>
std::string ListJson(const List& list, const Write& write) {
  std::string text;
  for (const auto& item : list) text += (text.empty() ? "" : ",") + write(item);
  return "[" + text + "]";
}

std::string StepJson(const Step& step, const silences::Imported* result) {
  std::string text =
      fmt::format(R"({{"action":"{}","name":{},"key":{},"reasons":{})", WordsOf(step.action).verb,
                  StringJson(step.name), StringJson(step.key), ListJson(step.reasons, StringJson));
  if (step.action != Action::kCreate) text += ",\"before\":" + OneJson(step.before);
  if (step.action != Action::kExpire) text += ",\"after\":" + v2::PostableSilenceJson(step.after);
  if (result != nullptr) {
    const auto word =
        std::ranges::find(kOutcomes, result->outcome, &std::pair<Outcome, std::string_view>::first);
    text += fmt::format(",\"outcome\":{}", StringJson(word->second));
    if (!result->id.empty()) text += ",\"id\":" + StringJson(result->id);
    if (!result->is_done() && result->outcome != Outcome::kNotTried) {
      text += ",\"error\":" + StringJson(result->fault.message);
    }
  }
  return text + "}";
}

std::string FileJson(const FilePlan& plan) {
  std::string steps;
  for (std::size_t i = 0; i < plan.plan.steps.size(); ++i) {
    if (i > 0) steps += ",";
    steps += StepJson(plan.plan.steps[i], plan.results.empty() ? nullptr : &plan.results[i]);
  }
  return fmt::format(R"({{"file":{},"name":{},"steps":[{}],"kept":{},"orphans":{},"over":{}}})",
                     StringJson(plan.path), StringJson(plan.file.name), steps, plan.plan.kept,
                     ListJson(plan.plan.orphans, OneJson), ListJson(plan.plan.over, StringJson));
}

std::size_t Count(std::span<const FilePlan> plans, Action action) {
  std::size_t count = 0;
  for (const FilePlan& plan : plans) {
    count += static_cast<std::size_t>(std::ranges::count(plan.plan.steps, action, &Step::action));
  }
  return count;
}

// False: the file cannot be used, as has been told.
bool ReadOne(FilePlan& plan, bool colour) {
  check::Result<std::string> text = ReadInput(plan.path);
  if (!text) {
    WriteError(text.error().message);
    return false;
  }
  const check::SourceBuffer source(check::SharedText(plan.path == "-" ? "<stdin>" : plan.path),
                                   std::move(*text));
  check::Diagnostics diagnostics;
  plan.file = silences::ReadSilencesFile(source, diagnostics);
  if (!diagnostics.found().empty()) {
    check::report::Run run;
    run.files.push_back({.path = std::string(source.name())});
    for (const check::Diagnostic& diagnostic : diagnostics.found()) {
      run.findings.push_back(check::ToFinding(diagnostic));
    }
    WriteErr(check::report::FindFormat("text")->Render(run, {.colour = colour}));
  }
  return !diagnostics.HasErrors();
}

}  // namespace

std::optional<std::vector<FilePlan>> ReadSilencesFiles(const std::vector<std::string>& paths,
                                                       bool colour) {
  std::vector<FilePlan> plans;
  bool is_good = true;
  std::map<std::string, std::string> paths_by_name;
  for (const std::string& path : paths) {
    FilePlan plan = {.path = path};
    is_good &= ReadOne(plan, colour);
    const auto [at, is_new] = paths_by_name.emplace(plan.file.name, path);
    if (!is_new && !plan.file.name.empty()) {
      WriteError(fmt::format("`{}` and `{}` have the same `name`: `{}`", at->second, path,
                             plan.file.name));
      is_good = false;
    }
    plans.push_back(std::move(plan));
  }
  if (!is_good) return std::nullopt;
  return plans;
}

Grid PlanGrid(std::span<const FilePlan> plans, std::string_view zone) {
  Grid grid({{"ACTION"}, {"SILENCE"}, {"STARTS"}, {"ENDS"}, {"FOR"}, {"MATCHERS"}, {"NOTE"}},
            "FILE");
  for (const FilePlan& plan : plans) {
    if (plan.plan.steps.empty()) continue;
    grid.AddSection(fmt::format("{} ({})", plan.file.name, plan.path));
    for (const Step& step : plan.plan.steps) {
      const ActionWords& words = WordsOf(step.action);
      const v2::Silence& shown = Shown(step);
      const std::string note = step.action == Action::kCreate
                                   ? Bare(step.after).comment
                                   : fmt::format("{}", fmt::join(DetailsOf(step, zone), "; "));
      grid.AddRow({{std::string(words.verb), words.tone},
                   {step.name, Tone::kName},
                   {TimeText(shown.starts_at, zone)},
                   {TimeText(shown.ends_at, zone)},
                   {LengthText(shown)},
                   {MatchersText(shown.matchers)},
                   {note}});
    }
  }
  return grid;
}

std::string PlanText(std::span<const FilePlan> plans, std::string_view zone, bool colour) {
  std::string text;
  for (const FilePlan& plan : plans) {
    if (plan.plan.steps.empty()) continue;
    std::size_t name_width = 0;
    for (const Step& step : plan.plan.steps) name_width = std::max(name_width, step.name.size());
    text += fmt::format("{} ({})\n", plan.file.name, plan.path);
    for (const Step& step : plan.plan.steps) text += StepText(step, zone, name_width, colour);
    text += "\n";
  }
  return text;
}

std::string PlanJson(std::span<const FilePlan> plans) {
  return fmt::format("{{\"files\":{}}}\n", ListJson(plans, FileJson));
}

std::size_t StepCount(std::span<const FilePlan> plans) {
  std::size_t count = 0;
  for (const FilePlan& plan : plans) count += plan.plan.steps.size();
  return count;
}

std::string PlanSummary(std::span<const FilePlan> plans) {
  std::size_t kept = 0;
  std::string notes;
  for (const FilePlan& plan : plans) {
    kept += plan.plan.kept;
    if (const std::size_t orphans = plan.plan.orphans.size(); orphans > 0) {
      notes += fmt::format(
          "note: {} of the silences with the mark `{}` {} no longer in `{}`; --prune expires {}\n",
          orphans, plan.file.name, orphans == 1 ? "is" : "are", plan.path,
          orphans == 1 ? "it" : "them");
    }
    if (!plan.plan.over.empty()) {
      notes += fmt::format("note: ended, and can be removed from `{}`: `{}`\n", plan.path,
                           fmt::join(plan.plan.over, "`, `"));
    }
    if (plan.plan.drops_annotations) {
      notes += fmt::format("note: annotations of `{}` are ignored: the server is older than 0.32\n",
                           plan.path);
    }
  }
  return fmt::format("plan: {} to create, {} to change, {} to expire; {} up to date\n{}",
                     Count(plans, Action::kCreate), Count(plans, Action::kChange),
                     Count(plans, Action::kExpire), kept, notes);
}

Exit ReportApplied(std::span<const FilePlan> plans, bool quiet) {
  std::map<Outcome, std::size_t> counts;
  std::string done;
  std::string left;
  for (const FilePlan& plan : plans) {
    for (std::size_t i = 0; i < plan.results.size(); ++i) {
      const Step& step = plan.plan.steps[i];
      const silences::Imported& result = plan.results[i];
      ++counts[result.outcome];
      if (result.is_done()) {
        done += fmt::format("{} {} {}\n", WordsOf(step.action).done, step.key, result.id);
        continue;
      }
      left += fmt::format("not {}: {}\n", WordsOf(step.action).done, step.key);
      if (result.outcome == Outcome::kNotTried) continue;
      WriteError(fmt::format("cannot {} `{}`: {}", WordsOf(step.action).verb, step.key,
                             result.fault.message));
    }
  }
  if (!quiet) WriteOut(done);
  std::string text;
  for (const auto& [outcome, word] : kOutcomes) {
    if (counts[outcome] == 0 && outcome != Outcome::kSent) continue;
    text += text.empty()
                ? fmt::format("applied {} of {} changes", counts[outcome], StepCount(plans))
                : fmt::format(", {} {}", counts[outcome], word);
  }
  WriteErr(text + "\n" + left);
  if (left.empty()) return Exit::kOk;
  WriteErr("note: run the command again to apply what is missing; nothing is applied twice\n");
  return Exit::kFailed;
}

}  // namespace tools
