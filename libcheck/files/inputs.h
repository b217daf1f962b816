#ifndef LIBCHECK_FILES_INPUTS_H_
#define LIBCHECK_FILES_INPUTS_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"

namespace check {

/// One file to look at.
struct InputFile {
  std::string path;
  bool found = false;  ///< Whether it was found in a folder, rather than named.
};

/// What the FILE, DIRECTORY and PATTERN arguments of a command stand for.
struct Inputs {
  std::vector<InputFile> files;      ///< In the order of the arguments; each file once.
  std::vector<Error> errors;         ///< What was asked for and could not be looked at.
  std::vector<std::string> remarks;  ///< What was omitted, such as a link that goes in circles.
};

struct InputOptions {
  /// What files in a folder have to end in.
  std::vector<std::string_view> extensions = {".rules", ".yaml", ".yml"};
  /// Files and folders to ignore, unless they are named. Null: none.
  std::function<bool(std::string_view path)> excluded;
};

/// Finds the files of `files` that `arguments` stand for.
///
/// A folder stands for the files in and below it, in the order of their names, without hidden
/// folders and node_modules. What does not exist but has `*`, `?`, `[...]`, `{...}` or `**` in it
/// is a pattern, for shells that did not expand it. "-" is standard input.
Inputs ExpandInputs(const FileSystem& files, std::span<const std::string> arguments,
                    const InputOptions& options = {});

/// `path` as seen from the folder `root`, without `.` and `..` where that can be told from the text
/// alone: what settings and baselines call a file, wherever the command was started. "-" stays.
std::string PathFrom(std::string_view root, std::string_view path);

}  // namespace check

#endif  // LIBCHECK_FILES_INPUTS_H_
