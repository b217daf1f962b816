#include "tools/compat/promtool_test.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <memory>
#include <optional>
#include <string_view>

#include "libcheck/base/error_text.h"
#include "libcheck/unittest/suite.h"
#include "libcheck/unittest/upstream_text.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools::compat {
namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kPanicked = 2;  // Go's, where it meets what nobody thought of.

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

std::string LocalTime() {
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  localtime_r(&now, &parts);
  char text[32] = {};
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  return text;
}

void PrintFile(const check::unittest::FileOutcome& file, const TestRulesOptions& options) {
  for (const std::string& pattern : file.unmatched) {
    WriteErr(fmt::format("  WARNING: no file match pattern {}\n", pattern));
  }
  std::vector<std::string> errors;
  if (!file.upstream_error.empty()) errors.push_back(file.upstream_error);
  for (const check::unittest::GroupOutcome& group : file.groups) {
    if (options.debug) {
      const std::string name = check::unittest::UpstreamName(*group.group);
      WriteErr(fmt::format("DEBUG: Starting test {}\n{}DEBUG: Test {} finished, took {}\n", name,
                           group.debug, name,
                           check::FormatGoDuration(check::Duration(group.nanoseconds))));
    }
    for (const check::unittest::Failure& failure : group.failures) {
      errors.push_back(check::unittest::UpstreamText(failure, *group.group, options.diff));
    }
  }
  if (errors.empty()) {
    WriteOut("  SUCCESS\n\n");
    return;
  }
  WriteErr("  FAILED:\n");
  for (const std::string& error : errors) {
    WriteErr(error + "\n");
    WriteOut("\n");
  }
  WriteOut("\n");
}

}  // namespace

int TestRulesAsPromtool(const TestRulesOptions& options) {
  File junit;
  if (!options.junit.empty()) {
    junit.reset(std::fopen(options.junit.c_str(), "w"));
    if (!junit) {
      WriteErr(fmt::format("promtool: error: open {}: {}, try --help\n", options.junit,
                           check::SystemErrorText(errno)));
      return kFailed;
    }
  }
  check::unittest::SuiteOptions suite = check::unittest::AsPromtool(
      options.parser, options.engine.delayed_name_removal, options.ignore_unknown_fields);
  suite.files = &check::Disk();
  suite.run.debug = options.debug;
  if (options.diff) AllowColor();
  if (!options.run.empty()) {
    auto only = check::unittest::AnyOf(options.run);
    if (!only) {
      WriteErr(fmt::format("panic: regexp: Compile(`{}`): error parsing regexp: {}\n",
                           fmt::join(options.run, "|"), only.error().message));
      return kPanicked;
    }
    suite.only = std::move(*only);
  }
  const check::unittest::SuiteOutcome outcome = check::unittest::RunSuite(options.files, suite);
  bool failed = false;
  for (const auto& file : outcome.files) {
    PrintFile(*file, options);
    failed = failed || !file->upstream_error.empty();
    for (const auto& group : file->groups) failed = failed || !group.passed();
  }
  if (junit) {
    const std::string xml = check::unittest::UpstreamJunit(outcome, options.diff, LocalTime());
    if (std::fwrite(xml.data(), 1, xml.size(), junit.get()) != xml.size() ||
        std::fflush(junit.get()) != 0) {
      WriteErr(fmt::format("failed to write JUnit XML: write {}: {}\n", options.junit,
                           check::SystemErrorText(errno)));
    }
  }
  return failed ? kFailed : kOk;
}

int TestRules(const Parsed& parsed) {
  TestRulesOptions options;
  for (const std::string& list : parsed.List("enable-feature")) {
    EnableFeatures(list, options.parser, [](std::string_view) {});
    EnableFeatures(list, options.engine);
  }
  const auto copy = [](std::span<const std::string> from) {
    return std::vector<std::string>(from.begin(), from.end());
  };
  options.files = copy(parsed.Arguments("test-rule-file"));
  options.run = copy(parsed.List("run"));
  options.junit = parsed.Text("junit");
  options.debug = parsed.Switch("debug");
  options.diff = parsed.Switch("diff");
  options.ignore_unknown_fields = parsed.Switch("ignore-unknown-fields");
  return TestRulesAsPromtool(options);
}

}  // namespace tools::compat
