#include "tests/support/temporary.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <system_error>

namespace check::test {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "pronoia-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  root_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  // Tests take permissions away; without them folders cannot be emptied.
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           root_, std::filesystem::directory_options::skip_permission_denied, ignored)) {
    if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) {
      std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_all, ignored);
    }
  }
  std::filesystem::remove_all(root_, ignored);
}

std::string TemporaryFolder::Write(std::string_view name, std::string_view text) const {
  const std::filesystem::path file = root_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file.string();
}

}  // namespace check::test
