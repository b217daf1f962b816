#ifndef TOOLS_COMPAT_GO_TABWRITER_H_
#define TOOLS_COMPAT_GO_TABWRITER_H_

#include <string>
#include <string_view>

namespace tools::compat {

/// `text` in columns, as Go's text/tabwriter makes them with a padding of two blanks: each tab ends
/// a cell, and the cells of lines that follow each other are as wide as the widest of them in
/// characters. What stands behind the last tab of a line is in no column.
std::string AlignTabs(std::string_view text);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_TABWRITER_H_
