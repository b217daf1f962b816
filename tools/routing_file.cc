#include "tools/routing_file.h"

#include <fmt/format.h>

#include <utility>

#include "libcheck/config/alertmanager/routing.h"
#include "libcheck/report/report.h"
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
  return FromText(path == "-" ? "<stdin>" : path, *std::move(text), colour, status);
}

std::unique_ptr<RoutingFile> RoutingFile::FromText(const std::string& name, std::string text,
                                                   bool colour, Exit& status) {
  std::unique_ptr<RoutingFile> read(new RoutingFile(name, std::move(text)));
  return read->Load(colour, status) ? std::move(read) : nullptr;
}

bool RoutingFile::Load(bool colour, Exit& status) {
  namespace config = check::config::alertmanager;
  constexpr auto kMode = check::model::MatcherMode::kFallback;
  check::Diagnostics diagnostics;
  checked_ = config::CheckConfig(file_, {}, arena_, diagnostics);
  status = Exit::kProblems;
  if (diagnostics.HasErrors()) {
    WriteReport(file_, diagnostics, colour);
    return false;
  }
  input_.emplace(check::schema::Input{file_, checked_.loaded.stream, arena_});
  config_ = config::ReadConfig(
      check::schema::Values(*checked_.loaded.root, *input_, check::yaml::Dialect::kGoYamlV2),
      kMode);
  routing_ = config::MakeRouting(*config_);
  if (!routing_) {
    WriteError(fmt::format("`{}` has no route", file_.name()));
    return false;
  }
  status = Exit::kOk;
  return true;
}

}  // namespace tools
