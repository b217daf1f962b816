#ifndef LIBCHECK_FILES_BYTE_SOURCE_H_
#define LIBCHECK_FILES_BYTE_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace check {

/// Bytes that come one block after another, for what is too large to be held in memory at once.
class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Puts up to `size` bytes at `buffer` and says how many; 0 at the end. May wait.
  virtual Result<std::size_t> Read(char* buffer, std::size_t size) = 0;

  /// Where the bytes can be looked at out of order: the last of them, at most `size`. Nothing where
  /// they cannot, as in a pipe.
  virtual std::string Tail(std::size_t size) const;
};

/// `source` with its first `size` bytes read ahead, or all there are, which are put into `head`. If
/// that was all, its end can be looked at too.
std::unique_ptr<ByteSource> ReadHead(std::unique_ptr<ByteSource> source, std::size_t size,
                                     std::string& head);

/// Text in memory, which must live as long.
std::unique_ptr<ByteSource> FromMemory(std::string_view text);
/// The same, with the text in its keeping.
std::unique_ptr<ByteSource> FromText(std::string text);

}  // namespace check

#endif  // LIBCHECK_FILES_BYTE_SOURCE_H_
