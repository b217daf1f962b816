#include "libcheck/report/terminal_text.h"

#include <doctest/doctest.h>

#include <string>

#include "libcheck/report/brief.h"

namespace check::report {
namespace {

TEST_CASE("no byte that a terminal obeys is left of a text") {
  CHECK(TerminalText("a\tb\nc\r\n", false) == "a\tb\nc\n");
  CHECK(TerminalText("\x1b]0;owned\x07", false) == "␛]0;owned␇");
  CHECK(TerminalText("over\rwritten\b", false) == "over␍written␈");
  CHECK(TerminalText("\xC2\x9B", false) == "\xEF\xBF\xBD");
  CHECK(TerminalText("\x9B", false) == "\xEF\xBF\xBD");
  CHECK(TerminalText("\xE2\x80\xAE right to left", false) == "\xEF\xBF\xBD right to left");
  CHECK(TerminalText("grün 日本 ✓", false) == "grün 日本 ✓");
  CHECK(TerminalText("\x1b[31mred\x1b[0m", false) == "␛[31mred␛[0m");
}

TEST_CASE("with colours, only sequences that choose them stay") {
  for (const char* text :
       {"\x1b[31mred\x1b[0m", "\x1b[1;96mbold\x1b[m", "\x1b[38;5;208morange\x1b[0m"}) {
    CHECK(TerminalText(text, true) == text);
  }
  CHECK(TerminalText("\x1b[8mhidden", true) == "␛[8mhidden");
  CHECK(TerminalText("\x1b[2J", true) == "␛[2J");
  CHECK(TerminalText("\x1b[31", true) == "␛[31");
}

TEST_CASE("long messages are shortened in the middle, first what they quote") {
  const std::string longer(5000, 'x');
  CHECK(Brief("unknown field `a`") == "unknown field `a`");
  CHECK(Brief("unknown field `" + longer + "` in `b`") ==
        "unknown field `" + std::string(133, 'x') + "…" + std::string(66, 'x') + "` in `b`");
  CHECK(Brief(longer) == std::string(1333, 'x') + "…" + std::string(666, 'x'));
  std::string umlauts;
  for (int i = 0; i < 2000; ++i) umlauts += "ä";
  CHECK(Brief("x" + umlauts).find("\xC3…") == std::string::npos);
  CHECK(Brief("x" + umlauts).find("…\xA4") == std::string::npos);
}

}  // namespace
}  // namespace check::report
