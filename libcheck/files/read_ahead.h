#ifndef LIBCHECK_FILES_READ_AHEAD_H_
#define LIBCHECK_FILES_READ_AHEAD_H_

#include "libcheck/files/byte_source.h"

namespace check {

/// `source`, read a little ahead by a thread of its own, so that what it takes to get the bytes
/// (unpacking them, above all) and what is made of them run side by side. No more than a few blocks
/// are held. The first of them are read by the calling thread: short input starts no thread.
///
/// `source` must live as long, and nobody else may read from it.
class ReadAhead final : public ByteSource {
 public:
  explicit ReadAhead(ByteSource& source);
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  /// Waits for what is being read.
  ~ReadAhead() override;

  Result<std::size_t> Read(char* buffer, std::size_t size) override;

 private:
  class Reader;

  ByteSource& source_;
  std::size_t read_ = 0;  // By the calling thread.
  std::unique_ptr<Reader> reader_;
};

}  // namespace check

#endif  // LIBCHECK_FILES_READ_AHEAD_H_
