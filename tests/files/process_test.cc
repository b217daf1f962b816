#include "libcheck/files/process.h"

#include <doctest/doctest.h>

#include <cerrno>

namespace check {
namespace {

ProcessOptions Shell(const std::string& script) { return {.arguments = {"sh", "-c", script}}; }

TEST_CASE("a process gives its output, its errors and its status") {
  const auto outcome = RunProcess(Shell("echo out; echo err >&2; exit 3"));
  REQUIRE(outcome.ok());
  CHECK(outcome->output == "out\n");
  CHECK(outcome->errors == "err\n");
  CHECK(outcome->status == 3);
}

TEST_CASE("much of both does not make them wait for each other") {
  const auto outcome = RunProcess(Shell("yes | head -c 300000 >&2; yes | head -c 300000"));
  REQUIRE(outcome.ok());
  CHECK(outcome->output.size() == 300000);
  CHECK(outcome->errors.size() == 65536);
}

TEST_CASE("a process has no standard input, and the variables it is meant to have") {
  ::setenv("PRONOIA_TEST_GONE", "1", 1);
  ProcessOptions options = Shell("cat; echo $PRONOIA_TEST_GONE-$PRONOIA_TEST_SET; kill -TERM $$");
  options.without = {"PRONOIA_TEST_GONE"};
  options.with = {"PRONOIA_TEST_SET=x"};
  const auto outcome = RunProcess(options);
  ::unsetenv("PRONOIA_TEST_GONE");
  REQUIRE(outcome.ok());
  CHECK(outcome->output == "-x\n");
  CHECK(outcome->status == 128 + 15);
}

TEST_CASE("a process reads its input, however much it is, while it writes") {
  const std::string input(1 << 20, 'x');
  const auto outcome = RunProcess({.arguments = {"cat"}, .input = input});
  REQUIRE(outcome.ok());
  CHECK(outcome->output == input);
}

TEST_CASE("what cannot be started, or does not stop, is an error") {
  const auto missing = RunProcess({.arguments = {"pronoia-no-such-program"}});
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().number == ENOENT);
  CHECK(missing.error().message ==
        "cannot start `pronoia-no-such-program`: no such file or directory");
  ProcessOptions endless = Shell("yes");
  endless.most_bytes = 1000;
  const auto outcome = RunProcess(endless);
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().message == "`sh` writes too much output");
}

}  // namespace
}  // namespace check
