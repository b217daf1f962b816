#include <string>

#include "libcheck/config/common/http_client_file.h"
#include "libcheck/config/prometheus/check.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/workspace/contexts.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

namespace {

// The files that say how servers are asked.
void FuzzClientFiles(std::string_view bytes) {
  const SourceBuffer file("fuzz/pronoia/config.yml", std::string(bytes));
  Diagnostics problems;
  const workspace::Contexts contexts = workspace::ReadContexts(file, problems);
  if (!problems.HasErrors() && contexts.Find("a") != nullptr) {
    if (const auto changed = workspace::WithCurrent(file, "a")) {
      const SourceBuffer chosen("fuzz", *changed);
      Diagnostics again;
      Require(workspace::ReadContexts(chosen, again).current == "a", "a context is chosen");
    }
  }
  Diagnostics of_client;
  const config::HttpClientFile client = config::ReadHttpClientFile(file, of_client);
  Require(client.valid != of_client.HasErrors(), "a file with errors is not valid");
  for (const Diagnostics* found : {&problems, &of_client}) {
    for (const Diagnostic& problem : found->found()) {
      Require(ToFinding(problem).where.bytes.end <= bytes.size(), "findings lie in the file");
    }
  }
}

}  // namespace

// Other files stay out of it: only what the bytes say is looked at.
void FuzzConfig(std::string_view bytes) {
  FuzzClientFiles(bytes);
  for (const bool agent : {false, true}) {
    UpstreamTexts texts;
    const auto check = config::prometheus::CheckConfigText(
        "fuzz.yml", std::string(bytes),
        {.load = {.agent = agent, .upstream = &texts},
         .syntax_only = true,
         .missing_files = config::prometheus::MissingFiles::kIgnore,
         .lookback_delta = std::chrono::minutes(5)});
    bool has_errors = false;
    for (const Finding& finding : check->Findings()) {
      has_errors = has_errors || finding.severity == Severity::kError;
      Require(finding.where.bytes.end <= bytes.size(), "findings lie in the file");
      Require(!finding.message.empty(), "findings say something");
    }
    Require(has_errors || check->upstream.error.empty(), "what promtool refuses is an error");
  }
}

}  // namespace check::fuzz
