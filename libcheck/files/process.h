#ifndef LIBCHECK_FILES_PROCESS_H_
#define LIBCHECK_FILES_PROCESS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

namespace check {

struct ProcessOptions {
  std::vector<std::string> arguments;  ///< The program, found by PATH, and what it is given.
  std::vector<std::string> without;    ///< Environment variables that it does not get.
  std::vector<std::string> with;       ///< `NAME=VALUE` that it gets besides.
  std::string_view input = {};         ///< Its standard input; empty: it has none.
  std::size_t most_bytes = std::size_t{256} << 20;  ///< Of output; more is an error.
};

struct ProcessOutcome {
  int status = 0;      ///< What it exited with; 128 and the signal's number if one ended it.
  std::string output;  ///< What it wrote to standard output.
  std::string errors;  ///< What it wrote to standard error, the first 64 KiB of it.
};

/// Runs a program without a shell, and waits for it. The error is that
/// it could not be started, with the errno as `number` (ENOENT: there is no such program), or that
/// it wrote too much.
Result<ProcessOutcome> RunProcess(const ProcessOptions& options);

}  // namespace check

#endif  // LIBCHECK_FILES_PROCESS_H_
