#include "tests/support/checked.h"

#include "libcheck/config/blackbox/blackbox.h"
#include "libcheck/config/web/check.h"
#include "libcheck/files/memory_files.h"
#include "libcheck/reference/reference.h"

namespace check::test {
namespace {

std::vector<Finding> FindingsOf(const Diagnostics& diagnostics) {
  std::vector<Finding> findings;
  for (const Diagnostic& diagnostic : diagnostics.found()) {
    findings.push_back(ToFinding(diagnostic));
  }
  return findings;
}

}  // namespace

Checked CheckedWebConfig(const std::string& path, std::string text, const FileSystem* files) {
  const SourceBuffer file(path, std::move(text));
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  Checked checked;
  checked.upstream_error = config::web::CheckWebConfig(file, files, arena, diagnostics);
  checked.findings = FindingsOf(diagnostics);
  return checked;
}

Checked CheckedBlackbox(const std::string& path, std::string text) {
  const SourceBuffer file(path, std::move(text));
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  Checked checked;
  checked.upstream_error = config::blackbox::CheckBlackbox(file, arena, diagnostics).upstream_error;
  checked.findings = FindingsOf(diagnostics);
  return checked;
}

workspace::Outcome CheckText(const std::string& path, std::string_view text,
                             workspace::Options options, const workspace::FileKind& kind) {
  const MemoryFiles files = {{path, text}};
  options.files = &files;
  options.policy.codes = reference::AllCodes();
  return workspace::CheckFiles({{path, false, &kind}}, options);
}

workspace::Options WithAllChecks() {
  workspace::Options options;
  options.policy.settings.choices.Enable(nullptr);
  return options;
}

}  // namespace check::test
