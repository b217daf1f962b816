#include "libcheck/workspace/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/diagnostic/empty_input.h"
#include "libcheck/files/inputs.h"
#include "libcheck/files/overlay_files.h"
#include "libcheck/lint/check.h"
#include "libcheck/report/baseline.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kStandardInput = "-";

// Where a file comes in the report: behind the input that led to it.
struct Order {
  std::size_t input = 0;
  std::size_t within = 0;
  friend auto operator<=>(const Order&, const Order&) = default;
};

struct RulePlace {
  Order order;
  RuleInput input;
};

class FilesCheck {
 public:
  FilesCheck(std::vector<Input> inputs, const Options& options)
      : inputs_(std::move(inputs)),
        names_(inputs_.size()),
        is_other_(inputs_.size()),
        options_(options),
        with_input_(*options.files) {}

  Outcome Run() {
    Recognise();
    for (const FileKind* kind : FileKinds()) {
      if (kind->leads_to_others) CheckAll(*kind);
    }
    for (const FileKind* kind : FileKinds()) {
      if (!kind->leads_to_others) CheckAll(*kind);
    }
    FinishDocuments();
    CheckRules();
    std::sort(documents_.begin(), documents_.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::size_t count = 0;
    for (const auto& [order, document] : documents_) count += document.findings.size();
    outcome_.report.findings.reserve(count);
    for (auto& [order, document] : documents_) AddTo(outcome_.report, std::move(document));
    std::sort(errors_.begin(), errors_.end());
    for (auto& [order, message] : errors_) outcome_.errors.push_back(std::move(message));
    return std::move(outcome_);
  }

 private:
  Result<std::string> Read(const std::string& path) const { return options_.files->Read(path); }

  // It can be read once only; other files are read as often as they are asked for. Returns why it
  // could not be, if so.
  std::optional<Error> TakeStandardInput() {
    const auto is_it = [](const Input& input) { return input.path == kStandardInput; };
    if (std::none_of(inputs_.begin(), inputs_.end(), is_it)) return std::nullopt;
    const Result<std::string> text = Read(std::string(kStandardInput));
    if (!text) return text.error();
    with_input_.Write(std::string(kStandardInput), *text);
    options_.files = &with_input_;
    return std::nullopt;
  }

  // Finds out what files are that nobody has said it of.
  void Recognise() {
    const std::optional<Error> no_input = TakeStandardInput();
    std::vector<std::optional<Error>> failed(inputs_.size());
    ParallelFor(inputs_.size(), [&](std::size_t i, std::size_t) {
      Input& input = inputs_[i];
      names_[i] = PathFrom(".", input.path);
      if (no_input && input.path == kStandardInput) {
        failed[i] = no_input;
        return;
      }
      // A folder holds files of all kinds. Those that hold rules are told by whoever reads them.
      const FileKind* wanted = input.kind;
      if (wanted != nullptr && (!input.found || wanted->is_rules)) return;
      Result<std::string> text = Read(input.path);
      if (!text) {
        failed[i] = text.error();
        return;
      }
      const SourceBuffer file(input.path, std::move(*text));
      input.kind = DetectKind(Outline(file.name(), file.text()));
      if (wanted != nullptr && input.kind != wanted) is_other_[i] = true;
    });
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      Input& input = inputs_[i];
      if (failed[i]) {
        Fail(i, failed[i]->message);
        input.kind = nullptr;
      } else if (is_other_[i] || input.kind == nullptr || !input.kind->can_be_checked()) {
        Skip(i);
      } else {
        claimed_.try_emplace(names_[i], i);
      }
    }
  }

  void Skip(std::size_t index) {
    const Input& input = inputs_[index];
    if (input.found) {
      outcome_.skipped.push_back({input.path, input.kind});
    } else if (const auto text = Read(input.path); text && text->empty()) {
      Fail(index, input.path == kStandardInput ? "standard input is empty"
                                               : fmt::format("`{}` is empty", input.path));
    } else if (input.kind == nullptr) {
      Fail(index, fmt::format("cannot detect the kind of `{}`; `pronoia check --help` lists the "
                              "commands for each kind",
                              input.path));
    } else {
      Fail(index, fmt::format("`{}`: {}", input.path, LooksLike(*input.kind)));
    }
  }

  void Fail(std::size_t index, std::string message) {
    errors_.emplace_back(index, std::move(message));
  }

