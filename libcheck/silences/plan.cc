#include "libcheck/silences/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "libcheck/base/rfc3339.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/schema/values.h"
#include "libcheck/silences/batch.h"
#include "libcheck/silences/selection.h"

namespace check::silences {
namespace {

using api::v2::Silence;
using Action = Step::Action;

constexpr std::string_view kAnnotation = "pronoia_silence";
constexpr std::string_view kTagBegin = "[pronoia:";
constexpr std::string_view kTagEnd = "]";

// The parts of a key.
struct Key {
  std::string_view file, name, start;
};
Key Split(std::string_view key) {
  Key parts;
  std::string_view* const all[] = {&parts.file, &parts.name, &parts.start};
  for (std::string_view* part : all) {
    const std::size_t end = std::min(key.find('/'), key.size());
    *part = key.substr(0, end);
    key.remove_prefix(std::min(end + 1, key.size()));
  }
  return parts;
}

// A silence that has a mark of the file.
struct Marked {
  Silence silence;  // As on the server.
  Silence bare;     // Without the mark.
  std::string key;
  bool is_used = false;
};

std::string StartText(std::int64_t ms) { return FormatTime(ms, "UTC", TimeStyle::kRfc3339); }

class Planner {
 public:
  Planner(const SilencesFile& file, const PlanOptions& options)
      : file_(file),
        options_(options),
        end_ms_(options.now_ms + options.horizon_ms.value_or(file.horizon_ms)) {}

  Result<Plan> Make(std::span<const Silence> there) {
    FindMarked(there);
    for (const PlannedSilence& silence : file_.silences) {
      if (!AddAll(silence)) {
        return Error{fmt::format("`{}` has more than {} silences: choose a shorter horizon",
                                 file_.name, kMostPlanned)};
      }
    }
    for (Marked& marked : marked_) {
      if (!marked.is_used) AddLeft(marked);
    }
    std::ranges::stable_sort(plan_.steps, {}, [](const Step& step) {
      return std::tuple(step.action == Action::kExpire,
                        (step.action == Action::kExpire ? step.before : step.after).starts_at.ms);
    });
    return std::move(plan_);
  }

 private:
  void FindMarked(std::span<const Silence> there) {
    for (const Silence& silence : there) {
      if (StateOf(silence, options_.now_ms) == State::kExpired) continue;
      Marked marked = {.silence = silence, .bare = silence};
      const auto key = TakeMark(marked.bare);
      if (!key || Split(*key).file != file_.name) continue;
      marked.key = *key;
      marked_.push_back(std::move(marked));
    }
    // Of those that have the same key, the one that is the oldest stays, whatever the order.
    std::ranges::sort(marked_, {}, [](const Marked& marked) {
      return std::tuple(marked.silence.starts_at.ms, marked.silence.id);
    });
    for (std::size_t i = 0; i < marked_.size(); ++i) by_key_.emplace(marked_[i].key, i);
  }

  // False: there are too many.
  bool AddAll(const PlannedSilence& silence) {
    if (!silence.recurrence) {
      if (silence.once.end <= options_.now_ms) {
        plan_.over.push_back(silence.name);
        return true;
      }
      return Add(silence, silence.once, fmt::format("{}/{}", file_.name, silence.name));
    }
    const auto windows = Expand(*silence.recurrence, options_.now_ms, end_ms_, kMostPlanned + 1);
    return std::ranges::all_of(windows, [&](const TimeSpan& window) {
      return Add(silence, window,
                 fmt::format("{}/{}/{}", file_.name, silence.name, StartText(window.start)));
    });
  }

  bool Add(const PlannedSilence& silence, TimeSpan window, const std::string& key) {
    if (++wanted_ > kMostPlanned) return false;
    Silence wanted = {.matchers = silence.matchers,
                      .starts_at = {window.start},
                      .ends_at = {window.end},
                      .created_by = silence.created_by,
                      .comment = silence.comment};
    if (options_.style == MarkStyle::kAnnotation) {
      wanted.annotations = silence.annotations;
    } else if (!silence.annotations.empty()) {
      plan_.drops_annotations = true;
    }
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) {
      // It cannot begin in the past.
      wanted.starts_at.ms = std::max(wanted.starts_at.ms, options_.now_ms);
      SetMark(wanted, key, options_.style);
      plan_.steps.push_back({.name = silence.name, .key = key, .after = std::move(wanted)});
      return true;
    }
    Marked& marked = marked_[found->second];
    marked.is_used = true;
    Compare(silence.name, marked, std::move(wanted));
    return true;
  }

  void Compare(const std::string& name, const Marked& marked, Silence wanted) {
    if (IsSame(marked.bare, wanted, options_.now_ms)) {
      ++plan_.kept;
      return;
    }
    Step step = {.action = Action::kChange,
                 .name = name,
                 .key = marked.key,
                 .before = marked.silence,
                 .reasons = Differences(marked.bare, wanted)};
    wanted.id = marked.silence.id;
    // The start of one that is active cannot be changed to another that is over.
    if (wanted.starts_at.ms <= options_.now_ms) {
      wanted.starts_at.ms = std::min(marked.silence.starts_at.ms, options_.now_ms);
    }
    SetMark(wanted, marked.key, options_.style);
    step.after = std::move(wanted);
    plan_.steps.push_back(std::move(step));
  }

