#ifndef TESTS_SUPPORT_TEMPORARY_H_
#define TESTS_SUPPORT_TEMPORARY_H_

#include <filesystem>
#include <string>
#include <string_view>

namespace check::test {

/// A folder of its own for a test, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(std::string_view name) const { return (root_ / name).string(); }
  /// Writes a file, with the folders it is in, and returns its path.
  std::string Write(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path root_;
};

}  // namespace check::test

#endif  // TESTS_SUPPORT_TEMPORARY_H_
