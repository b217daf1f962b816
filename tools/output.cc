#include "tools/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include "libcheck/base/error_text.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/report/brief.h"
#include "libcheck/report/terminal_text.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

bool allows_color = false;

bool WantsColor(ColorWhen when) {
  if (when != ColorWhen::kAuto) return when == ColorWhen::kAlways;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool unwanted = no_color != nullptr && *no_color != '\0';
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return !unwanted && !dumb && ::isatty(STDOUT_FILENO) == 1;
}

}  // namespace

void WriteData(std::string_view data) {
  if (check::WriteAll(STDOUT_FILENO, data)) return;
  if (errno == EPIPE) {
    // Die as a program does that never asked to ignore the signal.
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  WriteError("cannot write to standard output: " + check::SystemErrorText(errno));
  std::_Exit(2);
}

void WriteOut(std::string_view text) { WriteData(check::report::TerminalText(text, allows_color)); }

void WriteKept(std::string_view text) { OutputIsTerminal() ? WriteOut(text) : WriteData(text); }

void WriteReport(std::string_view format, std::string_view text) {
  format == "text" || format == "concise" ? WriteOut(text) : WriteData(text);
}

void WriteErrAsIs(std::string_view text) { (void)check::WriteAll(STDERR_FILENO, text); }

void WriteErr(std::string_view text) {
  WriteErrAsIs(check::report::TerminalText(text, allows_color));
}

void WriteError(std::string_view message) {
  WriteErr("pronoia: error: " + check::report::Brief(message) + "\n");
}

void AllowColor() { allows_color = true; }

bool UseColor(ColorWhen when) {
  const bool use = WantsColor(when);
  if (use) AllowColor();
  return use;
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
