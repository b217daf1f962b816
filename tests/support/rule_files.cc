#include "tests/support/rule_files.h"

#include <algorithm>
#include <iterator>

#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check::test {

std::vector<std::filesystem::path> FilesBelow(const std::filesystem::path& folder,
                                              std::string_view extension) {
  std::vector<std::filesystem::path> found;
  if (!std::filesystem::is_directory(folder)) return found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().string().ends_with(extension)) {
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

const std::vector<std::filesystem::path>& RuleFiles() {
  // The tests then run, on fewer files.
  (void)Shared("corpus", "more rule files");
  static const std::vector<std::filesystem::path> files = [] {
    std::vector<std::filesystem::path> folders = {Testdata("")};
    if (const auto shared = SharedDir()) {
      for (const char* name : {"corpus", "conformance/rulefmt", "conformance/promtool", "seeds"}) {
        folders.push_back(*shared / name);
      }
    }
    std::vector<std::filesystem::path> found;
    for (const auto& folder : folders) {
      for (const char* extension : {".yml", ".yaml"}) {
        auto files_here = FilesBelow(folder, extension);
        std::move(files_here.begin(), files_here.end(), std::back_inserter(found));
      }
    }
    return found;
  }();
  return files;
}

}  // namespace check::test
