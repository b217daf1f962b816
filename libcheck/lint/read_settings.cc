#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/base/glob.h"
#include "libcheck/lint/settings.h"
#include "libcheck/yaml/node.h"
#include "libcheck/yaml/parse.h"

namespace check::lint {
namespace {

constexpr CodeInfo kUnknownField = {
    .code = "settings-unknown-field",
    .severity = Severity::kError,
    .summary = "a field that settings do not have",
    .explanation = R"(
A `.pronoia.yml` may hold `checks`, `paths`, `exclude`, `prometheus`, `baseline`, `names` and
`features`. A field that is misspelt would have no effect, so it is refused.
)",
};

constexpr CodeInfo kBadValue = {
    .code = "settings-value",
    .severity = Severity::kError,
    .summary = "a value that a field of the settings cannot have",
    .explanation = R"(
The value is of the wrong kind, such as a mapping where a list belongs, or is none of the words that
the field knows.
)",
};

constexpr CodeInfo kUnknownCode = {
    .code = "settings-unknown-code",
    .severity = Severity::kError,
    .summary = "settings for a code that does not exist",
    .explanation = R"(
`checks` and `paths` name the codes that findings are reported under. `pronoia lint --list` names
them all.
)",
};

constexpr CodeInfo kFixedCode = {
    .code = "settings-fixed-code",
    .severity = Severity::kError,
    .summary = "settings that would hide an error",
    .explanation = R"(
For an error, Prometheus refuses to load the file, and it does so whatever settings say. Only what
is a warning or less can be switched off, raised or lowered.
)",
};

constexpr const CodeInfo* kCodes[] = {&kFixedCode, &kUnknownCode, &kUnknownField, &kBadValue};

constexpr std::string_view kFeatures[] = {
    "promql-binop-fill-modifiers",   "promql-delayed-name-removal",     "promql-duration-expr",
    "promql-experimental-functions", "promql-extended-range-selectors",
};

constexpr std::string_view kSeverities[] = {"error", "warning", "info", "off"};
constexpr std::string_view kNames[] = {"utf8", "legacy"};
// In place of a code: every one that can be chosen.
constexpr std::string_view kAll = "all";

class Reader {
 public:
  Reader(const SourceFile& file, std::span<const CodeInfo* const> codes, Diagnostics& diagnostics)
      : file_(file), codes_(codes), diagnostics_(diagnostics) {}

  Settings Read(const yaml::Node& root) {
    settings_.path = file_.name();
    const auto folder = std::filesystem::path(settings_.path).parent_path();
    if (!folder.empty()) settings_.folder = folder.string();
    ReadFields(root, kFields);
    Finish(settings_.choices, main_);
    return std::move(settings_);
  }

 private:
  // The lists of one `checks` section, or of one item of `paths`, until their order is settled.
  struct Lists {
    std::vector<const CodeInfo*> enable;
    std::vector<const CodeInfo*> disable;
    std::vector<Choices::Step> severity;
  };

  struct Field {
    std::string_view name;
    void (Reader::*read)(const yaml::Node& value);
  };
  static const Field kFields[7];
  static const Field kCheckFields[3];
  static const Field kPathFields[4];

  Diagnostic& Report(const CodeInfo& info, const yaml::Node& node, std::string message) {
    return diagnostics_.Report(info, {&file_, node.span}, std::move(message));
  }

  void Suggest(Diagnostic& diagnostic, std::string_view word,
               std::span<const std::string_view> candidates) {
    if (const auto meant = ClosestMatch(word, candidates)) {
      diagnostic.notes.push_back("did you mean `" + std::string(*meant) + "`?");
      return;
    }
    std::string all;
    for (const std::string_view candidate : candidates) {
      all += (all.empty() ? "`" : ", `") + std::string(candidate) + "`";
    }
    diagnostic.notes.push_back("known: " + all);
  }

  void ReadFields(const yaml::Node& node, std::span<const Field> fields) {
    if (node.IsNull()) return;
    if (!node.IsMapping()) {
      Report(kBadValue, node, "a mapping belongs here, not " + std::string(yaml::Describe(node)));
      return;
    }
    for (const yaml::Entry& entry : node.entries()) {
      const std::string_view key = entry.key.scalar();
      const auto field = std::find_if(fields.begin(), fields.end(),
                                      [&](const Field& known) { return known.name == key; });
      if (field != fields.end()) {
        field_ = field->name;
        (this->*field->read)(entry.value);
        continue;
      }
      std::vector<std::string_view> names;
      for (const Field& known : fields) names.push_back(known.name);
      Suggest(Report(kUnknownField, entry.key, "unknown field `" + std::string(key) + "`"), key,
              names);
    }
  }

