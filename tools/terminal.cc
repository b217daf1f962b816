#include "tools/terminal.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace tools {

bool OutputIsTerminal() { return ::isatty(STDOUT_FILENO) == 1; }

bool ShowsUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view text(value);
    return text.find("UTF-8") != text.npos || text.find("utf8") != text.npos;
  }
  return false;
}

}  // namespace tools
