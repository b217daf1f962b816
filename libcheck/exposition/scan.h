#ifndef LIBCHECK_EXPOSITION_SCAN_H_
#define LIBCHECK_EXPOSITION_SCAN_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "libcheck/exposition/sample.h"

namespace check::exposition {

/// Bytes that must be readable past the end of a block that is scanned.
inline constexpr std::size_t kScanPadding = 64;

/// Reads sample lines that are written the usual way, and does so fast:
///
///     name{label="value",label="value"} 12.5e3 1700000000000
///
/// without braces or timestamp if there are none, single spaces, names of the classic alphabet,
/// values of labels that are UTF-8 without a backslash. What is read here all readers take, and
/// alike, whichever the format; every other line is left to the one that knows its format's rules.
class Scanner {
 public:
  /// Reads the line that begins at `p`. `end` is the end of the block, which ends in a line break
  /// and has kScanPadding bytes behind it. Gives back the start of the next line, or null if this
  /// one must be read with more care.
  const char* Scan(const char* p, const char* end, Sample& sample);

  /// Forgets the lines above. To be called for each new block, since they are views of the one
  /// before, and when another reader has read a sample in between.
  void Reset();

  /// Bytes that go on with a character rather than begin one, in all lines that were read.
  std::size_t continuation_bytes() const { return continuation_bytes_; }

 private:
  void SetNoLabels(Sample& sample);
  const char* ScanLabels(const char* p, const char* end, Sample& sample);

  std::string_view name_;                 // Of the line before.
  std::vector<std::string_view> labels_;  // Its labels' names, with `="` behind them.
  std::size_t continuing_ = 0;            // Of this line, which may yet turn out to be unusual.
  std::size_t continuation_bytes_ = 0;
};

/// Bytes of `text` that go on with a character rather than begin one.
std::size_t CountContinuationBytes(std::string_view text);

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_SCAN_H_
