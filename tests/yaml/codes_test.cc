#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "libcheck/yaml/parse.h"

namespace check::yaml {
namespace {

bool Reports(std::string_view text, std::string_view code) {
  const SourceBuffer file("f", std::string(text));
  Arena arena;
  Diagnostics diagnostics;
  Parse(file, arena, diagnostics);
  const auto& found = diagnostics.found();
  return std::any_of(found.begin(), found.end(),
                     [&](const Diagnostic& d) { return d.info->code == code; });
}

TEST_CASE("each fault of YAML is described, and its examples are what they are said to be") {
  std::set<std::string_view> codes;
  for (const CodeInfo* info : ParseCodes()) {
    CAPTURE(std::string(info->code));
    CHECK(codes.insert(info->code).second);
    CHECK(info->code.starts_with("yaml-"));
    CHECK_FALSE(info->summary.empty());
    CHECK_FALSE(info->summary.ends_with('.'));
    CHECK_FALSE(info->explanation.empty());
    if (info->bad.empty()) {
      // What takes too much text for an example: parse_test.cc has it.
      CHECK((info->code == "yaml-too-deep" || info->code == "yaml-too-large"));
      continue;
    }
    CHECK(Reports(info->bad, info->code));
    CHECK_FALSE(Reports(info->good, info->code));
  }
}

}  // namespace
}  // namespace check::yaml
