#ifndef LIBCHECK_FILES_FILE_READER_H_
#define LIBCHECK_FILES_FILE_READER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/files/byte_source.h"

/// How Disk() reads. Everyone else has file_system.h.
namespace check {

/// Places in a file are 32-bit numbers, and nobody writes a gigabyte of configuration.
inline constexpr std::size_t kLargestFile = std::size_t{1} << 30;

/// What FileSystem says of Read.
Result<std::string> ReadFile(const std::string& path);

/// What FileSystem says of Open.
Result<std::unique_ptr<ByteSource>> OpenFile(const std::string& path);

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_READER_H_
