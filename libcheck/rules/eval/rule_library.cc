#include "libcheck/rules/eval/rule_library.h"

#include <algorithm>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/files/file_reader.h"
#include "libcheck/promql/printer.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"
#include "libcheck/template/walk.h"

namespace check::rules {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

void Put(Pairs& pairs, std::string_view name, std::string_view value) {
  const auto at =
      std::lower_bound(pairs.begin(), pairs.end(), name,
                       [](const auto& pair, std::string_view n) { return pair.first < n; });
  if (at != pairs.end() && at->first == name) {
    at->second = value;
  } else {
    pairs.insert(at, {name, value});
  }
}

// Prometheus's engine in tests has a parser of its own, with nothing switched on.
constexpr promql::ParseOptions kPlainParser = {.duration_expressions = false};

// Reads the expression again as promtool does when it evaluates the rule: as it prints it. What
// that means may be something else.
void ReadPrinted(const promql::Expr& written, PreparedFile& file, PreparedRule& prepared) {
  std::string text = promql::ToString(written, promql::Misprints::kKept);
  Arena arena;
  Diagnostics diagnostics;
  const SourceBuffer source("", text);
  const promql::Expr* printed = promql::ParseExpr(source, kPlainParser, arena, diagnostics);
  if (printed == nullptr) {
    prepared.unusable = diagnostics.found().front().upstream;
  } else if (!promql::StructurallyEqual(written, *printed)) {
    const SourceBuffer& kept = file.printed.emplace_back("", std::move(text));
    prepared.expr = promql::ParseExpr(kept, kPlainParser, file.arena, diagnostics);
  }
}

bool Queries(const gotemplate::PrometheusTemplate& text) {
  const gotemplate::Tree* tree = text.tree();
  if (tree == nullptr) return false;
  bool found = false;
  gotemplate::Visit(*tree, gotemplate::PrometheusEnvironment(),
                    [&](const gotemplate::Node& node, const gotemplate::TemplateType&) {
                      const auto* called = gotemplate::TryAs<gotemplate::Identifier>(&node);
                      found = found || (called != nullptr && called->name == "query");
                    });
  return found;
}

PreparedRule Prepare(const Group& group, const Rule& rule, bool forgets_features,
                     PreparedFile& file) {
  PreparedRule prepared = {
      .rule = &rule, .name = rule.name(), .is_alert = rule.is_alert(), .expr = rule.expr};
  for (const KeyValue& label : group.labels) Put(prepared.labels, label.key, label.value);
  for (const KeyValue& label : rule.labels) Put(prepared.labels, label.key, label.value);
  for (const KeyValue& each : rule.annotations) {
    Put(prepared.annotations, each.key, each.value);
  }
  if (rule.is_alert()) {
    for (const auto& [name, value] : prepared.labels) {
      prepared.label_templates.emplace_back(value, rule.alert);
    }
    for (const auto& [name, value] : prepared.annotations) {
      prepared.annotation_templates.emplace_back(value, rule.alert);
    }
  }
  prepared.templates_query =
      std::any_of(prepared.label_templates.begin(), prepared.label_templates.end(), Queries) ||
      std::any_of(prepared.annotation_templates.begin(), prepared.annotation_templates.end(),
                  Queries);
  if (forgets_features && rule.expr != nullptr) ReadPrinted(*rule.expr, file, prepared);
  return prepared;
}

std::unique_ptr<PreparedFile> Read(const std::string& path, const RuleLibraryOptions& options) {
  auto file = std::make_unique<PreparedFile>();
  file->path = path;
  Result<std::string> text = ReadFile(path);
  if (!text) {
    file->upstream_errors.push_back(path + ": " + text.error().message);
    return file;
  }
  file->source = std::make_unique<SourceBuffer>(path, std::move(*text));
  const LoadedFile loaded = Load(*file->source, options.load, file->arena, file->diagnostics);
  for (const std::string& error : loaded.upstream_errors) {
    file->upstream_errors.push_back(path + ": " + error);
  }
  if (!file->usable()) return file;
  for (const RuleSet& set : loaded.sets) {
    for (const Group& group : set.groups) {
      PreparedGroup& prepared = file->groups.emplace_back();
      prepared.group = &group;
      prepared.path = path;
      prepared.file = set.file;
      if (group.query_offset) {
        prepared.query_offset_ms =
            std::chrono::duration_cast<std::chrono::milliseconds>(*group.query_offset).count();
      }
      for (const Rule& rule : group.rules) {
        prepared.rules.push_back(Prepare(group, rule, options.forgets_features, *file));
      }
    }
  }
  return file;
}

}  // namespace

RuleLibrary::RuleLibrary(std::span<const std::string> paths, const RuleLibraryOptions& options) {
  for (const std::string& path : paths) files_.try_emplace(path);
  std::vector<std::pair<const std::string*, std::unique_ptr<PreparedFile>*>> wanted;
  for (auto& [path, file] : files_) wanted.emplace_back(&path, &file);
  ParallelFor(wanted.size(), [&](std::size_t i, std::size_t) {
    *wanted[i].second = Read(*wanted[i].first, options);
  });
}

}  // namespace check::rules
