#include "tools/slo_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/edit_distance.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/inputs.h"
#include "libcheck/report/report.h"
#include "libcheck/slo/read.h"
#include "tools/input.h"
#include "tools/output.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace slo = check::slo;

Error Failed(std::string message) {
  WriteError(message);
  return Error{std::move(message)};
}

void WriteReport(const SloSet& set, const check::Diagnostics& diagnostics) {
  check::report::Run run;
  for (const auto& file : set.files) run.files.push_back({.path = std::string(file->name())});
  for (const check::Diagnostic& diagnostic : diagnostics.found()) {
    run.findings.push_back(check::ToFinding(diagnostic));
  }
  std::ranges::stable_sort(run.findings, {}, [&](const check::Finding& finding) {
    const auto file =
        std::ranges::find(run.files, finding.where.path.str(), &check::report::CheckedFile::path);
    return std::pair(file - run.files.begin(), finding.where.bytes.begin);
  });
  WriteErr(check::report::FindFormat("text")->Render(run, {.colour = false}));
}

bool IsCalled(const slo::Slo& slo, const std::string& name) {
  return slo.name == name || slo.id == name || slo.Title() == name;
}

std::string NoSuchSlo(const std::string& name, const SloSet& set) {
  const std::string message = fmt::format("--slo: unknown objective `{}`", name);
  std::vector<std::string> titles;
  for (const slo::Slo& slo : set.slos) titles.push_back(slo.Title());
  std::vector<std::string_view> candidates(titles.begin(), titles.end());
  for (const slo::Slo& slo : set.slos) candidates.insert(candidates.end(), {slo.name, slo.id});
  if (const auto closest = check::ClosestMatch(name, candidates)) {
    return fmt::format("{}; did you mean `{}`?", message, *closest);
  }
  constexpr std::size_t kMost = 10;
  const std::size_t shown = std::min(titles.size(), kMost);
  std::string list = fmt::format("`{}`", fmt::join(titles.begin(), titles.begin() + shown, "`, `"));
  if (shown < titles.size()) list += fmt::format(" and {} more", titles.size() - shown);
  return fmt::format("{}; there are {}", message, list);
}

}  // namespace

Result<SloSet> ReadSloSet(const std::vector<std::string>& paths) {
  const check::Inputs inputs =
      check::ExpandInputs(check::Disk(), paths, {.extensions = {".yaml", ".yml"}});
  for (const std::string& remark : inputs.remarks) WriteErr("pronoia: note: " + remark + "\n");
  for (const Error& error : inputs.errors) WriteError(error.message);
  if (!inputs.errors.empty()) return inputs.errors.front();
  SloSet set;
  std::vector<slo::SpecFile> files;
  for (const check::InputFile& input : inputs.files) {
    Result<std::string> text = ReadInput(input.path);
    if (!text) return Failed(text.error().message);
    const std::string name = input.path == "-" ? "<stdin>" : input.path;
    set.files.push_back(std::make_unique<check::SourceBuffer>(name, std::move(*text)));
    files.push_back({set.files.back().get(), input.found});
  }
  check::Diagnostics diagnostics;
  slo::SpecFiles read = slo::ReadSlos(files, *set.arena, diagnostics);
  if (diagnostics.HasErrors()) {
    WriteReport(set, diagnostics);
    return Error{"the specifications have errors"};
  }
  if (read.slos.empty()) return Failed("the specifications contain no objective");
  set.slos = std::move(read.slos);
  return set;
}

Result<slo::AlertWindows> ReadWindowsFile(const std::string& path) {
  Result<std::string> text = ReadInput(path);
  if (!text) return text.error();
  SloSet set;
  set.files.push_back(std::make_unique<check::SourceBuffer>(path, std::move(*text)));
  check::Diagnostics diagnostics;
  auto windows = slo::ReadAlertWindows(*set.files.front(), *set.arena, diagnostics);
  if (windows) return std::move(*windows);
  WriteReport(set, diagnostics);
  return Error{fmt::format("--windows: `{}` has errors", path)};
}

std::optional<Error> SelectSlos(const std::vector<std::string>& names, SloSet& set) {
  if (names.empty()) return std::nullopt;
  for (const std::string& name : names) {
    const bool is_known =
        std::ranges::any_of(set.slos, [&](const slo::Slo& slo) { return IsCalled(slo, name); });
    if (!is_known) return Error{NoSuchSlo(name, set)};
  }
  std::erase_if(set.slos, [&](const slo::Slo& slo) {
    return std::ranges::none_of(names,
                                [&](const std::string& name) { return IsCalled(slo, name); });
  });
  return std::nullopt;
}

}  // namespace tools
