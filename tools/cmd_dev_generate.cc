#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "libcheck/files/file_system.h"
#include "libcheck/files/file_writer.h"
#include "tools/cli_model.h"
#include "tools/command.h"
#include "tools/generate/generate.h"
#include "tools/generate/site/site.h"
#include "tools/output.h"

namespace tools {
namespace {

struct Options {
  std::string root = ".";
  std::string site;
  bool check = false;
};

std::string ReadOrEmpty(const std::filesystem::path& path) {
  auto text = check::Disk().Read(path.string());
  return text ? std::move(*text) : "";
}

// Whether it could be written.
bool Write(const std::filesystem::path& path, const std::string& text) {
  auto problem = check::CreateFolder(path.parent_path().string());
  if (!problem) problem = check::ReplaceFile(path.string(), text);
  if (problem) WriteError(problem->message);
  return !problem;
}

Exit WriteSite(const Options& options) {
  const CommandModel model = CommandLine().Model();
  const auto site = generate::Site({model, options.root});
  if (!site.ok()) {
    WriteError(site.error().message);
    return Exit::kFailed;
  }
  for (const generate::GeneratedFile& file : *site) {
    if (!Write(std::filesystem::path(options.site) / file.path, file.text)) return Exit::kFailed;
  }
  WriteOut(fmt::format("{} files in {}\n", site->size(), options.site));
  return Exit::kOk;
}

Exit Run(const Options& options) {
  if (!options.site.empty()) return WriteSite(options);
  Exit exit = Exit::kOk;
  for (const generate::GeneratedFile& file : generate::AllGeneratedFiles(CommandLine().Model())) {
    const std::filesystem::path path = std::filesystem::path(options.root) / file.path;
    if (ReadOrEmpty(path) == file.text) continue;
    if (options.check) {
      WriteError(fmt::format("{} is not what `pronoia dev generate` writes", file.path));
      exit = Exit::kProblems;
      continue;
    }
    if (!Write(path, file.text)) return Exit::kFailed;
    WriteOut(file.path + "\n");
  }
  return exit;
}

}  // namespace

extern const Command kDevGenerateCommand = {
    .path = "dev generate",
    .summary = "Write the files of the source tree that are generated",
    .hidden = true,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("root", &options->root, "DIR", "Top of the source tree",
                     {.shows_default = false});
      flags.Switch("--check", &options->check, "Report files that differ, and write nothing");
      flags.Option("--site", &options->site, "DIR",
                   "Write the documentation as static HTML to this folder",
                   {.excludes = "--check"});
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
