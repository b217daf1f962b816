#include "libcheck/workspace/changes.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/base/text.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::uint32_t kLastLine = std::numeric_limits<std::uint32_t>::max();

std::string Absolute(std::string_view path) {
  std::error_code error;
  return std::filesystem::absolute(path, error).lexically_normal().string();
}

std::string ParentOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

// The name in a line such as `- record: job:up:sum`; empty if it has none.
std::string_view NameIn(std::string_view line) {
  line = TrimStart(line);
  if (line.starts_with("- ")) line = TrimStart(line.substr(2));
  for (const std::string_view key : {"record:", "alert:"}) {
    if (!line.starts_with(key)) continue;
    line = TrimSpace(line.substr(key.size()));
    line = TrimSpace(line.substr(0, line.find(" #")));
    if (line.size() >= 2 && (line.front() == '"' || line.front() == '\'')) {
      line = line.substr(1, line.size() - 2);
    }
    return line;
  }
  return {};
}

bool AnyHas(const std::vector<std::string>& lines, std::initializer_list<std::string_view> texts) {
  return std::ranges::any_of(lines, [&](const std::string& line) {
    return std::ranges::any_of(texts,
                               [&](std::string_view text) { return line.find(text) != line.npos; });
  });
}

// Whether `change` is in the lines of a rule.
bool Touches(const LineChange& change, LineRange rule) {
  if (change.count > 0) return rule.Overlaps({change.first, change.first + change.count - 1});
  // What was removed between two rules belonged to neither, unless it was a comment that hides
  // what is found in the next one.
  if (rule.first <= change.first && change.first < rule.last) return true;
  return change.first + 1 == rule.first && AnyHas(change.removed, {"pronoia:"});
}

// Whether `change` is in the fields of the group itself.
bool TouchesFields(const LineChange& change, const GroupOutline& group) {
  const std::uint32_t first_rule =
      group.rules.empty() ? kLastLine : group.rules.front().lines.first;
  const std::uint32_t last_rule = group.rules.empty() ? 0 : group.rules.back().lines.last;
  const std::uint32_t last = change.first + std::max(change.count, 1U) - 1;
  const bool is_before = group.lines.first <= change.first && change.first < first_rule;
  const bool is_behind = last_rule < last && last <= group.lines.last;
  if (!is_before && !is_behind) return false;
  // A rule that was removed or added beside others says nothing of them.
  return change.count > 0 || !AnyHas(change.removed, {"record:", "alert:", "expr:"});
}

bool HasChanged(const FileChange& change, const GroupOutline& group, const RuleOutline& rule) {
  if (change.old_path.empty()) return true;
  return std::ranges::any_of(change.lines, [&](const LineChange& lines) {
    return Touches(lines, rule.lines) || TouchesFields(lines, group);
  });
}

std::vector<LineRange> LinesOf(const FileChange& change) {
  if (change.old_path.empty()) return {{1, kLastLine}};
  std::vector<LineRange> lines;
  for (const LineChange& each : change.lines) {
    lines.push_back({each.first, each.first + std::max(each.count, 1U) - 1});
  }
  return lines;
}

bool MayHoldRules(std::string_view path) {
  return std::ranges::any_of(kRulesKind.extensions,
                             [&](std::string_view extension) { return path.ends_with(extension); });
}

bool IsRuleFile(const Input& input, const SourceBuffer& file) {
  if (input.kind != nullptr) return input.kind->is_rules;
  const FileKind* kind = DetectKind(Outline(file.name(), file.text()));
  return kind != nullptr && kind->is_rules;
}

}  // namespace

Result<Changes> Changes::Since(const std::string& revision, std::span<const std::string> arguments,
                               const Options& options) {
  Changes changes(options);
  changes.revision_ = revision;
  for (const std::string& argument : arguments) {
    if (argument == "-") return Error{"git does not know standard input"};
    // For a file, the search begins in its folder.
    const auto root = FindRepository(*options.files, argument);
    if (!root) return Error{"`" + argument + "` is not in a git repository"};
    changes.homes_.insert(*root);
  }
  for (const std::string& root : changes.homes_) {
    if (auto error = changes.Read(root)) return *error;
  }
  return changes;
}

// What a repository is compared with; empty if it has not changed. One that is in another is
// compared with what that has of it.
Result<std::string> Changes::RevisionIn(const std::string& root) {
  if (homes_.contains(root)) return revision_;
  const auto outer = FindRepository(*options_->files, ParentOf(root));
  if (!outer) return std::string();
  if (auto error = Read(*outer)) return *error;
  const auto known = changes_.find(root);
  return known == changes_.end() ? std::string() : known->second->old_commit;
}

std::optional<Error> Changes::Read(const std::string& root) {
  if (repositories_.contains(root)) return std::nullopt;
  const Result<std::string> revision = RevisionIn(root);
  if (!revision) return revision.error();
  std::vector<FileChange>& changes = repositories_[root];
  if (revision->empty()) return std::nullopt;
  Result<std::vector<FileChange>> read = ChangesSince(root, *revision);
  if (!read) return read.error();
  changes = std::move(*read);
  for (const FileChange& change : changes) {
    for (const LineChange& lines : change.lines) {
      for (const std::string& line : lines.removed) {
        if (const std::string_view name = NameIn(line); !name.empty()) names_.emplace(name);
      }
    }
    if (change.path.empty()) continue;
    const std::string path = (root == "/" ? "" : root) + "/" + change.path;
    changes_[path] = &change;
    if (change.is_folder && change.old_commit.empty()) new_folders_.insert(path + "/");
  }
  return std::nullopt;
}

