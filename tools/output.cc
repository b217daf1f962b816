#include "tools/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include "libcheck/base/error_text.h"
#include "libcheck/files/file_writer.h"

namespace tools {
void WriteOut(std::string_view text) {
  if (check::WriteAll(STDOUT_FILENO, text)) return;
  if (errno == EPIPE) {
    // Die as a program does that never asked to ignore the signal.
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  WriteError("cannot write to standard output: " + check::SystemErrorText(errno));
  std::_Exit(2);
}

void WriteErr(std::string_view text) { (void)check::WriteAll(STDERR_FILENO, text); }

void WriteError(std::string_view message) {
  WriteErr("pronoia: error: " + std::string(message) + "\n");
}

bool UseColor(ColorWhen when) {
  if (when != ColorWhen::kAuto) return when == ColorWhen::kAlways;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool unwanted = no_color != nullptr && *no_color != '\0';
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return !unwanted && !dumb && ::isatty(STDOUT_FILENO) == 1;
}

bool InputIsTerminal() { return ::isatty(STDIN_FILENO) == 1; }

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

unsigned TerminalWidth() {
  winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

unsigned TerminalHeight() {
  winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) return size.ws_row;
  return 24;
}

}  // namespace tools
