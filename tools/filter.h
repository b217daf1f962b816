#ifndef TOOLS_FILTER_H_
#define TOOLS_FILTER_H_

#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace tools {

/// How a program that turns its input into its output has ended.
struct Filtered {
  std::string output;
  int status = 0;         ///< What it exited with.
  bool installed = true;  ///< False: there is no such program in $PATH.
};

/// Runs `arguments[0]`, which is looked for in $PATH, with `input` as its standard input. The error
/// is a sentence: that it cannot be started.
check::Result<Filtered> RunFilter(std::span<const std::string> arguments, std::string_view input);

}  // namespace tools

#endif  // TOOLS_FILTER_H_
