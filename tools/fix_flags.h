#ifndef TOOLS_FIX_FLAGS_H_
#define TOOLS_FIX_FLAGS_H_

#include <string>
#include <string_view>

#include "libcheck/workspace/fix_files.h"
#include "tools/check_run.h"
#include "tools/command.h"

namespace tools {

/// --fix and --diff of commands that check files.
struct FixFlags {
  bool fix = false;
  bool diff = false;

  void Declare(FlagSet& flags);
  bool given() const { return fix || diff; }
};

/// Checks `inputs` with their fixes, which are written to the files, or with --diff printed. What
/// is left to report is added to `outcome`. A status: the command is done with that.
std::optional<Exit> FixInputs(const FixFlags& flags, const CheckFlags& check,
                              const std::vector<check::workspace::Input>& inputs, CheckRun& run,
                              check::workspace::Outcome& outcome);

/// The changes to a file in the unified format, with colours if asked for. Empty if there are none.
std::string DiffText(std::string_view path, std::string_view before, std::string_view after,
                     bool colour);

}  // namespace tools

#endif  // TOOLS_FIX_FLAGS_H_
