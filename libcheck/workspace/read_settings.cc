#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/schema/load.h"
#include "libcheck/schema/schema.h"
#include "libcheck/workspace/path_patterns.h"
#include "libcheck/workspace/settings.h"
#include "libcheck/yaml/node.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr CodeInfo kUnknownCode = {
    .code = "settings-unknown-code",
    .severity = Severity::kError,
    .summary = "settings for an unknown code",
    .explanation = R"(
`checks` and `paths` name the codes that findings are reported under. `pronoia lint --list` names
them all.
)",
};

constexpr CodeInfo kFixedCode = {
    .code = "settings-fixed-code",
    .severity = Severity::kError,
    .summary = "settings that would suppress an error",
    .explanation = R"(
For an error, Prometheus refuses to load the file, and it does so whatever settings say. Only what
is a warning or less can be switched off, raised or lowered.
)",
};

// Those of Prometheus 3.14, and of older releases. Most change nothing of what is checked here, but
// come along where people copy the flags of their server.
constexpr std::string_view kFeatures[] = {
    "auto-gomaxprocs",
    "auto-gomemlimit",
    "auto-reload-config",
    "concurrent-rule-eval",
    "created-timestamp-zero-ingestion",
    "delayed-compaction",
    "exemplar-storage",
    "expand-external-labels",
    "extra-scrape-metrics",
    "fast-startup",
    "histograms-st-encoding",
    "memory-snapshot-on-shutdown",
    "metadata-wal-records",
    "native-histograms",
    "new-service-discovery-manager",
    "no-default-scrape-port",
    "old-ui",
    "ooo-native-histograms",
    "otlp-deltatocumulative",
    "otlp-native-delta-ingestion",
    "otlp-write-receiver",
    "promql-at-modifier",
    "promql-binop-fill-modifiers",
    "promql-delayed-name-removal",
    "promql-duration-expr",
    "promql-experimental-functions",
    "promql-extended-range-selectors",
    "promql-negative-offset",
    "promql-per-step-stats",
    "remote-write-receiver",
    "search-api",
    "st-storage",
    "st-synthesis",
    "type-and-unit-labels",
    "use-start-timestamps",
    "use-uncached-io",
    "utf8-names",
    "xor2-encoding",
};
constexpr std::string_view kSeverities[] = {"error", "warning", "info", "off"};
constexpr std::string_view kNames[] = {"utf8", "legacy"};
// In place of a code: every one that can be chosen.
constexpr std::string_view kAll = "all";

constexpr Type kFeature = OneOf(kFeatures);
constexpr Type kSeverity = OneOf(kSeverities);

constexpr Field kChoiceFields[] = {
    {.name = "disable",
     .type = ListOf(kString),
     .doc = "Codes to disable; `all` is every code that can be disabled."},
    {.name = "enable", .type = ListOf(kString), .doc = "Codes to enable; `all` is every code."},
    {.name = "severity",
     .type = MapOf(kSeverity),
     .doc = "Severity by code; `off` disables a code."},
};

constexpr Object kChecks = {
    .name = "checks",
    .doc = "Codes to report, and their severities.",
    .fields = kChoiceFields,
};
constexpr const Object* kChecksInline[] = {&kChecks};

