#include "libcheck/diagnostic/secrets.h"

#include <doctest/doctest.h>

#include <string>

namespace check {
namespace {

constexpr CodeInfo kInfo = {
    .code = "x", .severity = Severity::kError, .summary = "x", .explanation = "x"};

// The excerpt with the marked part in brackets, of a file whose secrets are all `hush`.
std::string Shown(const std::string& text, Span marked) {
  const SourceBuffer file("f.yml", text);
  std::vector<Span> secrets;
  for (std::size_t at = 0; (at = text.find("hush", at)) != std::string::npos; at += 4) {
    secrets.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 4)});
  }
  Finding finding = ToFinding({&kInfo, Severity::kError, {&file, marked}, "m"});
  HideSecrets(finding, "f.yml", secrets);
  std::string excerpt = finding.where.excerpt;
  return excerpt.insert(finding.where.marked.end, "]").insert(finding.where.marked.begin, "[");
}

TEST_CASE("secrets do not show in excerpts, and marks stay where they belong") {
  CHECK(Shown("password: hush\n", {0, 8}) == "[password]: <secret>");
  CHECK(Shown("a: b\npassword: hush # x\n", {5, 13}) == "[password]: <secret> # x");
  CHECK(Shown("password: hush\n", {10, 14}) == "password: [<secret>]");
  CHECK(Shown("password: hush\n", {11, 12}) == "password: [<secret>]");
  CHECK(Shown("{password: hush, user: me}\n", {17, 21}) == "{password: <secret>, [user]: me}");
  CHECK(Shown("[hush, hush, me]\n", {13, 15}) == "[<secret>, <secret>, [me]]");
  CHECK(Shown("[hush, me, hush]\n", {7, 9}) == "[<secret>, [me], <secret>]");
  CHECK(Shown("user: me\npassword: hush\n", {0, 4}) == "[user]: me");
  CHECK(Shown("password: hush" + std::string(300, ' ') + "x\n", {0, 8}) == "[<secret>]");
}

TEST_CASE("secrets of other files are of no concern") {
  const SourceBuffer file("f.yml", "password: hush\n");
  Finding finding = ToFinding({&kInfo, Severity::kError, {&file, {0, 8}}, "m"});
  const Span secret = {10, 14};
  HideSecrets(finding, "g.yml", {&secret, 1});
  CHECK(finding.where.excerpt == "password: hush");
}

}  // namespace
}  // namespace check
