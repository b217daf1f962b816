#ifndef LIBCHECK_EXPOSITION_LINES_H_
#define LIBCHECK_EXPOSITION_LINES_H_

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/files/byte_source.h"

namespace check::exposition {

/// Longer lines are read no further: something that is no exposition at all must not fill memory.
inline constexpr std::size_t kLongestLine = std::size_t{64} << 20;

/// What is fed with an exposition.
class BlockReader {
 public:
  virtual ~BlockReader() = default;

  /// Takes the next whole lines; of a text that does not end in a line break, the last block does
  /// not either. Behind a block, kScanPadding bytes can be read. False: no more is wanted.
  virtual bool ReadBlock(std::string_view block) = 0;
};

/// Feeds `reader` with all of `input`, of which no more than a few megabytes are held at once (or a
/// line, if one is longer). Reading goes on while the reader is busy.
std::optional<Error> ReadBlocks(ByteSource& input, BlockReader& reader);

/// Behind the line break of the line that begins at `p`, or `end` if it has none.
inline const char* LineEnd(const char* p, const char* end) {
  const void* found = std::memchr(p, '\n', static_cast<std::size_t>(end - p));
  return found == nullptr ? end : static_cast<const char*>(found) + 1;
}

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_LINES_H_
