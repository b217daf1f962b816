#ifndef LIBCHECK_FILES_FILE_WRITER_H_
#define LIBCHECK_FILES_FILE_WRITER_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace check {

/// Puts `text` in the place of what the file `path` holds, or makes it, so that at no moment there
/// is half a file: the text is written beside it, then renamed. Permissions of an existing file are
/// kept, and a symbolic link stays one. Returns why it could not be done, if so; then nothing has
/// changed.
std::optional<Error> ReplaceFile(const std::string& path, std::string_view text);

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_WRITER_H_