  // Whether standard input is empty, which has been reported then.
  bool IsEmpty(std::size_t index) {
    const Input& input = inputs_[index];
    if (input.path != kStandardInput) return false;
    const Result<std::string> text = Read(input.path);
    if (!text || !text->empty()) return false;
    if (!input.kind->may_be_empty) {
      Fail(index, "standard input is empty");
      return true;
    }
    Document document(input.path, input.kind, options_.policy);
    document.Add(EmptyInputFinding());
    documents_.emplace_back(Order{index}, std::move(document));
    return true;
  }

  void CheckAll(const FileKind& kind) {
    if (kind.check == nullptr && kind.check_together == nullptr) return;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      if (inputs_[i].kind != &kind || is_other_[i]) continue;
      if (claimed_[names_[i]] == i && !IsEmpty(i)) chosen.push_back(i);
    }
    std::vector<std::optional<FileCheck>> checks(chosen.size());
    ParallelFor(chosen.size(), [&](std::size_t i, std::size_t) {
      checks[i].emplace(inputs_[chosen[i]], options_);
      if (kind.check != nullptr) kind.check(*checks[i]);
    });
    if (kind.check_together != nullptr) {
      std::vector<FileCheck*> together;
      for (auto& check : checks) together.push_back(&*check);
      kind.check_together(together);
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) Collect(chosen[i], *checks[i]);
  }

  void Collect(std::size_t index, FileCheck& check) {
    if (check.error) return Fail(index, check.error->message);
    Order order = {index};
    for (Document& document : check.documents) {
      documents_.emplace_back(order, std::move(document));
      ++order.within;
    }
    if (check.rule_files.empty()) return;
    environments_.push_back(std::make_unique<lint::RuleEnvironment>(check.environment));
    for (std::string& path : check.rule_files) {
      const auto [at, is_new] = rules_.try_emplace(PathFrom(".", path));
      if (!is_new) continue;
      // One that was named, or found, keeps its place.
      const auto known = claimed_.find(at->first);
      const bool is_input = known != claimed_.end() && inputs_[known->second].kind->is_rules;
      at->second = {is_input ? Order{known->second} : order,
                    {is_input ? inputs_[known->second].path : std::move(path), false,
                     environments_.back().get(), static_cast<std::uint32_t>(environments_.size())}};
      ++order.within;
    }
  }

  // What was found in one file on several ways comes together where the file was named, or else
  // where it was met first.
  void FinishDocuments() {
    std::map<std::string, std::size_t> known;
    std::vector<std::pair<Order, Document>> merged;
    for (auto& [order, document] : documents_) {
      const auto [at, is_new] = known.try_emplace(PathFrom(".", document.path()), merged.size());
      if (is_new) {
        merged.emplace_back(order, std::move(document));
        continue;
      }
      auto& [first_order, first] = merged[at->second];
      if (first.kind() == nullptr && document.kind() != nullptr) first_order = order;
      first.Merge(std::move(document));
    }
    documents_ = std::move(merged);
    ParallelFor(documents_.size(),
                [&](std::size_t i, std::size_t) { documents_[i].second.Finish(); });
  }

  void CheckRules() {
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const Input& input = inputs_[i];
      if (input.kind == nullptr || !input.kind->is_rules || is_other_[i] || IsEmpty(i)) continue;
      rules_.try_emplace(names_[i], RulePlace{Order{i}, {input.path, input.found, nullptr}});
    }
    std::vector<RulePlace> places;
    for (auto& [path, place] : rules_) places.push_back(std::move(place));
    std::sort(places.begin(), places.end(),
              [](const RulePlace& a, const RulePlace& b) { return a.order < b.order; });
    std::vector<RuleInput> files;
    for (RulePlace& place : places) files.push_back(std::move(place.input));
    std::vector<RuleFileResult> results = CheckRuleFiles(files, options_);
    for (std::size_t i = 0; i < results.size(); ++i) {
      RuleFileResult& result = results[i];
      if (result.error) {
        Fail(places[i].order.input, result.error->message);
      } else if (result.skipped) {
        outcome_.skipped.push_back({files[i].path, nullptr});
      } else {
        documents_.emplace_back(places[i].order, std::move(result.document));
      }
    }
  }

  std::vector<Input> inputs_;
  std::vector<std::string> names_;  // Of the inputs, the same for each way to write a path.
  std::vector<char> is_other_;      // Found, and not of the kind that was asked for.
  Options options_;
  OverlayFiles with_input_;  // Its files, and standard input once that has been read.
  std::vector<std::unique_ptr<lint::RuleEnvironment>> environments_;
  std::map<std::string, std::size_t> claimed_;  // The first input of each path.
  std::map<std::string, RulePlace> rules_;
  std::vector<std::pair<Order, Document>> documents_;
  std::vector<std::pair<std::size_t, std::string>> errors_;  // With the input that they are about.
  Outcome outcome_;
};

}  // namespace

