// What users read is plain technical English: phrases that read as translated are kept out of the
// help of commands, the manual, schemas, messages (all string literals of the sources) and
// documents.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/reference/section.h"
#include "libcheck/workspace/file_kind.h"
#include "tools/cli_model.h"

namespace check {
namespace {

namespace fs = std::filesystem;

struct Phrase {
  std::string_view words;  // In lower case; whole words are compared.
  std::string_view instead;
};

constexpr Phrase kBanned[] = {
    {"is no", "`x` is not a valid ..., or unknown ..."},
    {"are no", "are not ..."},
    {"that there is", "name the noun"},
    {"that there are", "name the noun"},
    {"told", "reported, shown, detected"},
    {"tells of", "reports"},
    {"said", "reported, stated"},
    {"says nothing", "does not report"},
    {"becomes of", "name what happens"},
    {"became of", "name what happened"},
    {"in the place of", "instead of"},
    {"takes the place of", "replaces"},
    {"take the place of", "replace"},
    {"take the part of", "behave like"},
    {"takes the part of", "behaves like"},
    {"the other one", "repeat the noun"},
    {"of another one", "duplicate ..."},
    {", too.", "also, as well"},
    {", too,", "also, as well"},
    {", too;", "also, as well"},
    {", too:", "also, as well"},
    {"is gone", "was removed, is spent"},
    {"are gone", "were removed, are spent"},
    {"to be given", "expected"},
    {"is to be", "must be, should be"},
    {"are to be", "must be, should be"},
    {"is to fire", "should fire"},
    {"may say", "allowed fields"},
    {"can say", "allowed fields"},
    {"believed by", "used to verify"},
    {"pass over", "ignore, skip"},
    {"passes over", "ignores, skips"},
    {"passed over", "ignored, skipped"},
    {"given up on", "cancelled, timed out"},
    {"asked for real", "queried"},
    {"left alone", "not changed, not reported"},
};

// Where a banned phrase is a part of plain English.
constexpr Phrase kAllowed[] = {
    {"there is no", "says that something does not exist"},
    {"there are no", "says that things do not exist"},
    {"is no longer", "says that something has changed"},
    {"are no longer", "says that things have changed"},
};

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// In lower case, with one space for all white space, without the marks of roff, and with a full
// stop.
std::string Normalized(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_break = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n';
    const char c = is_break ? ' ' : text[i];
    i += is_break ? 1 : 0;
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!plain.empty() && plain.back() != ' ') {
      plain += ' ';
    }
  }
  while (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain + ".";
}

// Where `words` stand in `text` as whole words.
std::vector<std::size_t> PlacesOf(const std::string& text, std::string_view words) {
  std::vector<std::size_t> places;
  for (std::size_t at = 0; (at = text.find(words, at)) != std::string::npos; ++at) {
    const std::size_t end = at + words.size();
    const bool begins = !IsWord(words.front()) || at == 0 || !IsWord(text[at - 1]);
    const bool ends = !IsWord(words.back()) || end == text.size() || !IsWord(text[end]);
    if (begins && ends) places.push_back(at);
  }
  return places;
}

bool IsAllowed(const std::string& text, std::size_t begin, std::size_t end) {
  for (const Phrase& allowed : kAllowed) {
    for (const std::size_t at : PlacesOf(text, allowed.words)) {
      if (at <= begin && end <= at + allowed.words.size()) return true;
    }
  }
  return false;
}

// A line for each banned phrase in a text.
std::vector<std::string> Faults(std::string_view text) {
  constexpr std::size_t kContext = 40;
  const std::string plain = Normalized(text);
  std::vector<std::string> faults;
  for (const Phrase& banned : kBanned) {
    for (const std::size_t at : PlacesOf(plain, banned.words)) {
      if (IsAllowed(plain, at, at + banned.words.size())) continue;
      const std::size_t from = at < kContext ? 0 : at - kContext;
      faults.push_back(fmt::format("\"{}\" in \"{}\": {}", banned.words,
                                   plain.substr(from, banned.words.size() + 2 * kContext),
                                   banned.instead));
    }
  }
  return faults;
}

void CheckText(const std::string& where, std::string_view text) {
  for (const std::string& fault : Faults(text)) FAIL_CHECK(where, ": ", fault);
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The end of what begins at `at` with a quote: behind the closing one.
std::size_t EndOfQuoted(std::string_view source, std::size_t at) {
  const char quote = source[at];
  for (++at; at < source.size() && source[at] != quote && source[at] != '\n'; ++at) {
    if (source[at] == '\\') ++at;
  }
  return std::min(at + 1, source.size());
}

// The string literals of a C++ source, those side by side as one.
std::vector<std::string> StringLiterals(std::string_view source) {
  std::vector<std::string> literals;
  bool is_beside = false;
  for (std::size_t at = 0; at < source.size();) {
    const std::string_view rest = source.substr(at);
    std::string_view text;
    std::size_t end = at + 1;
    if (rest.starts_with("//")) {
      end = std::min(source.find('\n', at), source.size());
    } else if (rest.starts_with("R\"")) {
      const std::size_t open = source.find('(', at);
      const std::string close = fmt::format("){}\"", source.substr(at + 2, open - at - 2));
      const std::size_t closed = source.find(close, open);
      text = source.substr(open + 1, closed - open - 1);
      end = closed + close.size();
    } else if (rest.front() == '"') {
      end = EndOfQuoted(source, at);
      text = source.substr(at + 1, end - at - 2);
    } else if (rest.front() == '\'' && (at == 0 || !IsWord(source[at - 1]))) {
      end = EndOfQuoted(source, at);
    }
    if (end > at + 1 && !text.empty()) {
      if (!is_beside) literals.emplace_back();
      literals.back() += text;
      is_beside = true;
    } else if (std::isspace(static_cast<unsigned char>(rest.front())) == 0) {
      is_beside = false;
    }
    at = end;
  }
  return literals;
}

std::size_t CheckHelp(const tools::CommandModel& command) {
  CheckText("help of " + command.path, tools::HelpText(command, false, 100));
  std::size_t count = 1;
  for (const tools::CommandModel& part : command.subcommands) count += CheckHelp(part);
  return count;
}

TEST_CASE("each banned phrase is found in a text, also over a line break") {
  for (const Phrase& banned : kBanned) {
    CAPTURE(banned.words);
    std::string words(banned.words);
    CHECK(Faults(fmt::format("Something {} here", words)).size() == 1);
    const std::size_t space = words.find(' ', 1);
    if (space != std::string::npos) words.replace(space, 1, "\n    ");
    CHECK(Faults(fmt::format("Something {} here", words)).size() == 1);
    if (IsWord(words.front()) && IsWord(words.back())) {
      CHECK(Faults(fmt::format("some{}thing", banned.words)).empty());
    }
  }
  for (const Phrase& allowed : kAllowed) {
    CAPTURE(allowed.words);
    CHECK(Faults(fmt::format("Where {} limit", allowed.words)).empty());
  }
}

TEST_CASE("string literals of sources are found") {
  const std::string source =
      "// \"told\"\nf(\"the first \"\n  \"half\", '\"', 1'000, R\"x(a \"raw\" one)x\");";
  CHECK(StringLiterals(source) == std::vector<std::string>{"the first half", "a \"raw\" one"});
}

TEST_CASE("the help of commands is plain English") {
  CHECK(CheckHelp(tools::CommandLine().Model()) > 80);
}

TEST_CASE("schemas are plain English") {
  for (const workspace::NamedSchema& schema : workspace::Schemas()) {
    CheckText(fmt::format("schema {}", schema.name), reference::FileMarkdown(*schema.object));
  }
}

TEST_CASE("the manual and the documents are plain English") {
  const fs::path root = PRONOIA_SOURCE_DIR;
  std::vector<fs::path> paths = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md",
                                 "libcheck/README.md"};
  for (const auto& entry : fs::directory_iterator(root / "man")) {
    paths.push_back(fs::path("man") / entry.path().filename());
  }
  CHECK(paths.size() > 10);
  for (const fs::path& path : paths) CheckText(path.string(), ReadAll(root / path));
}

TEST_CASE("string literals of the sources are plain English") {
  const fs::path root = PRONOIA_SOURCE_DIR;
  std::size_t count = 0;
  for (const char* folder : {"libcheck", "tools"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const fs::path extension = entry.path().extension();
      if (extension != ".cc" && extension != ".h") continue;
      for (const std::string& literal : StringLiterals(ReadAll(entry.path()))) {
        CheckText(entry.path().lexically_relative(root).string(), literal);
        ++count;
      }
    }
  }
  CHECK(count > 10000);
}

}  // namespace
}  // namespace check
