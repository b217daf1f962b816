#include "tests/report/cases.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/support/golden.h"

namespace check::test {
namespace {

using Json = nlohmann::json;

constexpr CodeInfo kBroken = {
    .code = "promql-syntax",
    .severity = Severity::kError,
    .summary = "an expression that is not valid PromQL",
    .explanation = "\nPrometheus refuses the whole file.\n",
};
constexpr CodeInfo kLost = {
    .code = "template-label-lost",
    .severity = Severity::kWarning,
    .summary = "a template that reads a label which its query removed",
    .explanation =
        "\nThe label is empty when the alert fires & nobody sees <why>.\n\n"
        "Keep it in the `by` clause.\n",
    .bad = "groups: []  # bad\n",
    .good = "groups: []  # good\n",
};
constexpr CodeInfo kStyle = {
    .code = "record-name",
    .severity = Severity::kInfo,
    .summary = "a recorded metric with an unusual name",
    .explanation = "\nBy convention: `level:metric:operations`.\n",
};
constexpr const CodeInfo* kCodes[] = {&kBroken, &kStyle, &kLost};

class RunReader {
 public:
  explicit RunReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  report::Run Read() {
    const Json json = Json::parse(ReadText(folder_ / "run.json"));
    report::Run run = {.unit = "rule"};
    for (const Json& file : json.at("files")) {
      run.files.push_back({file.at("path"), "rule", file.value("rules", std::size_t{0})});
    }
    for (const Json& finding : json.at("findings")) run.findings.push_back(ReadFinding(finding));
    run.suppressed = json.value("suppressed", std::size_t{0});
    run.baselined = json.value("baselined", std::size_t{0});
    run.stale_baseline = json.value("stale_baseline", std::size_t{0});
    return run;
  }

 private:
  Finding ReadFinding(const Json& json) {
    const std::string code = json.at("code");
    const auto* const info = std::find_if(std::begin(kCodes), std::end(kCodes),
                                          [&](const CodeInfo* i) { return i->code == code; });
    REQUIRE_MESSAGE(info != std::end(kCodes), code);
    Diagnostics diagnostics;
    Diagnostic& diagnostic = diagnostics.Report(**info, ReadPlace(json), json.at("message"));
    for (const Json& label : json.value("labels", Json::array())) {
      diagnostic.labels.push_back({ReadPlace(label), label.at("message")});
    }
    diagnostic.notes = json.value("notes", std::vector<std::string>());
    Finding finding = ToFinding(diagnostic);
    for (std::size_t i = 0; i < finding.labels.size(); ++i) {
      if (!json.at("labels")[i].value("excerpt", true)) finding.labels[i].where.excerpt.clear();
    }
    return finding;
  }

  Location ReadPlace(const Json& json) {
    if (!json.contains("path")) return {};
    const SourceBuffer& file = Source(json.at("path"));
    if (json.contains("at")) {
      const auto begin = json.at("at").get<std::uint32_t>();
      return {&file, {begin, begin + json.value("size", 0U)}};
    }
    const std::string mark = json.at("mark");
    std::size_t begin = file.text().find(mark);
    for (int nth = json.value("nth", 1); nth > 1; --nth) begin = file.text().find(mark, begin + 1);
    REQUIRE_MESSAGE(begin != std::string_view::npos, mark);
    return {&file,
            {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + mark.size())}};
  }

  // "-" is kept in a file called stdin.
  const SourceBuffer& Source(const std::string& path) {
    std::unique_ptr<SourceBuffer>& file = sources_[path];
    if (file == nullptr) {
      file =
          std::make_unique<SourceBuffer>(path, ReadText(folder_ / (path == "-" ? "stdin" : path)));
    }
    return *file;
  }

  std::filesystem::path folder_;
  std::map<std::string, std::unique_ptr<SourceBuffer>> sources_;
};

}  // namespace

std::span<const CodeInfo* const> SampleCodes() { return kCodes; }

std::vector<std::filesystem::path> ReportCases() {
  std::vector<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(Testdata("report"))) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

report::Run LoadRun(const std::filesystem::path& folder) { return RunReader(folder).Read(); }

}  // namespace check::test
