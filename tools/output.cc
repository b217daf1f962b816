#include "tools/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string>

#include "libcheck/base/error_text.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/report/brief.h"
#include "libcheck/report/terminal_text.h"
#include "tools/progress.h"
#include "tools/raw_output.h"
#include "tools/width.h"

namespace tools {
namespace {

// Empty if it is not set.
std::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

// What COLUMNS says, or 0.
unsigned ColumnsVariable() {
  constexpr unsigned kMost = 10'000;
  const std::string_view text = Variable("COLUMNS");
  unsigned columns = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), columns);
  const bool is_number = end.ec == std::errc() && end.ptr == text.data() + text.size();
  return is_number && columns <= kMost ? columns : 0;
}

bool allows_color = false;

// As https://no-color.org, https://force-color.org and https://bixense.com/clicolors have it: a
// flag decides, then NO_COLOR, then what forces colours, then CLICOLOR, then the terminal.
bool WantsColor(ColorWhen when) {
  if (when != ColorWhen::kAuto) return when == ColorWhen::kAlways;
  if (!Variable("NO_COLOR").empty()) return false;
  for (const char* name : {"FORCE_COLOR", "CLICOLOR_FORCE"}) {
    const std::string_view value = Variable(name);
    if (!value.empty() && value != "0") return true;
  }
  return Variable("CLICOLOR") != "0" && Variable("TERM") != "dumb" && OutputIsTerminal();
}

}  // namespace

unsigned TableWidth() {
  const bool is_limited = OutputIsTerminal() || ColumnsVariable() > 0;
  return is_limited ? TerminalWidth() : 0;
}

void WriteData(std::string_view data) {
  EraseProgress();
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

void WriteErr(std::string_view text) {
  EraseProgress();
  (void)check::WriteAll(STDERR_FILENO, check::report::TerminalText(text, allows_color));
}

void WriteError(std::string_view message) {
  WriteErr("pronoia: error: " + check::report::Brief(message) + "\n");
}

void AllowColor() { allows_color = true; }

void WriteKept(std::string_view text) { OutputIsTerminal() ? WriteOut(text) : WriteData(text); }

void WriteReport(std::string_view format, std::string_view text) {
  format == "text" || format == "concise" ? WriteOut(text) : WriteData(text);
}

bool UseColor(ColorWhen when) {
  const bool use = WantsColor(when);
  if (use) AllowColor();
  return use;
}

bool InputIsTerminal() { return ::isatty(STDIN_FILENO) == 1; }

bool OutputIsTerminal() { return ::isatty(STDOUT_FILENO) == 1; }

bool ShowsUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view text = Variable(name);
    if (text.empty()) continue;
    return text.find("UTF-8") != text.npos || text.find("utf8") != text.npos;
  }
  return false;
}

unsigned TerminalWidth() {
  if (const unsigned columns = ColumnsVariable(); columns > 0) return columns;
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