  // Calls `take` with each item of a list of words; one word alone is as good.
  template <typename Take>
  void ReadWords(const yaml::Node& node, const Take& take) {
    if (node.IsNull()) return;
    if (node.IsMapping()) {
      Report(kBadValue, node, "`" + std::string(field_) + "` is a list, not a mapping");
      return;
    }
    const auto items = node.IsScalar() ? std::span(&node, 1) : node.items();
    for (const yaml::Node& item : items) {
      if (!item.IsScalar() || item.scalar().empty()) {
        Report(kBadValue, item, "`" + std::string(field_) + "` is a list of words");
      } else {
        take(item);
      }
    }
  }

  // The text of a scalar, or nothing, and reported.
  std::optional<std::string> ReadWord(const yaml::Node& node) {
    if (node.IsNull()) return std::nullopt;
    if (node.IsScalar() && !node.scalar().empty()) return std::string(node.scalar());
    Report(kBadValue, node,
           "`" + std::string(field_) + "` is a word, not " + std::string(yaml::Describe(node)));
    return std::nullopt;
  }

  std::optional<std::string> ReadPath(const yaml::Node& node) {
    const std::optional<std::string> word = ReadWord(node);
    if (!word) return std::nullopt;
    return (std::filesystem::path(settings_.folder) / *word).lexically_normal().string();
  }

  void ReadPatterns(const yaml::Node& node, std::vector<std::string>& patterns) {
    ReadWords(node, [&](const yaml::Node& item) {
      for (std::string pattern : ExpandBraces(item.scalar())) {
        while (pattern.starts_with("./")) pattern.erase(0, 2);
        if (pattern.size() > 1 && pattern.ends_with('/')) pattern.pop_back();
        patterns.push_back(std::move(pattern));
      }
    });
  }

  // The code that `node` names; null, and reported, if it cannot be chosen.
  const CodeInfo* Find(const yaml::Node& node) {
    const std::string_view name = node.scalar();
    const auto at = std::find_if(codes_.begin(), codes_.end(),
                                 [&](const CodeInfo* info) { return info->code == name; });
    if (at == codes_.end()) {
      Diagnostic& fault =
          Report(kUnknownCode, node, "there is no code `" + std::string(name) + "`");
      std::vector<std::string_view> names;
      for (const CodeInfo* info : codes_) names.push_back(info->code);
      if (const auto meant = ClosestMatch(name, names)) {
        fault.notes.push_back("did you mean `" + std::string(*meant) + "`?");
      }
      return nullptr;
    }
    if ((*at)->severity == Severity::kError) {
      Report(kFixedCode, node, "`" + std::string(name) + "` is always an error")
          .notes.push_back("Prometheus refuses the file for it, whatever settings say");
      return nullptr;
    }
    return *at;
  }

  void ReadCodes(const yaml::Node& node, std::vector<const CodeInfo*>& codes) {
    ReadWords(node, [&](const yaml::Node& item) {
      if (item.scalar() == kAll) {
        codes.push_back(nullptr);
      } else if (const CodeInfo* info = Find(item)) {
        codes.push_back(info);
      }
    });
  }

  void ReadChecks(const yaml::Node& node) { ReadFields(node, kCheckFields); }
  void ReadEnable(const yaml::Node& node) { ReadCodes(node, lists_->enable); }
  void ReadDisable(const yaml::Node& node) { ReadCodes(node, lists_->disable); }

  void ReadSeverity(const yaml::Node& node) {
    if (node.IsNull()) return;
    if (!node.IsMapping()) {
      Report(kBadValue, node, "`severity` is a mapping from codes to severities");
      return;
    }
    for (const yaml::Entry& entry : node.entries()) {
      const auto* const word =
          std::find(std::begin(kSeverities), std::end(kSeverities), entry.value.scalar());
      if (word == std::end(kSeverities)) {
        const std::string given(entry.value.scalar());
        Suggest(Report(kBadValue, entry.value, "there is no severity `" + given + "`"), given,
                kSeverities);
        continue;
      }
      const CodeInfo* info = Find(entry.key);
      if (info == nullptr) continue;
      Choices::Step step = {.code = info, .on = *word != "off"};
      for (const Severity severity : {Severity::kInfo, Severity::kWarning, Severity::kError}) {
        if (ToString(severity) == *word) step.severity = severity;
      }
      lists_->severity.push_back(step);
    }
  }

