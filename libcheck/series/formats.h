#ifndef LIBCHECK_SERIES_FORMATS_H_
#define LIBCHECK_SERIES_FORMATS_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/exposition/line_reports.h"
#include "libcheck/files/byte_source.h"
#include "libcheck/series/sample_set.h"

namespace check::series {

/// What can be known of a file before it is read.
struct FileStart {
  std::string_view path;  ///< Without `.gz`.
  std::string_view head;  ///< Its first bytes, unpacked.
  std::string_view tail;  ///< Its last ones, where they can be looked at.
};

/// A file format that samples can be read from. A new one is a file and a line below.
struct SampleFormat {
  std::string_view name;
  /// Of files that are read when they are found in a folder: ".om".
  std::span<const std::string_view> extensions;
  /// Whether the content looks like it, which is asked where the name does not tell, in the order
  /// of the table.
  bool (*looks_like)(const FileStart& start);
  /// Takes all samples into `samples`, and reports what is wrong. An error is one of the input.
  std::optional<Error> (*read)(ByteSource& input, exposition::LineReports& reports,
                               SampleSet& samples);
};

std::span<const SampleFormat> SampleFormats();

/// What the names of files in a folder end in that are read: ".csv", ".csv.gz"...
std::vector<std::string> SampleExtensions();

/// By its name, or else by how it looks. Null: none of them.
const SampleFormat* FindFormat(const FileStart& start);

// Every format, one line each, in the order in which files are recognised. Its file in this folder
// is `read_` and its name in small letters.
#define LIBCHECK_ALL_SAMPLE_FORMATS(X) \
  X(Json)                              \
  X(Csv)                               \
  X(OpenMetrics)                       \
  X(Text)

#define LIBCHECK_DECLARE(name) extern const SampleFormat k##name##Format;
LIBCHECK_ALL_SAMPLE_FORMATS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

}  // namespace check::series

#endif  // LIBCHECK_SERIES_FORMATS_H_
