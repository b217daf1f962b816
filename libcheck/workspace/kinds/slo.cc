#include "libcheck/lint/slo.h"

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/slo/formats.h"
#include "libcheck/slo/read.h"
#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

// One that holds rules too is for the command that checks those.
bool Is(const Outline& outline) {
  const bool may_be =
      outline.Has("apiVersion") || outline.Has("version") ||
      (outline.is_list && outline.text.find("apiVersion") != std::string_view::npos);
  if (!may_be || outline.text.find("kind: PrometheusRule") != std::string_view::npos) return false;
  return slo::HoldsSpecification(
      SourceBuffer(std::string(outline.path), std::string(outline.text)));
}

// Objectives refer to each other, and no two may have the same identifier.
void CheckTogether(std::span<FileCheck* const> checks) {
  std::vector<std::unique_ptr<SourceBuffer>> files;
  std::vector<FileCheck*> read;
  std::vector<slo::SpecFile> specs;
  for (FileCheck* check : checks) {
    std::optional<std::string> text = check->Read();
    if (!text) continue;
    files.push_back(std::make_unique<SourceBuffer>(check->path(), std::move(*text)));
    specs.push_back({files.back().get()});
    read.push_back(check);
  }
  if (read.empty()) return;
  Arena arena;
  Diagnostics found;
  const slo::SpecFiles all = slo::ReadSlos(specs, arena, found);
  const Options& options = read.front()->options();
  for (std::size_t i = 0; i < read.size(); ++i) {
    Diagnostics own;
    std::vector<slo::Slo> slos;
    for (const slo::Slo& slo : all.slos) {
      if (&slo.where.file->on_disk() == files[i].get()) slos.push_back(slo);
    }
    for (Diagnostic& diagnostic : found.found()) {
      if (&diagnostic.where.file->on_disk() == files[i].get()) {
        own.found().push_back(std::move(diagnostic));
      }
    }
    lint::CheckSlos(slos, options.SloEnvironmentFor(read[i]->path()),
                    options.policy.ActiveChecks(read[i]->path()), own);
    read[i]->Count(slos.size());
    read[i]->Take(*files[i], own);
  }
}

// The tables of all formats: "slo-sloth", "slo-openslo-v1alpha".
std::span<const NamedSchema> SchemasOfFormats() {
  static std::deque<std::string> names;
  static const std::vector<NamedSchema> schemas = [] {
    std::vector<NamedSchema> all;
    for (const slo::SpecFormat* format : slo::SpecFormats()) {
      const std::string& name = names.emplace_back("slo-" + std::string(format->name));
      all.push_back({name, format->table});
      if (format->more_tables == nullptr) continue;
      for (const slo::SpecTable& table : format->more_tables()) {
        all.push_back({names.emplace_back(name + "-" + std::string(table.name)), table.table});
      }
    }
    return all;
  }();
  return schemas;
}

constexpr KindFlag kFlags[] = {KindFlag::kPrometheus, KindFlag::kRetention, KindFlag::kSloRules,
                               KindFlag::kTraffic};

constexpr Example kExamples[] = {
    {"pronoia slo check slos/", "Check all specifications of a folder, with what they refer to"},
    {"pronoia slo check --prometheus prometheus.yml --retention 15d slos/",
     "Know intervals and retention of the server"},
    {"pronoia slo check --rules rules/ slos/", "See whether the rules record what alerts read"},
};

constexpr KindCommand kCommand = {
    .path = "slo check",
    .summary = "Check specifications of service level objectives",
    .description =
        "Checks specifications of Sloth (`prometheus/v1`, and as Kubernetes objects), OpenSLO (v1, "
        "v1alpha and v2alpha) and Pyrra (ServiceLevelObjective), without being told which. Files "
        "may hold several documents and lists; other Kubernetes objects beside specifications are "
        "skipped. All problems of all files are reported in one run, and references between files "
        "are followed.\n\n"
        "An error means that Sloth, oslo or Pyrra refuses the specification, or that it cannot "
        "mean anything, such as an objective of 100 %. A warning means that it is accepted, but "
        "its alerts or its budget are not what its author meant.",
    .argument = "Specifications, folders, patterns, or - for standard input",
    .flags = kFlags,
    .examples = kExamples,
};

}  // namespace

extern const FileKind kSloKind = {
    .name = "slo",
    .noun = "a specification of objectives",
    .unit = "objective",
    .is = Is,
    .schemas_of = SchemasOfFormats,
    .check_together = CheckTogether,
    .command = &kCommand,
};

}  // namespace check::workspace
