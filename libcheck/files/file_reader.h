#ifndef LIBCHECK_FILES_FILE_READER_H_
#define LIBCHECK_FILES_FILE_READER_H_

#include <cstddef>
#include <string>

#include "libcheck/base/result.h"

namespace check {

/// Places in a file are 32-bit numbers, and nobody writes a gigabyte of configuration.
inline constexpr std::size_t kLargestFile = std::size_t{1} << 30;

/// Everything in the file `path`; "-" is standard input. Named pipes, sockets and devices are
/// refused rather than waited for, except standard input and the pipes that a shell's `<(...)`
/// hands over (/dev/fd/N). The error reads "cannot read `PATH`: no such file or directory".
Result<std::string> ReadFile(const std::string& path);

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_READER_H_
