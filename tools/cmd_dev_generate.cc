#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

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
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
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
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << file.text;
    if (!out.flush()) {
      WriteError(fmt::format("{} cannot be written", file.path));
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