  // What is said of all comes first, so that single codes stand out from it whatever the order in
  // the file.
  static void Finish(Choices& choices, const Lists& lists) {
    for (const bool of_all : {true, false}) {
      for (const CodeInfo* code : lists.enable) {
        if ((code == nullptr) == of_all) choices.Enable(code);
      }
      for (const CodeInfo* code : lists.disable) {
        if ((code == nullptr) == of_all) choices.Disable(code);
      }
    }
    choices.steps.insert(choices.steps.end(), lists.severity.begin(), lists.severity.end());
  }

  void ReadPaths(const yaml::Node& node) {
    if (node.IsNull()) return;
    if (!node.IsSequence()) {
      Report(kBadValue, node, "`paths` is a list of mappings that each have a `match`");
      return;
    }
    for (const yaml::Node& item : node.items()) {
      Lists lists;
      lists_ = &lists;
      settings_.paths.emplace_back();
      ReadFields(item, kPathFields);
      Finish(settings_.paths.back().choices, lists);
      lists_ = &main_;
      if (item.IsMapping() && item.Find("match") == nullptr) {
        Report(kBadValue, item.entries().empty() ? item : item.entries().front().key,
               "this item of `paths` has no `match`");
      }
    }
  }
  void ReadMatch(const yaml::Node& node) { ReadPatterns(node, settings_.paths.back().patterns); }

  void ReadExclude(const yaml::Node& node) { ReadPatterns(node, settings_.exclude); }
  void ReadPrometheus(const yaml::Node& node) { settings_.prometheus = ReadPath(node); }
  void ReadBaseline(const yaml::Node& node) { settings_.baseline = ReadPath(node); }

  void ReadNames(const yaml::Node& node) {
    const std::optional<std::string> word = ReadWord(node);
    if (!word) return;
    if (*word == kNames[0]) {
      settings_.names = model::NameValidation::kUtf8;
    } else if (*word == kNames[1]) {
      settings_.names = model::NameValidation::kLegacy;
    } else {
      Suggest(Report(kBadValue, node, "names are not checked as `" + *word + "`"), *word, kNames);
    }
  }

  void ReadFeatures(const yaml::Node& node) {
    ReadWords(node, [&](const yaml::Node& item) {
      const std::string_view name = item.scalar();
      if (std::find(std::begin(kFeatures), std::end(kFeatures), name) != std::end(kFeatures)) {
        settings_.features.emplace_back(name);
      } else {
        Suggest(Report(kBadValue, item, "there is no feature `" + std::string(name) + "`"), name,
                kFeatures);
      }
    });
  }

  const SourceFile& file_;
  std::span<const CodeInfo* const> codes_;
  Diagnostics& diagnostics_;
  Settings settings_;
  Lists main_;
  Lists* lists_ = &main_;   // Those being read.
  std::string_view field_;  // The one being read.
};

constexpr Reader::Field Reader::kFields[] = {
    {"baseline", &Reader::ReadBaseline},     {"checks", &Reader::ReadChecks},
    {"exclude", &Reader::ReadExclude},       {"features", &Reader::ReadFeatures},
    {"names", &Reader::ReadNames},           {"paths", &Reader::ReadPaths},
    {"prometheus", &Reader::ReadPrometheus},
};

constexpr Reader::Field Reader::kCheckFields[] = {
    {"disable", &Reader::ReadDisable},
    {"enable", &Reader::ReadEnable},
    {"severity", &Reader::ReadSeverity},
};

constexpr Reader::Field Reader::kPathFields[] = {
    {"disable", &Reader::ReadDisable},
    {"enable", &Reader::ReadEnable},
    {"match", &Reader::ReadMatch},
    {"severity", &Reader::ReadSeverity},
};

}  // namespace

Settings ReadSettings(const SourceFile& file, std::span<const CodeInfo* const> codes,
                      Diagnostics& diagnostics) {
  Arena arena;
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  static const yaml::Node kNothing = {};
  const bool is_empty = stream.documents.empty() || stream.documents.front().root == nullptr;
  return Reader(file, codes, diagnostics)
      .Read(is_empty ? kNothing : *stream.documents.front().root);
}

std::span<const std::string_view> FeatureNames() { return kFeatures; }

std::span<const CodeInfo* const> SettingsCodes() { return kCodes; }

}  // namespace check::lint
