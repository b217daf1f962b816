#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/site.h"
#include "libcheck/base/text.h"
#include "libcheck/report/by_file.h"
#include "libcheck/report/formats.h"
#include "libcheck/report/json_text.h"
#include "libcheck/report/printable.h"

// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
namespace check::report {
namespace {

constexpr std::string_view kRoot = "%SRCROOT%";

std::string_view Level(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "note";
  }
  return "none";
}

// Colons are encoded too: in front of the first slash they would end a scheme.
std::string UriOf(std::string_view path) {
  return (path.starts_with('/') ? "file://" : "") +
         PercentEncode(WithoutDot(path), "!$&'()*+,;=@/");
}

// `{0}` in a message stands for an argument, unless its braces are doubled. Others are left alone,
// as viewers that know no arguments show what there is.
std::string WithoutPlaceholders(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = text[at] == '{' ? text.find_first_not_of("0123456789", at + 1) : at;
    if (end > at + 1 && end != text.npos && text[end] == '}') {
      out += "{{";
      out += text.substr(at + 1, end - at - 1);
      out += "}}";
      at = end;
    } else {
      out += text[at];
    }
  }
  return out;
}

class SarifRenderer {
 public:
  SarifRenderer(const Run& run, const Style& style) : run_(run), style_(style) {}

  std::string Render() {
    GatherRules();
    Json results = Json::array();
    for (const Finding& finding : run_.findings) results.push_back(Result(finding));
    Json driver = {{"name", "pronoia"}};
    if (!style_.tool_version.empty()) {
      driver["version"] = style_.tool_version;
      driver["semanticVersion"] = style_.tool_version;
    }
    driver["rules"] = Rules();
    return ToText(
        {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
         {"version", "2.1.0"},
         {"runs", Json::array({{{"tool", {{"driver", std::move(driver)}}},
                                {"columnKind", "unicodeCodePoints"},
                                {"defaultEncoding", "utf-8"},
                                {"originalUriBaseIds",
                                 {{std::string(kRoot),
                                   {{"description",
                                     {{"text",
                                       "The root of the repository, or the folder that the command "
                                       "was started in."}}}}}}},
                                // After the results were made: their labels may name more files.
                                {"artifacts", Artifacts()},
                                {"results", std::move(results)}}})}});
  }

 private:
  void GatherRules() {
    for (const Finding& finding : run_.findings) {
      const CodeInfo* info = finding.info;
      if (rule_index_.try_emplace(info->code, rules_.size()).second) rules_.push_back(info);
    }
    for (const FileFindings& file : ByFile(run_)) {
      if (!file.path.empty()) ArtifactIndex(file.path);
    }
  }

  Json Rules() const {
    Json rules = Json::array();
    for (const CodeInfo* info : rules_) {
      const std::string explanation(TrimSpace(info->explanation));
      std::string markdown = explanation;
      const auto add_example = [&](std::string_view title, std::string_view example) {
        if (example.empty()) return;
        markdown += "\n\n**" + std::string(title) + "**\n\n```yaml\n";
        markdown += TrimSpace(example);
        markdown += "\n```";
      };
      add_example("Reported", info->bad);
      add_example("Put right", info->good);
      Json rule = {{"id", info->code}, {"shortDescription", {{"text", Sentence(info->summary)}}}};
      if (!explanation.empty()) {
        rule["fullDescription"] = {{"text", explanation}, {"markdown", explanation}};
        rule["help"] = {{"text", explanation}, {"markdown", markdown}};
      }
      rule["helpUri"] = SiteUrl(CodePage(info->code));
      rule["defaultConfiguration"] = {{"level", Level(info->severity)}};
      rules.push_back(std::move(rule));
    }
    return rules;
  }

  // SARIF wants descriptions to be sentences.
  static std::string Sentence(std::string_view phrase) {
    std::string sentence(phrase);
    if (!sentence.empty() && IsLower(sentence[0])) {
      sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
    }
    if (!sentence.ends_with('.')) sentence += '.';
    return sentence;
  }

  std::size_t ArtifactIndex(std::string_view path) {
    const auto [at, is_new] = artifact_index_.try_emplace(path, artifacts_.size());
    if (is_new) artifacts_.push_back(path);
    return at->second;
  }

