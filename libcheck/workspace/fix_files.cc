#include "libcheck/workspace/fix_files.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "libcheck/files/overlay_files.h"
#include "libcheck/repair/apply.h"
#include "libcheck/repair/repair.h"

namespace check::workspace {
namespace {

// Rounds in which all fixes were made, and these together with those that found out which fix does
// harm.
constexpr int kMostRounds = 10;
constexpr int kMostTries = 40;

// Findings that look the same: lines move when others are changed.
using Key = std::tuple<std::string, const CodeInfo*, std::string>;
using Counts = std::map<Key, std::ptrdiff_t>;

Key KeyOf(const Finding& finding) {
  return {finding.where.path.str(), finding.info, finding.message};
}

Counts Count(const std::vector<Finding>& findings) {
  Counts counts;
  for (const Finding& finding : findings) ++counts[KeyOf(finding)];
  return counts;
}

class Fixer {
 public:
  Fixer(const std::vector<Input>& inputs, const Options& options, const HideFindings& hide)
      : inputs_(inputs), options_(options), hide_(hide), files_(*options.files) {
    options_.files = &files_;
  }

  Result<FixOutcome> Run() {
    if (auto error = Check()) return *error;
    for (int round = 0, tries = 0; round < kMostRounds && tries < kMostTries; ++tries) {
      const std::set<std::string> changed = MakeFixes();
      if (changed.empty()) break;
      const State before = std::exchange(now_, {});
      if (auto error = Check()) return *error;
      const std::set<std::string> harmed = Harmed(changed, before);
      if (limits_.empty()) ++round;
      for (const std::string& path : changed) {
        if (!harmed.contains(path)) Keep(path);
      }
      if (harmed.empty()) continue;
      for (const std::string& path : harmed) TakeBack(path);
      if (auto error = Check()) return *error;
    }
    return Finish();
  }

 private:
  struct State {
    Outcome outcome;
    report::Run visible;  // What may be fixed, of what was found.
  };
  // A finding that a fix did not help, in a text that may still change elsewhere.
  using Hopeless = std::tuple<std::string, const CodeInfo*, std::string, std::uint64_t>;

  static Hopeless HopelessOf(const Finding& finding) {
    return {finding.where.path.str(), finding.info, finding.message, finding.where.fingerprint};
  }

  std::optional<Error> Check() {
    now_.outcome = CheckFiles(inputs_, options_);
    now_.visible = now_.outcome.report;
    if (auto error = hide_(now_.visible)) return error;
    now_.visible.fixes = repair::FindFixes(now_.visible.findings, files_);
    return std::nullopt;
  }

  // Gives the paths of the files that have been changed.
  std::set<std::string> MakeFixes() {
    std::map<std::string, std::vector<std::size_t>> by_file;
    for (const auto& [index, fix] : now_.visible.fixes) {
      const Finding& finding = now_.visible.findings[index];
      if (!hopeless_.contains(HopelessOf(finding))) {
        by_file[finding.where.path.str()].push_back(index);
      }
    }
    made_.clear();
    std::set<std::string> changed;
    for (auto& [path, indices] : by_file) {
      const auto limit = limits_.find(path);
      if (limit != limits_.end()) indices.resize(std::min(indices.size(), limit->second));
      Result<std::string> text = files_.Read(path);
      if (!text) continue;
      std::vector<const Fix*> fixes;
      for (const std::size_t index : indices) fixes.push_back(&now_.visible.fixes.at(index));
      const repair::Applied applied = repair::Apply(*text, fixes);
      if (applied.text == *text) continue;
      for (const std::size_t i : applied.made) {
        made_[path].push_back(now_.visible.findings[indices[i]]);
      }
      files_.Write(path, applied.text);
      originals_.try_emplace(path, *text);
      last_[path] = std::move(*text);
      changed.insert(path);
    }
    return changed;
  }

  // The changed files whose fixes did not help, or led to errors.
  std::set<std::string> Harmed(const std::set<std::string>& changed, const State& before) const {
    std::set<std::string> harmed;
    const Counts visible_before = Count(before.visible.findings);
    const Counts visible_now = Count(now_.visible.findings);
    for (const std::string& path : changed) {
      Counts gone;
      for (const Finding& finding : made_.at(path)) ++gone[KeyOf(finding)];
      for (const auto& [key, count] : gone) {
        const auto left = visible_now.find(key);
        if (left != visible_now.end() && left->second > visible_before.at(key) - count) {
          harmed.insert(path);
        }
      }
    }
    const Counts all_before = Count(before.outcome.report.findings);
    Counts seen;
    for (const Finding& finding : now_.outcome.report.findings) {
      if (finding.severity != Severity::kError) continue;
      const Key key = KeyOf(finding);
      const auto known = all_before.find(key);
      if (++seen[key] <= (known == all_before.end() ? 0 : known->second)) continue;
      // Of an error in another file, any of them may be the cause.
      if (!changed.contains(finding.where.path.str())) return changed;
      harmed.insert(finding.where.path.str());
    }
    if (now_.outcome.errors.size() > before.outcome.errors.size()) return changed;
    return harmed;
  }

  void Keep(const std::string& path) {
    fixed_ += made_.at(path).size();
    const auto limit = limits_.find(path);
    if (limit != limits_.end()) limit->second *= 2;
  }

  // The one that does harm is found by halves.
  void TakeBack(const std::string& path) {
    files_.Write(path, last_.at(path));
    const std::vector<Finding>& made = made_.at(path);
    const std::size_t half = made.size() / 2;
    if (half == 0) hopeless_.insert(HopelessOf(made.front()));
    limits_[path] = std::max<std::size_t>(half, 1);
  }

  FixOutcome Finish() {
    FixOutcome result = {.outcome = std::move(now_.outcome),
                         .files = {},
                         .fixed = fixed_,
                         .visible = now_.visible.findings.size()};
    for (auto& [path, before] : originals_) {
      Result<std::string> after = files_.Read(path);
      if (!after || *after == before) continue;
      result.files.push_back({path, std::move(before), std::move(*after)});
    }
    return result;
  }

  const std::vector<Input>& inputs_;
  Options options_;
  const HideFindings& hide_;
  OverlayFiles files_;
  State now_;
  std::map<std::string, std::string> originals_;      // Of the files that have been changed.
  std::map<std::string, std::string> last_;           // Their texts before the last change.
  std::map<std::string, std::vector<Finding>> made_;  // What was to be fixed by that.
  std::map<std::string, std::size_t> limits_;  // How many are made at once, where some do harm.
  std::set<Hopeless> hopeless_;
  std::size_t fixed_ = 0;
};

}  // namespace

Result<FixOutcome> FixFiles(const std::vector<Input>& inputs, const Options& options,
                            const HideFindings& hide) {
  return Fixer(inputs, options, hide).Run();
}

}  // namespace check::workspace
