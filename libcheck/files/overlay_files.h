#ifndef LIBCHECK_FILES_OVERLAY_FILES_H_
#define LIBCHECK_FILES_OVERLAY_FILES_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/memory_files.h"

namespace check {

/// Another file system, with some files from memory laid over it: a folder as it is on disk, with
/// what an editor has not saved yet. A file below is covered however it is spelt.
///
/// Not to be changed while another thread uses it, except to wait for changes.
class OverlayFiles final : public FileSystem {
 public:
  /// `below` must live as long.
  explicit OverlayFiles(const FileSystem& below) : below_(below) {}

  /// As in MemoryFiles. What is below need not be there, nor the folder it is in.
  void Write(const std::string& path, std::string_view text);
  /// Uncovers what is below.
  void Remove(const std::string& path);

  Result<std::string> Read(const std::string& path) const override;
  Result<std::unique_ptr<ByteSource>> Open(const std::string& path) const override;
  Result<FileInfo> Stat(const std::string& path) const override;
  bool Exists(const std::string& path) const override;
  Result<std::vector<FolderEntry>> List(const std::string& path) const override;
  std::unique_ptr<FileChanges> Changes() const override;

 private:
  std::optional<std::string> Covering(const std::string& path) const;

  const FileSystem& below_;
  MemoryFiles above_;
  std::map<FileId, std::string> covered_;  // What there is of it below, with the path above.
};

}  // namespace check

#endif  // LIBCHECK_FILES_OVERLAY_FILES_H_
