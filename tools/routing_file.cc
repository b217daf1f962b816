#include "tools/routing_file.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/report/report.h"
#include "tools/ignored_documents.h"
#include "tools/input.h"
#include "tools/output.h"

namespace tools {
namespace {

void WriteReport(const check::SourceFile& file, const check::Diagnostics& diagnostics,
                 bool colour) {
  check::report::Run run;
  run.files.push_back({.path = std::string(file.name())});
  for (const check::Diagnostic& diagnostic : diagnostics.found()) {
    run.findings.push_back(check::ToFinding(diagnostic));
  }
  WriteErr(check::report::FindFormat("text")->Render(run, {.colour = colour}));
}

}  // namespace

RoutingFile::RoutingFile(const std::string& name, std::string text)
    : file_(check::SharedText(name), std::move(text)) {}

std::unique_ptr<RoutingFile> RoutingFile::Read(const std::string& path, bool colour, Exit& status) {
  check::Result<std::string> text = ReadInput(path);
  if (!text) {
    WriteError(text.error().message);
    status = Exit::kFailed;
    return nullptr;
  }
  std::unique_ptr<RoutingFile> read(
      new RoutingFile(path == "-" ? "<stdin>" : path, *std::move(text)));
  return read->Load(colour, status) ? std::move(read) : nullptr;
}

std::unique_ptr<RoutingFile> RoutingFile::OfServer(std::string text) {
  std::unique_ptr<RoutingFile> read(
      new RoutingFile("configuration of the server", std::move(text)));
  check::Diagnostics diagnostics;
  read->checked_ =
      check::config::alertmanager::CheckConfig(read->file_, {}, read->arena_, diagnostics);
  return read->ReadRouting() ? std::move(read) : nullptr;
}

bool RoutingFile::Load(bool colour, Exit& status) {
  check::Diagnostics diagnostics;
  checked_ = check::config::alertmanager::CheckConfig(file_, {}, arena_, diagnostics);
  status = Exit::kProblems;
  if (diagnostics.HasErrors()) {
    WriteReport(file_, diagnostics, colour);
    return false;
  }
  WarnOfIgnoredDocuments(diagnostics, colour);
  if (!ReadRouting()) return false;
  status = Exit::kOk;
  return true;
}

bool RoutingFile::ReadRouting() {
  namespace config = check::config::alertmanager;
  constexpr auto kMode = check::model::MatcherMode::kFallback;
  if (checked_.loaded.root != nullptr) {
    input_.emplace(check::schema::Input{file_, checked_.loaded.stream, arena_});
    config_ = config::ReadConfig(
        check::schema::Values(*checked_.loaded.root, *input_, check::yaml::Dialect::kGoYamlV2),
        kMode);
    routing_ = config::MakeRouting(*config_);
  }
  if (!routing_) WriteError(fmt::format("`{}` has no route", file_.name()));
  return routing_.has_value();
}

}  // namespace tools