  // What differs, by comparing with all else alike.
  std::vector<std::string> Differences(const Silence& there, const Silence& wanted) const {
    std::vector<std::string> words;
    const auto add = [&](std::string_view word, auto Silence::*part) {
      Silence other = there;
      other.*part = wanted.*part;
      if (!IsSame(there, other, options_.now_ms)) words.emplace_back(word);
    };
    add("matchers", &Silence::matchers);
    add("starts", &Silence::starts_at);
    add("ends", &Silence::ends_at);
    add("comment", &Silence::comment);
    add("author", &Silence::created_by);
    add("annotations", &Silence::annotations);
    return words;
  }

  void AddLeft(Marked& marked) {
    const Key key = Split(marked.key);
    const auto at = std::ranges::find(file_.silences, key.name, &PlannedSilence::name);
    if (by_key_.at(marked.key) != static_cast<std::size_t>(&marked - marked_.data())) {
      return Expire(marked, "another silence has the same mark");
    }
    if (at == file_.silences.end()) {
      if (options_.prune) return Expire(marked, "it was removed from the file");
      plan_.orphans.push_back(marked.silence);
      return;
    }
    if (IsBeyondHorizon(*at, key.start)) {
      ++plan_.kept;
      return;
    }
    Expire(marked, at->recurrence ? "no window starts then any more"
                                  : "it has ended according to the file");
  }

  // Whether the window is one that was made with a longer horizon.
  bool IsBeyondHorizon(const PlannedSilence& silence, std::string_view start_text) const {
    const auto start = ParseRfc3339(std::string(start_text));
    if (!start || start->ms < end_ms_ || !silence.recurrence) return false;
    const auto windows = Expand(*silence.recurrence, start->ms, start->ms + 1, kMostPlanned);
    return std::ranges::any_of(windows,
                               [&](const TimeSpan& window) { return window.start == start->ms; });
  }

  void Expire(const Marked& marked, std::string why) {
    plan_.steps.push_back({.action = Action::kExpire,
                           .name = std::string(Split(marked.key).name),
                           .key = marked.key,
                           .before = marked.silence,
                           .reasons = {std::move(why)}});
  }

  const SilencesFile& file_;
  const PlanOptions& options_;
  std::int64_t end_ms_;
  std::size_t wanted_ = 0;
  std::vector<Marked> marked_;
  std::unordered_map<std::string, std::size_t> by_key_;  // The first of each key.
  Plan plan_;
};

}  // namespace

MarkStyle MarkStyleOf(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  const bool is_version = !version.empty() && version.front() >= '0' && version.front() <= '9';
  return is_version && !schema::IsBefore(version, "0.32") ? MarkStyle::kAnnotation
                                                          : MarkStyle::kComment;
}

void SetMark(Silence& silence, std::string_view key, MarkStyle style) {
  if (style == MarkStyle::kComment) {
    if (!silence.comment.empty()) silence.comment += ' ';
    silence.comment.append(kTagBegin).append(key).append(kTagEnd);
    return;
  }
  silence.annotations.emplace_back(kAnnotation, key);
  std::ranges::sort(silence.annotations);
}

std::optional<std::string> TakeMark(Silence& silence) {
  const auto at = std::ranges::find(silence.annotations, kAnnotation,
                                    &std::pair<std::string, std::string>::first);
  if (at != silence.annotations.end()) {
    std::string key = std::move(at->second);
    silence.annotations.erase(at);
    return key;
  }
  std::string& comment = silence.comment;
  const std::size_t begin = comment.rfind(kTagBegin);
  if (begin == comment.npos || !comment.ends_with(kTagEnd)) return std::nullopt;
  const std::size_t key_begin = begin + kTagBegin.size();
  std::string key = comment.substr(key_begin, comment.size() - kTagEnd.size() - key_begin);
  comment.resize(begin > 0 && comment[begin - 1] == ' ' ? begin - 1 : begin);
  return key;
}

Result<Plan> MakePlan(const SilencesFile& file, std::span<const Silence> there,
                      const PlanOptions& options) {
  return Planner(file, options).Make(there);
}

std::vector<Imported> Apply(const api::Server& server, std::span<const Step> steps,
                            std::size_t workers) {
  std::vector<Imported> results(steps.size());
  const auto first_end = std::ranges::find(steps, Action::kExpire, &Step::action);
  const auto made = static_cast<std::size_t>(first_end - steps.begin());
  const std::span all(results);
  const bool goes_on = RunBatch(all.first(made), workers,
                                [&](std::size_t i) { return Send(server, steps[i].after); });
  if (goes_on) {
    RunBatch(all.subspan(made), workers,
             [&](std::size_t i) { return End(server, steps[made + i].before.id); });
  }
  return results;
}

}  // namespace check::silences
