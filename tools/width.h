#ifndef TOOLS_WIDTH_H_
#define TOOLS_WIDTH_H_

namespace tools {

/// How wide tables may be: what COLUMNS says, else as wide as the terminal; 0, without end, if
/// standard output is no terminal.
unsigned TableWidth();

}  // namespace tools

#endif  // TOOLS_WIDTH_H_
