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
#include "tools/output.h"

namespace tools {
namespace {

struct Options {
  std::string root = ".";
  bool check = false;
};

std::string ReadOrEmpty(const std::filesystem::path& path) {
  auto text = check::Disk().Read(path.string());
  return text ? std::move(*text) : "";
}

Exit Run(const Options& options) {
  Exit exit = Exit::kOk;
  for (const generate::GeneratedFile& file : generate::AllGeneratedFiles(CommandLine().Model())) {
    const std::filesystem::path path = std::filesystem::path(options.root) / file.path;
    if (ReadOrEmpty(path) == file.text) continue;
    if (options.check) {
      WriteError(fmt::format("{} is not what `pronoia dev generate` writes", file.path));
      exit = Exit::kProblems;
      continue;
    }
    auto problem = check::CreateFolder(path.parent_path().string());
    if (!problem) problem = check::ReplaceFile(path.string(), file.text);
    if (problem) {
      WriteError(problem->message);
      return Exit::kFailed;
    }
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
      flags.Switch("--check", &options->check, "Only say which differ");
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
