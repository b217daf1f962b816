#ifndef TOOLS_GENERATE_GENERATE_H_
#define TOOLS_GENERATE_GENERATE_H_

#include <string>
#include <vector>

#include "tools/cli_model.h"

/// What is written from the description of the command line, and of what the program knows: manual
/// and reference pages, completions.
namespace tools::generate {

std::string BashCompletion(const CommandModel& root);
std::string ZshCompletion(const CommandModel& root);
std::string FishCompletion(const CommandModel& root);

/// The manual page of one command and those below it, in man(7) macros.
std::string ManPage(const CommandModel& root);

/// A file of the source tree that is generated.
struct GeneratedFile {
  std::string path;  ///< From the top of the source tree.
  std::string text;
};

/// Everything that is generated and committed.
std::vector<GeneratedFile> AllGeneratedFiles(const CommandModel& root);

}  // namespace tools::generate

#endif  // TOOLS_GENERATE_GENERATE_H_
