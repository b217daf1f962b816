// Pages of the manual that are written by hand name everything that the tables have.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "libcheck/report/coverage.h"
#include "libcheck/report/report.h"
#include "libcheck/report/test_run.h"
#include "tools/command.h"
#include "tools/compat/amtool.h"
#include "tools/compat/promtool.h"

namespace check {
namespace {

std::string Page(const std::string& name) {
  std::ifstream file(PRONOIA_SOURCE_DIR "/man/" + name, std::ios::binary);
  REQUIRE(file.good());
  std::string text(std::istreambuf_iterator<char>(file), {});
  for (std::size_t at = 0; (at = text.find("\\-", at)) != std::string::npos; ++at) {
    text.erase(at, 1);
  }
  return text;
}

// A section, from its heading to the next one's.
std::string SectionOf(const std::string& page, const std::string& heading) {
  const std::string line = "\n.SH " + heading + "\n";
  const std::size_t begin = page.find(line);
  REQUIRE(begin != std::string::npos);
  const std::size_t text = begin + line.size();
  return page.substr(text, page.find("\n.SH ", text) - text);
}

// Whether a line is a word in bold and nothing else but punctuation.
bool Names(const std::string& section, std::string_view word) {
  const std::string bold = "\n.B " + std::string(word) + "\n";
  const std::string listed = "\n.BR " + std::string(word) + " ,\n";
  const std::string text = "\n" + section + "\n";
  return text.find(bold) != std::string::npos || text.find(listed) != std::string::npos;
}

TEST_CASE("pronoia-compat(7) lists every command of promtool and amtool that is there") {
  const std::string page = SectionOf(Page("pronoia-compat.7"), "DESCRIPTION");
  for (const tools::compat::Program* program :
       {&tools::compat::kPromtool, &tools::compat::kAmtool}) {
    std::size_t commands = 0;
    for (const tools::compat::KingpinCommand& command : program->commands) {
      if (command.run == nullptr) continue;
      ++commands;
      CAPTURE(command.path);
      CHECK(page.find(fmt::format("\n{} {} ", program->name, command.path)) != std::string::npos);
    }
    CHECK(commands > 0);
  }
}

TEST_CASE("pronoia-formats(7) lists every format") {
  const std::string page = Page("pronoia-formats.7");
  for (const report::Format& format : report::AllFormats()) {
    CAPTURE(format.name);
    CHECK(Names(SectionOf(page, "DESCRIPTION"), format.name));
  }
  for (const report::TestFormat& format : report::AllTestFormats()) {
    CAPTURE(format.name);
    CHECK(Names(SectionOf(page, "TEST RESULTS"), format.name));
  }
  for (const report::CoverageFormat* format : report::AllCoverageFormats()) {
    CAPTURE(format->name);
    CHECK(Names(SectionOf(page, "COVERAGE"), format->name));
  }
}

TEST_CASE("pronoia-slo(7) lists every command about objectives") {
  const std::string commands = SectionOf(Page("pronoia-slo.7"), "COMMANDS");
  for (const tools::Command* command : tools::AllCommands()) {
    if (!command->path.starts_with("slo ")) continue;
    CAPTURE(command->path);
    CHECK(Names(commands, command->path));
  }
}

}  // namespace
}  // namespace check