Outcome CheckFiles(std::vector<Input> inputs, const Options& options) {
  return FilesCheck(std::move(inputs), options).Run();
}

std::vector<Input> RecogniseFiles(std::vector<Input> inputs, const Options& options,
                                  std::vector<std::string>& errors) {
  std::vector<std::string> failed(inputs.size());
  ParallelFor(inputs.size(), [&](std::size_t i, std::size_t) {
    Input& input = inputs[i];
    const FileKind* const wanted = input.kind;
    if (wanted != nullptr && !input.found) return;
    const Result<std::string> text = options.files->Read(input.path);
    if (!text) {
      failed[i] = text.error().message;
      return;
    }
    const SourceBuffer file(input.path, *text);
    input.kind = DetectKind(Outline(file.name(), file.text()));
    const bool is_wanted = input.kind != nullptr && (wanted == nullptr || input.kind == wanted);
    if (!is_wanted || !input.kind->can_be_checked()) input.kind = nullptr;
  });
  std::ranges::copy_if(failed, std::back_inserter(errors),
                       [](const std::string& error) { return !error.empty(); });
  return inputs;
}

void AddTo(report::Run& report, Document document) {
  if (document.kind() != nullptr) {
    report.files.push_back({document.path(), document.kind()->unit, document.count});
  }
  report.suppressed += document.suppressed();
  for (const auto& [info, omission] : document.omissions()) {
    report.omitted.push_back({document.path(), info, omission.severity, omission.count});
  }
  std::move(document.findings.begin(), document.findings.end(),
            std::back_inserter(report.findings));
}

namespace {

// The baselines to hide findings with: the given one, or those of the files' settings.
std::set<std::string> BaselinePaths(const BaselineFiles& baselines, const Policy& policy,
                                    std::span<const std::string> checked) {
  if (!baselines.hide.empty()) return {baselines.hide};
  std::set<std::string> paths;
  for (const std::string& file : checked) {
    if (const auto& path = policy.SettingsOf(file).baseline) paths.insert(*path);
  }
  return paths;
}

}  // namespace

Result<BaselineOutcome> ApplyBaseline(const BaselineFiles& baselines, const Options& options,
                                      std::span<std::vector<Finding>* const> lists,
                                      std::span<const std::string> checked) {
  BaselineOutcome outcome;
  const auto hide = [&](Baseline& baseline) {
    for (std::vector<Finding>* findings : lists) outcome.hidden += baseline.Remove(*findings);
  };
  if (!baselines.write.empty()) {
    Baseline baseline(report::FolderOf(baselines.write));
    for (const std::vector<Finding>* findings : lists) baseline.Add(*findings);
    if (auto error = report::WriteBaseline(baselines.write, baseline)) return *error;
    hide(baseline);
    return outcome;
  }
  const Policy& policy = options.policy;
  for (const std::string& path : BaselinePaths(baselines, policy, checked)) {
    auto baseline = report::ReadBaseline(*options.files, path);
    if (!baseline) return baseline.error();
    hide(*baseline);
    outcome.stale += baseline->CountStale(*options.files, checked, [&](std::string_view code) {
      const CodeInfo* info = policy.FindCode(code);
      return info == nullptr || (policy.IsSearched(*info) && policy.SeverityOf(*info, path));
    });
  }
  return outcome;
}

std::optional<Error> ApplyBaseline(const BaselineFiles& baselines, const Options& options,
                                   report::Run& report) {
  std::vector<Finding>* const lists[] = {&report.findings};
  std::vector<std::string> checked;
  for (const report::CheckedFile& file : report.files) checked.push_back(file.path);
  const Result<BaselineOutcome> outcome = ApplyBaseline(baselines, options, lists, checked);
  if (!outcome) return outcome.error();
  report.baselined += outcome->hidden;
  report.stale_baseline = outcome->stale;
  return std::nullopt;
}

}  // namespace check::workspace