  static Json ArtifactLocation(std::string_view path) {
    if (path == "-") return {{"description", {{"text", "Standard input."}}}};
    Json location = {{"uri", UriOf(path)}};
    if (!path.starts_with('/')) location["uriBaseId"] = kRoot;
    return location;
  }

  Json Artifacts() const {
    Json artifacts = Json::array();
    for (const std::string_view path : artifacts_) {
      artifacts.push_back({{"location", ArtifactLocation(path)}, {"roles", {"analysisTarget"}}});
    }
    return artifacts;
  }

  static Json Region(const Place& place) {
    return {{"startLine", place.begin.line},
            {"startColumn", place.character_columns.begin},
            {"endLine", place.end.line},
            {"endColumn", place.character_columns.end},
            {"charOffset", place.characters.begin},
            {"charLength", place.characters.size()},
            {"byteOffset", place.bytes.begin},
            {"byteLength", place.bytes.size()}};
  }

  Json PhysicalLocation(const Place& place) {
    Json artifact = ArtifactLocation(place.path);
    artifact["index"] = ArtifactIndex(place.path);
    Json location = {{"artifactLocation", std::move(artifact)}, {"region", Region(place)}};
    // Snippets have to be just what their region holds.
    if (!place.excerpt.empty() && place.begin.line == place.end.line && !place.is_cut) {
      const std::string_view line = place.excerpt;
      const std::string_view marked = line.substr(place.marked.begin, place.marked.size());
      if (!marked.empty()) location["region"]["snippet"] = {{"text", marked}};
      if (marked.size() < line.size()) {
        location["contextRegion"] = {{"startLine", place.begin.line},
                                     {"endLine", place.begin.line},
                                     {"snippet", {{"text", line}}}};
      }
    }
    return location;
  }

  // All edits of a fix are in the finding's file.
  static Json FixObject(const Fix& fix) {
    Json replacements = Json::array();
    for (const Fix::Edit& edit : fix.edits) {
      Json replacement = {{"deletedRegion", Region(edit.where)}};
      if (!edit.text.empty()) replacement["insertedContent"] = {{"text", edit.text}};
      replacements.push_back(std::move(replacement));
    }
    const std::string_view path = fix.edits.front().where.path;
    return {{"description", {{"text", Sentence(fix.title)}}},
            {"artifactChanges", Json::array({{{"artifactLocation", ArtifactLocation(path)},
                                              {"replacements", std::move(replacements)}}})}};
  }

  Json Result(const Finding& finding) {
    std::string message = finding.message;
    for (const std::string& note : finding.notes) message += "\nhelp: " + note;
    message = WithoutPlaceholders(message);
    Json result = {{"ruleId", finding.info->code},
                   {"ruleIndex", rule_index_.at(finding.info->code)},
                   {"level", Level(finding.severity)},
                   {"message", {{"text", std::move(message)}}}};
    Json locations = Json::array();
    if (!finding.where.path.empty()) {
      locations.push_back({{"physicalLocation", PhysicalLocation(finding.where)}});
    }
    result["locations"] = std::move(locations);
    if (!finding.labels.empty()) {
      Json related = Json::array();
      for (const PlaceLabel& label : finding.labels) {
        Json location = {{"id", related.size() + 1},
                         {"physicalLocation", PhysicalLocation(label.where)}};
        if (!label.message.empty())
          location["message"] = {{"text", WithoutPlaceholders(label.message)}};
        related.push_back(std::move(location));
      }
      result["relatedLocations"] = std::move(related);
    }
    if (const Fix* fix = FixOf(run_, finding)) result["fixes"] = Json::array({FixObject(*fix)});
    result["partialFingerprints"] = {{"pronoia/v1", occurrences_.Fingerprint(finding)}};
    return result;
  }

  const Run& run_;
  const Style& style_;
  std::vector<const CodeInfo*> rules_;
  std::map<std::string_view, std::size_t> rule_index_;
  std::vector<std::string_view> artifacts_;
  std::map<std::string_view, std::size_t> artifact_index_;
  Occurrences occurrences_;
};

void WriteRun(const Run& run, const Style& style, const Writer& write) {
  write(SarifRenderer(run, style).Render());
}

}  // namespace

constinit const Format kSarifFormat = {
    .name = "sarif",
    .doc = "SARIF 2.1.0, which code scanning services read.",
    .write = WriteRun,
    .from_root = true,
};

}  // namespace check::report
