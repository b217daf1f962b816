#include "libcheck/unittest/suite.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/unittest/codes.h"
#include "libcheck/unittest/faults.h"
#include "libcheck/unittest/route_suite.h"

namespace check::unittest {
namespace {

// The files that are asked for, each as often as it is.
std::vector<std::string> FindRuleFiles(FileOutcome& file, const FileSystem& files) {
  std::vector<std::string> paths;
  for (const Text& rule_file : file.tests->rule_files) {
    const std::string pattern = PathBeside(file.path, rule_file.value);
    Result<std::vector<std::string>> found = GlobAsGo(files, pattern);
    const Location where = {file.source.get(),
                            rule_file.node != nullptr ? rule_file.node->span : Span()};
    if (!found) {
      file.diagnostics.Report(kBadPattern, where, "`" + pattern + "` is not a valid pattern");
      file.upstream_error = found.error().message;
      file.runnable = false;
      return {};
    }
    if (found->empty()) {
      file.unmatched.push_back(pattern);
      file.diagnostics.Report(kNoRuleFile, where, "no such file: `" + pattern + "`");
    }
    std::move(found->begin(), found->end(), std::back_inserter(paths));
  }
  return paths;
}

void FindRepeatedOrder(FileOutcome& file) {
  std::set<std::string_view> names;
  for (const Text& name : file.tests->group_eval_order) {
    if (names.insert(name.value).second) continue;
    auto& problem = file.diagnostics.Report(
        schema::kDuplicateValue, {file.source.get(), name.node->span},
        "group `" + std::string(name.value) + "` is listed twice in `group_eval_order`");
    problem.upstream = "group name repeated in evaluation order: " + std::string(name.value);
    if (file.upstream_error.empty()) file.upstream_error = problem.upstream.str();
    file.runnable = false;
  }
}

std::vector<std::string> ReadTests(FileOutcome& file, const SuiteOptions& options) {
  Result<std::string> text = options.run.as_upstream && file.path != "-"
                                 ? ReadAsGo(*options.files, file.path)
                                 : options.files->Read(file.path);
  if (!text) {
    file.upstream_error = text.error().message;
    return {};
  }
  file.source = std::make_unique<SourceBuffer>(file.path, std::move(*text));
  LoadedTests loaded = Load(*file.source, options.load, file.arena, file.diagnostics);
  file.tests = loaded.tests;
  file.runnable = loaded.runnable;
  file.upstream_error = std::move(loaded.upstream_error);
  if (!file.tests) return {};
  std::vector<std::string> paths = FindRuleFiles(file, *options.files);
  if (file.runnable) FindRepeatedOrder(file);
  file.relabelling.Read(*options.files, *file.tests, file.path, file.arena, file.diagnostics);
  return paths;
}

// Prometheus knows groups by file and name: of a file that is given twice, one remains.
void GatherRules(FileOutcome& file, std::span<const std::string> paths,
                 const rules::RuleLibrary& library, bool as_upstream) {
  std::set<std::string_view> seen;
  for (const std::string& path : paths) {
    if (!seen.insert(path).second) continue;
    const rules::PreparedFile& rule_file = library.Find(path);
    file.rule_files.push_back(&rule_file);
    if (!rule_file.upstream_errors.empty()) {
      file.under_test.errors = rule_file.upstream_errors;
      return;
    }
    for (const rules::PreparedGroup& group : rule_file.groups)
      file.under_test.groups.push_back(&group);
  }
  if (paths.empty() && !file.tests->rule_files.empty() && !as_upstream) {
    static const std::vector<std::string> kErrors = {std::string(kNoRules)};
    file.under_test.errors = kErrors;
    return;
  }
  // promtool: groups that are not listed come together with the first one.
  std::unordered_map<std::string_view, std::size_t> order;
  for (const Text& name : file.tests->group_eval_order) order.emplace(name.value, order.size());
  const auto place = [&](const rules::PreparedGroup* group) {
    const auto at = order.find(group->group->name);
    return at == order.end() ? 0 : at->second;
  };
  std::stable_sort(file.under_test.groups.begin(), file.under_test.groups.end(),
                   [&](const rules::PreparedGroup* a, const rules::PreparedGroup* b) {
                     return place(a) < place(b);
                   });
}

bool IsChosen(const TestGroup& group, const SuiteOptions& options) {
  return !options.only || options.only->FullMatch(group.name.value);
}

void FindGroupsWithFaults(FileOutcome& file, const SuiteOptions& options) {
  for (const TestGroup& group : file.tests->tests) {
    if (!IsChosen(group, options)) continue;
    std::vector<Failure> faults = FindFaults(*file.source, group, options.run.parser, file.arena);
    if (faults.empty()) continue;
    GroupOutcome& outcome = file.groups.emplace_back();
    outcome.group = &group;
    outcome.failures = std::move(faults);
  }
}

// Of a group that cannot be run, all reasons are told at once.
void FindFurtherFaults(const FileOutcome& file, const SuiteOptions& options, GroupOutcome& outcome,
                       Arena& arena) {
  if (outcome.passed() || options.run.as_upstream) return;
  const Failure& first = outcome.failures.front();
  const bool is_listed = first.is<BadSeries>() || first.is<NoAlertName>();
  if (!is_listed && !first.is<BadRuleFile>()) return;
  std::vector<Failure> faults = FindFaults(*file.source, *outcome.group, options.run.parser, arena);
  if (is_listed) outcome.failures.clear();
  std::move(faults.begin(), faults.end(), std::back_inserter(outcome.failures));
}

void ChooseGroups(FileOutcome& file, const SuiteOptions& options) {
  for (const TestGroup& group : file.tests->tests) {
    if (!IsChosen(group, options)) continue;
    file.groups.emplace_back().group = &group;
    file.observers.push_back(options.observe ? options.observe(*file.tests, group) : nullptr);
  }
  file.arenas.resize(file.groups.size());
}

// Whether a line begins with `key`.
bool HasKey(std::string_view text, std::string_view key) {
  for (std::size_t at = 0; (at = text.find(key, at)) != std::string_view::npos; ++at) {
    if (at == 0 || text[at - 1] == '\n') return true;
  }
  return false;
}

}  // namespace

bool LooksLikeTests(const FileSystem& files, const std::string& path) {
  const Result<std::string> text = files.Read(path);
  if (!text || LooksLikeRouteTests(*text)) return false;
  if (HasKey(*text, "tests:")) return true;
  // A configuration of Prometheus has rule files, too.
  return HasKey(*text, "rule_files:") && !HasKey(*text, "global:") &&
         !HasKey(*text, "scrape_configs:") && !HasKey(*text, "scrape_config_files:") &&
         !HasKey(*text, "alerting:");
}

SuiteOptions AsPromtool(const promql::ParseOptions& features, bool delayed_name_removal,
                        bool ignore_unknown_fields) {
  SuiteOptions options;
  // Prometheus: what is switched on is known when rules are read, and forgotten when they are run.
  options.rule_files.load.promql = features;
  options.rule_files.load.ignore_unknown_fields = ignore_unknown_fields;
  options.rule_files.load.strict_upstream = true;
  options.rule_files.forgets_features = true;
  options.load.as_upstream = true;
  options.run.as_upstream = true;
  options.run.parser.duration_expressions = false;
  options.run.engine.delayed_name_removal = delayed_name_removal;
  options.run.engine.max_samples = 10'000;
  options.run.engine.timeout = std::chrono::seconds(100);
  return options;
}

Result<std::shared_ptr<const Regex>> AnyOf(std::span<const std::string> patterns) {
  std::string joined;
  for (const std::string& pattern : patterns) joined += (joined.empty() ? "" : "|") + pattern;
  if (const auto problem = RegexProblem(joined)) return Error{*problem};
  Result<Regex> regex = Regex::Compile("(?s:.*?)(?-s:" + joined + ")(?s:.*)");
  if (!regex) return regex.error();
  return std::shared_ptr<const Regex>(std::make_shared<Regex>(std::move(*regex)));
}

bool FileOutcome::passed() const {
  return runnable && !diagnostics.HasErrors() &&
         std::all_of(groups.begin(), groups.end(),
                     [](const GroupOutcome& group) { return group.passed(); });
}

bool SuiteOutcome::passed() const {
  return std::all_of(files.begin(), files.end(), [](const auto& file) { return file->passed(); });
}

SuiteOutcome RunSuite(std::span<const std::string> paths, const SuiteOptions& options) {
  SuiteOutcome outcome;
  for (const std::string& path : paths) {
    FileOutcome& file = *outcome.files.emplace_back(std::make_unique<FileOutcome>());
    file.path = path;
    if (options.run.as_upstream) file.diagnostics = Diagnostics(&file.upstream_texts);
  }
  std::vector<std::vector<std::string>> rule_paths(paths.size());
  ParallelFor(paths.size(), [&](std::size_t i, std::size_t) {
    rule_paths[i] = ReadTests(*outcome.files[i], options);
  });

  std::vector<std::string> all;
  for (const auto& each : rule_paths) all.insert(all.end(), each.begin(), each.end());
  outcome.library = std::make_unique<rules::RuleLibrary>(*options.files, all, options.rule_files);

  std::vector<std::pair<FileOutcome*, std::size_t>> work;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    FileOutcome& file = *outcome.files[i];
    if (!file.tests) continue;
    GatherRules(file, rule_paths[i], *outcome.library, options.run.as_upstream);
    if (!file.runnable) {
      if (!options.run.as_upstream) FindGroupsWithFaults(file, options);
      continue;
    }
    ChooseGroups(file, options);
    for (std::size_t k = 0; k < file.groups.size(); ++k) work.emplace_back(&file, k);
  }
  ParallelFor(work.size(), [&](std::size_t i, std::size_t) {
    const auto& [file, k] = work[i];
    const auto begin = std::chrono::steady_clock::now();
    file->groups[k] = RunGroup(*file->tests, *file->groups[k].group, file->under_test, options.run,
                               file->arenas[k], file->observers[k].get());
    FindFurtherFaults(*file, options, file->groups[k], file->arenas[k]);
    std::vector<Failure> relabelled =
        file->relabelling.Run(*file->tests->file, *file->groups[k].group);
    std::move(relabelled.begin(), relabelled.end(), std::back_inserter(file->groups[k].failures));
    file->groups[k].nanoseconds =
        std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin).count();
  });
  return outcome;
}

}  // namespace check::unittest
