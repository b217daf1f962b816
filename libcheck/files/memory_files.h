#ifndef LIBCHECK_FILES_MEMORY_FILES_H_
#define LIBCHECK_FILES_MEMORY_FILES_H_

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/files/file_system.h"

namespace check {

/// Files in memory, each with the folders that it is in. Paths are compared as text, once they are
/// absolute and without `.` and `..`; there are no links. A file called "-" is standard input.
///
/// Not to be changed while another thread uses it, except to wait for changes.
class MemoryFiles final : public FileSystem {
 public:
  /// Paths with their texts.
  MemoryFiles(std::initializer_list<std::pair<std::string_view, std::string_view>> files = {});
  MemoryFiles(const MemoryFiles&) = delete;
  MemoryFiles& operator=(const MemoryFiles&) = delete;

  /// Puts a file there, instead of one of that name. There must be no folder called `path`,
  /// and no file where it needs a folder. Returns `path`.
  std::string Write(std::string_view path, std::string_view text);
  /// Takes a file away, if it is there. The folders that it is in stay.
  void Remove(std::string_view path);

  Result<std::string> Read(const std::string& path) const override;
  Result<FileInfo> Stat(const std::string& path) const override;
  bool Exists(const std::string& path) const override { return Stat(path).ok(); }
  Result<std::vector<FolderEntry>> List(const std::string& path) const override;
  /// Every Write and Remove is a change, whatever is followed.
  std::unique_ptr<FileChanges> Changes() const override;

 private:
  class Signal;
  class SignalledChanges;
  struct Node {
    FileInfo info;
    std::string text;  // Of a file.
  };

  Result<const Node*> Find(const std::string& path) const;
  Node& Add(std::string path, FileType type);
  void Notify();

  std::map<std::string, Node> nodes_;  // By what Key() makes of their paths.
  std::uint64_t last_number_ = 0;
  mutable std::vector<std::weak_ptr<Signal>> watched_by_;
};

}  // namespace check

#endif  // LIBCHECK_FILES_MEMORY_FILES_H_