constexpr Field kPathFields[] = {
    {.name = "match",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Pattern of the files that this applies to."},
};

constexpr Object kPathChoices = {
    .name = "path",
    .doc = "Codes to report in certain files.",
    .fields = kPathFields,
    .includes = kChecksInline,
};
constexpr Type kPathType = SectionOf(kPathChoices);

constexpr Type kPolicyType = SectionOf(kPolicyObject);

constexpr Field kFields[] = {
    {.name = "baseline",
     .type = kFile,
     .doc = "Baseline file with known findings, which are not reported."},
    {.name = "checks", .type = SectionOf(kChecks), .doc = "Codes to report, and their severities."},
    {.name = "exclude", .type = ListOf(kString), .doc = "Patterns of files and folders to skip."},
    {.name = "features",
     .type = ListOf(kFeature),
     .doc = "PromQL features that are enabled on the servers."},
    {.name = "names",
     .type = OneOf(kNames),
     .default_value = "utf8",
     .doc = "Name validation scheme of the servers."},
    {.name = "paths",
     .type = ListOf(kPathType),
     .doc = "Settings for certain files; later items win."},
    {.name = "policies",
     .type = ListOf(kPolicyType),
     .doc = "Demands on rules: labels, annotations, `for`, names, owners, runbooks and tests."},
    {.name = "prometheus", .type = kFile, .doc = "A prometheus.yml with the scrape interval."},
};

constexpr Object kSettings = {
    .name = "settings",
    .doc = "Settings in `.pronoia.yml`.",
    .fields = kFields,
};

// Decodes what has been validated. Where something was wrong, what can be read is taken.
class Reader {
 public:
  Reader(const SourceFile& file, std::span<const CodeInfo* const> codes, Diagnostics& diagnostics)
      : file_(file), codes_(codes), diagnostics_(diagnostics) {}

  Settings Read(const yaml::Node& root) {
    Settings settings;
    settings.path = file_.name();
    const auto folder = std::filesystem::path(settings.path).parent_path();
    if (!folder.empty()) settings.folder = folder.string();

    const auto path = [&](const char* field) -> std::optional<std::string> {
      const std::string_view text = Word(root, field);
      if (text.empty()) return std::nullopt;
      return (std::filesystem::path(settings.folder) / text).lexically_normal().string();
    };
    settings.prometheus = path("prometheus");
    settings.baseline = path("baseline");
    if (const std::string_view names = Word(root, "names"); names == kNames[0]) {
      settings.names = model::NameValidation::kUtf8;
    } else if (names == kNames[1]) {
      settings.names = model::NameValidation::kLegacy;
    }
    for (const yaml::Node& feature : Items(root, "features")) {
      settings.features.emplace_back(feature.scalar());
    }
    for (const yaml::Node& item : Items(root, "exclude")) {
      for (std::string& pattern : ReadPatterns(item.scalar())) {
        settings.exclude.push_back(std::move(pattern));
      }
    }
    // First: what follows may name their codes.
    settings.requirements = ReadRequirements(file_, Items(root, "policies"), diagnostics_);
    AddCodes(settings);
    if (const yaml::Node* checks = root.Find("checks")) settings.choices = ReadChoices(*checks);
    for (const yaml::Node& item : Items(root, "paths")) {
      Settings::PathChoices& some = settings.paths.emplace_back();
      some.patterns = ReadPatterns(Word(item, "match"));
      some.choices = ReadChoices(item);
    }
    return settings;
  }

 private:
  static std::string_view Word(const yaml::Node& section, std::string_view field) {
    const yaml::Node* node = section.Find(field);
    return node == nullptr || node->IsNull() ? std::string_view() : node->scalar();
  }
  static std::span<const yaml::Node> Items(const yaml::Node& section, std::string_view field) {
    const yaml::Node* node = section.Find(field);
    return node == nullptr ? std::span<const yaml::Node>() : node->items();
  }

  void AddCodes(Settings& settings) {
    std::vector<const CodeInfo*> codes(codes_.begin(), codes_.end());
    for (const Requirement& requirement : settings.requirements) {
      if (std::ranges::find(codes, requirement.info.get()) == codes.end()) {
        codes.push_back(requirement.info.get());
      }
    }
    if (codes.size() == codes_.size()) return;
    std::ranges::sort(codes, {}, &CodeInfo::code);
    settings.codes = std::move(codes);
    codes_ = settings.codes;
  }

  // What is said of all comes first, so that single codes stand out from it whatever the order in
  // the file.
  Choices ReadChoices(const yaml::Node& section) {
    Choices choices;
    for (const bool of_all : {true, false}) {
      for (const bool on : {true, false}) {
        for (const yaml::Node& item : Items(section, on ? "enable" : "disable")) {
          if ((item.scalar() == kAll) != of_all) continue;
          const CodeInfo* info = of_all ? nullptr : Find(item);
          if (of_all || info != nullptr) choices.steps.push_back({.code = info, .on = on});
        }
      }
    }
    const yaml::Node* severities = section.Find("severity");
    if (severities == nullptr) return choices;
    for (const yaml::Entry& entry : severities->entries()) {
      const CodeInfo* info = Find(entry.key);
      if (info == nullptr) continue;
      const std::string_view word = entry.value.scalar();
      Choices::Step step = {.code = info, .on = word != "off"};
      for (const Severity severity : {Severity::kInfo, Severity::kWarning, Severity::kError}) {
        if (ToString(severity) == word) step.severity = severity;
      }
      choices.steps.push_back(step);
    }
    return choices;
  }

  // The code that `node` names; null, and reported, if it cannot be chosen.
  const CodeInfo* Find(const yaml::Node& node) {
    const std::string name(node.scalar());
    const auto report = [&](const CodeInfo& info, std::string message) -> Diagnostic& {
      return diagnostics_.Report(info, {&file_, node.span}, std::move(message));
    };
    const auto at = std::find_if(codes_.begin(), codes_.end(),
                                 [&](const CodeInfo* info) { return info->code == name; });
    if (at == codes_.end()) {
      Diagnostic& fault = report(kUnknownCode, "unknown code `" + name + "`");
      std::vector<std::string_view> names;
      for (const CodeInfo* info : codes_) names.push_back(info->code);
      if (const auto meant = ClosestMatch(name, names)) {
        fault.notes.push_back("did you mean `" + std::string(*meant) + "`?");
      }
      return nullptr;
    }
    if ((*at)->severity == Severity::kError) {
      report(kFixedCode, "`" + name + "` is always an error")
          .notes.push_back("Prometheus refuses the file because of it, whatever the settings are");
      return nullptr;
    }
    return *at;
  }

  const SourceFile& file_;
  std::span<const CodeInfo* const> codes_;
  Diagnostics& diagnostics_;
};

}  // namespace

Settings ReadSettings(const SourceFile& file, std::span<const CodeInfo* const> codes,
                      Diagnostics& diagnostics) {
  Arena arena;
  const schema::LoadedFile loaded = schema::Load(
      file, &kSettings, {.reader = "pronoia", .validate = {.dialect = yaml::Dialect::kGoYamlV3}},
      arena, diagnostics);
  static const yaml::Node nothing = {};
  return Reader(file, codes, diagnostics).Read(loaded.root == nullptr ? nothing : *loaded.root);
}

const schema::Object& SettingsTable() { return kSettings; }

std::span<const std::string_view> FeatureNames() { return kFeatures; }

std::span<const CodeInfo* const> SettingsCodes() {
  static const std::vector<const CodeInfo*> codes = [] {
    std::vector<const CodeInfo*> all = {&kFixedCode, &kUnknownCode};
    const auto of_policies = RequirementFaultCodes();
    all.insert(all.end(), of_policies.begin(), of_policies.end());
    return all;
  }();
  return codes;
}

}  // namespace check::workspace