const FileChange* Changes::ChangeOf(std::string_view path) const {
  const std::string absolute = Absolute(path);
  const auto known = changes_.find(absolute);
  if (known != changes_.end()) return known->second;
  const auto is_around = [&](const std::string& folder) { return absolute.starts_with(folder); };
  static const FileChange new_file = {.path = "new"};
  return std::ranges::any_of(new_folders_, is_around) ? &new_file : nullptr;
}

void Changes::AddChanged(const Input& input, const FileChange& change) {
  File& file = files_[input.path];
  file.change = &change;
  file.lines = LinesOf(change);
  const Result<std::string> text = options_->files->Read(input.path);
  if (!text) return;  // Whoever checks it says why.
  const SourceBuffer source(input.path, *text);
  if (!IsRuleFile(input, source)) return;
  for (const GroupOutline& group : OutlineOf(source, options_->RulesFor(input.path))) {
    for (const RuleOutline& rule : group.rules) {
      if (!HasChanged(change, group, rule)) continue;
      file.lines.push_back(rule.lines);
      names_.insert(rule.name);
      related_.insert(rule.words.begin(), rule.words.end());
    }
  }
}

// Marks the rules of a file that use one of `names`, and puts what those are called into `found`.
void Changes::AddDependants(const Input& input, const SourceBuffer& file, const WordSet& names,
                            WordSet& found) {
  for (const GroupOutline& group : OutlineOf(file, options_->RulesFor(input.path))) {
    for (const RuleOutline& rule : group.rules) {
      const auto is_changed = [&](const std::string& word) { return names.contains(word); };
      if (std::ranges::none_of(rule.words, is_changed)) continue;
      files_[input.path].lines.push_back(rule.lines);
      related_.insert(rule.words.begin(), rule.words.end());
      if (!names_.contains(rule.name)) found.insert(rule.name);
    }
  }
}

void Changes::AddDependants(std::span<const Input> inputs) {
  for (WordSet names = names_; !names.empty();) {
    const WordSearch search(names);
    std::vector<std::unique_ptr<SourceBuffer>> mentioning(inputs.size());
    ParallelFor(inputs.size(), [&](std::size_t i, std::size_t) {
      Result<std::string> text = options_->files->Read(inputs[i].path);
      if (!text || !search.AnyIn(*text)) return;
      auto file = std::make_unique<SourceBuffer>(inputs[i].path, std::move(*text));
      if (IsRuleFile(inputs[i], *file)) mentioning[i] = std::move(file);
    });
    WordSet found;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (mentioning[i] != nullptr) AddDependants(inputs[i], *mentioning[i], names, found);
    }
    names_.insert(found.begin(), found.end());
    names = std::move(found);
  }
}

// Adds the rule files in which a name occurs that matters to the changed rules.
std::vector<Input> Changes::WithRelated(std::vector<Input> inputs) const {
  WordSet words = names_;
  // By convention, only recording rules give names with a colon.
  std::ranges::copy_if(related_, std::inserter(words, words.end()),
                       [](const std::string& word) { return word.find(':') != word.npos; });
  const WordSearch search(words);
  std::vector<char> is_chosen(inputs.size());
  ParallelFor(inputs.size(), [&](std::size_t i, std::size_t) {
    const Input& input = inputs[i];
    if (files_.contains(input.path)) {
      is_chosen[i] = 1;
      return;
    }
    Result<std::string> text = options_->files->Read(input.path);
    if (!text || !search.AnyIn(*text)) return;
    if (IsRuleFile(input, SourceBuffer(input.path, std::move(*text)))) is_chosen[i] = 1;
  });
  std::vector<Input> chosen;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (is_chosen[i] != 0) chosen.push_back(std::move(inputs[i]));
  }
  return chosen;
}

Result<std::vector<Input>> Changes::Select(std::vector<Input> inputs) {
  std::set<std::string> folders;
  for (const Input& input : inputs) {
    if (!folders.insert(ParentOf(Absolute(input.path))).second) continue;
    const auto root = FindRepository(*options_->files, ParentOf(Absolute(input.path)));
    if (!root) continue;
    if (auto error = Read(*root)) return *error;
  }
  std::set<std::string> named;
  for (const Input& input : inputs) {
    named.insert(Absolute(input.path));
    if (const FileChange* change = ChangeOf(input.path)) AddChanged(input, *change);
  }
  // Rules may depend on what changed in files that are not to be checked themselves.
  for (const auto& [path, change] : changes_) {
    if (!change->is_folder && !named.contains(path) && MayHoldRules(path)) {
      AddChanged({.path = path}, *change);
    }
  }
  AddDependants(inputs);
  return WithRelated(std::move(inputs));
}

bool Changes::IsChanged(const Place& place) const {
  const LineRange lines = {place.begin.line, place.end.line};
  const auto overlaps = [&](LineRange changed) { return changed.Overlaps(lines); };
  if (const auto file = files_.find(std::string_view(place.path)); file != files_.end()) {
    return std::ranges::any_of(file->second.lines, overlaps);
  }
  const FileChange* change = ChangeOf(place.path);
  return change != nullptr && std::ranges::any_of(LinesOf(*change), overlaps);
}

bool Changes::Concerns(const Finding& finding) const {
  if (IsChanged(finding.where)) return true;
  if (finding.severity == Severity::kError && ChangeOf(finding.where.path) != nullptr) return true;
  return std::ranges::any_of(finding.labels,
                             [&](const PlaceLabel& label) { return IsChanged(label.where); });
}

}  // namespace check::workspace
