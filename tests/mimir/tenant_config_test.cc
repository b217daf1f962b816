#include "libcheck/mimir/tenant_config.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace check::mimir {
namespace {

TEST_CASE("a tenant's configuration is read back as it is sent") {
  const TenantConfig config = {
      .config = "route: {receiver: a}\n# ü\n\nreceivers: []",
      .templates = {{"a.tmpl", "{{ define \"a\" }}\n\tx\n{{ end }}\n"}, {"b.tmpl", ""}}};
  const auto read = ReadTenantConfig(ToYaml(config));
  REQUIRE(read);
  CHECK(*read == config);
  CHECK(ReadTenantConfig("template_files: {}").error().message ==
        "it has no `alertmanager_config`");
  CHECK(ReadTenantConfig("{").error().message == "it is not valid YAML");
  CHECK(ReadTenantConfig("alertmanager_config: x")->templates.empty());
}

TEST_CASE("the templates of a configuration are known by its list") {
  CHECK(TemplateNames("templates: [a.tmpl, 'b*.tmpl']") ==
        std::vector<std::string>{"a.tmpl", "b*.tmpl"});
  CHECK(TemplateNames("route: {}").empty());
  CHECK(TemplateNames("{").empty());
}

// The signs of the lines, each of which is a letter.
std::string Diff(std::string_view before, std::string_view after) {
  std::vector<std::string_view> old_lines, new_lines;
  for (std::size_t i = 0; i < before.size(); ++i) old_lines.push_back(before.substr(i, 1));
  for (std::size_t i = 0; i < after.size(); ++i) new_lines.push_back(after.substr(i, 1));
  std::string text;
  for (const DiffLine& line : DiffLines(old_lines, new_lines)) {
    text += line.sign;
    text += (line.sign == '-' ? before : after)[line.number];
  }
  return text;
}

TEST_CASE("lines that differ are found between those that do not") {
  CHECK(Diff("", "") == "");
  CHECK(Diff("abc", "abc") == " a b c");
  CHECK(Diff("abc", "axc") == " a-b+x c");
  CHECK(Diff("abcd", "bcde") == "-a b c d+e");
  CHECK(Diff("", "ab") == "+a+b");
  CHECK(Diff("aa", "a") == " a-a");
  // Too much to compare line by line.
  const std::string many_a(3000, 'a'), many_b(3000, 'b');
  CHECK(Diff("x" + many_a + "y", "x" + many_b + "y").size() == 12004);
}

}  // namespace
}  // namespace check::mimir
