#include "tools/repository.h"

#include <cstdlib>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "libcheck/files/file_system.h"
#include "libcheck/report/repository.h"

namespace tools {
namespace {

check::report::Repository FindRepository(std::span<const std::string_view> files) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  const std::string checkouts[] = {variable("GITHUB_WORKSPACE"), variable("CI_PROJECT_DIR")};
  std::error_code error;
  std::string here = std::filesystem::current_path(error).string();
  if (error) here = "/";
  return check::report::Repository::Find(check::Disk(), std::move(here), checkouts, files);
}

}  // namespace

void WriteRun(const check::report::Run& run, std::string_view format,
              const check::report::Style& style, const check::report::Writer& write) {
  const check::report::Format* found = check::report::FindFormat(format);
  if (!found->from_root) {
    found->write(run, style, write);
    return;
  }
  check::report::Run from_root = run;
  FindRepository(PathsOf(run)).Apply(from_root);
  found->write(from_root, style, write);
}

std::string RenderTests(const check::report::TestRun& run, std::string_view format,
                        const check::report::Style& style) {
  const check::report::TestFormat* found = check::report::FindTestFormat(format);
  if (!found->from_root) return found->render(run, style);
  check::report::TestRun from_root = run;
  FindRepository(PathsOf(run)).Apply(from_root);
  return found->render(from_root, style);
}

}  // namespace tools
