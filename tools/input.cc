#include "tools/input.h"

#include "libcheck/files/file_system.h"
#include "tools/output.h"

namespace tools {

check::Result<std::string> ReadInput(const std::string& path) {
  check::Result<std::string> text = ReadInputOrNothing(path);
  if (text && text->empty() && path == "-") return check::Error{"standard input is empty"};
  return text;
}

check::Result<std::string> ReadInputOrNothing(const std::string& path) {
  if (path == "-") SayThatInputIsAwaited();
  return check::Disk().Read(path);
}

void SayThatInputIsAwaited() {
  if (InputIsTerminal())
    WriteErr("pronoia: note: reading standard input, press Ctrl-D to end it\n");
}

}  // namespace tools
