#include "libcheck/rules/eval/rule_library.h"

#include <algorithm>
#include <utility>

#include "libcheck/base/parallel.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/promql/printer.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"
#include "libcheck/template/walk.h"

namespace check::rules {
namespace {

// Adds the labels or annotations of a group or rule, in place of what was added before.
void Add(std::span<const KeyValue> written, std::vector<PreparedText>& texts) {
  for (const KeyValue& each : written) {
    const auto at = std::lower_bound(
        texts.begin(), texts.end(), each.key,
        [](const PreparedText& text, std::string_view name) { return text.name() < name; });
    if (at != texts.end() && at->name() == each.key) {
      at->written = &each;
    } else {
      texts.insert(at, PreparedText{&each, std::nullopt});
    }
  }
}

// Prometheus's engine in tests has a parser of its own, with nothing switched on.
constexpr promql::ParseOptions kPlainParser = {.duration_expressions = false};

// Reads the expression again as promtool does when it evaluates the rule: as it prints it. What
// that means may be something else.
void ReadPrinted(const promql::Expr& written, PreparedFile& file, PreparedRule& prepared) {
  std::string text = promql::ToString(written, promql::Misprints::kKept);
  Arena arena;
  UpstreamTexts texts;
  Diagnostics diagnostics(&texts);
  const SourceBuffer source("", text);
  const promql::Expr* printed = promql::ParseExpr(source, kPlainParser, arena, diagnostics);
  if (printed == nullptr) {
    prepared.unusable = diagnostics.found().front().upstream.str();
  } else if (!promql::StructurallyEqual(written, *printed)) {
    const SourceBuffer& kept = file.printed.emplace_back("", std::move(text));
    prepared.expr = promql::ParseExpr(kept, kPlainParser, file.arena, diagnostics);
  }
}

bool Queries(const PreparedText& text) {
  const gotemplate::Tree* tree = text.text ? text.text->tree() : nullptr;
  if (tree == nullptr) return false;
  bool found = false;
  gotemplate::Visit(*tree, gotemplate::PrometheusEnvironment(),
                    [&](const gotemplate::Node& node, const gotemplate::TemplateType&) {
                      const auto* called = gotemplate::TryAs<gotemplate::Identifier>(&node);
                      found = found || (called != nullptr && called->name == "query");
                    });
  return found;
}

PreparedRule Prepare(const Group& group, const Rule& rule) {
  PreparedRule prepared = {
      .rule = &rule, .name = rule.name(), .is_alert = rule.is_alert(), .expr = rule.expr};
  Add(group.labels, prepared.labels);
  Add(rule.labels, prepared.labels);
  Add(rule.annotations, prepared.annotations);
  for (std::vector<PreparedText>* texts : {&prepared.labels, &prepared.annotations}) {
    for (PreparedText& text : *texts) {
      if (rule.is_alert()) text.text.emplace(text.value(), rule.alert);
      prepared.templates_query = prepared.templates_query || Queries(text);
    }
  }
  return prepared;
}

std::unique_ptr<PreparedFile> Read(const FileSystem& files, const std::string& path,
                                   const RuleLibraryOptions& options) {
  auto file = std::make_unique<PreparedFile>();
  file->path = path;
  Result<std::string> text = ReadAsGo(files, path);
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
      PreparedGroup& prepared = file->groups.emplace_back(PrepareGroup(group, path, set.file));
      if (!options.forgets_features) continue;
      for (PreparedRule& rule : prepared.rules) {
        if (rule.expr != nullptr) ReadPrinted(*rule.expr, *file, rule);
      }
    }
  }
  return file;
}

}  // namespace

PreparedGroup PrepareGroup(const Group& group, std::string path, const SourceFile* file) {
  PreparedGroup prepared = {.group = &group, .path = std::move(path), .file = file};
  if (group.query_offset) {
    prepared.query_offset_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(*group.query_offset).count();
  }
  for (const Rule& rule : group.rules) prepared.rules.push_back(Prepare(group, rule));
  return prepared;
}

RuleLibrary::RuleLibrary(const FileSystem& files, std::span<const std::string> paths,
                         const RuleLibraryOptions& options) {
  for (const std::string& path : paths) files_.try_emplace(path);
  std::vector<std::pair<const std::string*, std::unique_ptr<PreparedFile>*>> wanted;
  for (auto& [path, file] : files_) wanted.emplace_back(&path, &file);
  ParallelFor(wanted.size(), [&](std::size_t i, std::size_t) {
    *wanted[i].second = Read(files, *wanted[i].first, options);
  });
}

}  // namespace check::rules
