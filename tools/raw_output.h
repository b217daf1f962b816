#ifndef TOOLS_RAW_OUTPUT_H_
#define TOOLS_RAW_OUTPUT_H_

#include <string_view>

/// Output as it is. WriteOut and WriteErr (tools/output.h) are for text: what could move the cursor
/// of a terminal, hide text or reorder it is shown there, not sent.
namespace tools {

/// Writes to standard output, as WriteOut, what programs read, in formats that have rules of their
/// own for such characters.
void WriteData(std::string_view data);

/// Writes to standard output what is made to be kept in a file, as it is. A terminal gets it as
/// from WriteOut.
void WriteKept(std::string_view text);

/// Writes `text` to standard output as WriteOut does if `format`, the name of a format of reports,
/// is for people: `text` or `concise`. Else as WriteData.
void WriteReport(std::string_view format, std::string_view text);

/// Lets sequences that choose colours through WriteOut and WriteErr from now on; UseColor does that
/// if it is true.
void AllowColor();

}  // namespace tools

#endif  // TOOLS_RAW_OUTPUT_H_
