#ifndef LIBCHECK_FILES_GUNZIP_H_
#define LIBCHECK_FILES_GUNZIP_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "libcheck/files/byte_source.h"

namespace check {

/// Whether `head`, the beginning of a file, is that of one that gzip has packed.
bool LooksLikeGzip(std::string_view head);

/// Which library unpacks: igzip where it is installed, or zlib in any case.
enum class Unpacker : std::uint8_t { kFastest, kZlib };

/// What `packed` holds, unpacked as it is read: all members, one after another. Errors say what is
/// wrong with the data: "the gzip data end early".
std::unique_ptr<ByteSource> Gunzip(std::unique_ptr<ByteSource> packed,
                                   Unpacker unpacker = Unpacker::kFastest);

/// `source` as it is, or unpacked if it begins as what gzip has packed.
std::unique_ptr<ByteSource> GunzipIfPacked(std::unique_ptr<ByteSource> source);

}  // namespace check

#endif  // LIBCHECK_FILES_GUNZIP_H_
