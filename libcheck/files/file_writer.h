#ifndef LIBCHECK_FILES_FILE_WRITER_H_
#define LIBCHECK_FILES_FILE_WRITER_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace check {

/// Makes `text` the content of the file `path`, which need not exist. Returns why that failed, if
/// it did; then a regular file has its old content.
///
/// A regular file is replaced by a rename, so that no reader sees half of it, and keeps its owner,
/// group, mode, access lists and other extended attributes. Where a rename cannot keep them, or
/// cannot work (further hard links, a folder that is not writable, a bind mount), the text is
/// written into the file as it is. A file without write permission stays as it is, also when root
/// asks. Symbolic links are followed and kept.
///
/// Devices, named pipes and inherited descriptors (`/dev/stdout`, `/dev/fd/N`) are written to,
/// never replaced. SIGINT, SIGTERM and SIGHUP leave no temporary file.
std::optional<Error> ReplaceFile(const std::string& path, std::string_view text);

/// Writes all of `text` to an open descriptor, waiting if it is full for the moment. False if that
/// failed; errno says why.
bool WriteAll(int fd, std::string_view text);

/// Whether what is going to be written to `path` goes into a folder: it ends in a slash, or there
/// is a folder of that name.
bool IsFolder(const std::string& path);

/// Creates the folder `path`, and those above it, unless they exist. Returns why it could not be
/// done, if so.
std::optional<Error> CreateFolder(const std::string& path);

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_WRITER_H_
