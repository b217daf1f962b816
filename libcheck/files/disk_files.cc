#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "libcheck/files/descriptor.h"
#include "libcheck/files/disk_changes.h"
#include "libcheck/files/file_reader.h"
#include "libcheck/files/file_system.h"

namespace check {
namespace {

FileType TypeOf(unsigned char type) {
  switch (type) {
    case DT_REG:
      return FileType::kFile;
    case DT_DIR:
      return FileType::kFolder;
    case DT_LNK:
      return FileType::kLink;
    case DT_UNKNOWN:
      return FileType::kUnknown;
    default:
      return FileType::kOther;
  }
}

class DiskFiles final : public FileSystem {
 public:
  Result<std::string> Read(const std::string& path) const override {
    struct stat info = {};
    if (path == "-" || ::stat(path.c_str(), &info) != 0 || !S_ISFIFO(info.st_mode)) {
      return ReadFile(path);
    }
    // What a pipe holds can be read once only, and files are read as often as they are asked for.
    const std::lock_guard lock(mutex_);
    const FileId id = {info.st_dev, info.st_ino};
    if (const auto known = pipes_.find(id); known != pipes_.end()) return known->second;
    Result<std::string> text = ReadFile(path);
    if (text) pipes_.emplace(id, *text);
    return text;
  }

  Result<std::unique_ptr<ByteSource>> Open(const std::string& path) const override {
    return OpenFile(path);
  }

  Result<FileInfo> Stat(const std::string& path) const override {
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0) return CannotRead(path, errno);
    const FileType type = S_ISREG(info.st_mode)   ? FileType::kFile
                          : S_ISDIR(info.st_mode) ? FileType::kFolder
                                                  : FileType::kOther;
    return FileInfo{type, {info.st_dev, info.st_ino}};
  }

  bool Exists(const std::string& path) const override {
    struct stat info = {};
    return ::lstat(path.c_str(), &info) == 0;
  }

  Result<std::vector<FolderEntry>> List(const std::string& path) const override {
    const auto close = [](DIR* folder) { ::closedir(folder); };
    const std::unique_ptr<DIR, decltype(close)> folder(::opendir(path.empty() ? "." : path.c_str()),
                                                       close);
    if (folder == nullptr) return CannotRead(path, errno);
    std::vector<FolderEntry> entries;
    errno = 0;
    while (const dirent* entry = ::readdir(folder.get())) {
      std::string name = entry->d_name;
      if (name != "." && name != "..") entries.push_back({std::move(name), TypeOf(entry->d_type)});
    }
    if (errno != 0) return CannotRead(path, errno);
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return entries;
  }

  std::unique_ptr<FileChanges> Changes() const override { return std::make_unique<DiskChanges>(); }

 private:
  mutable std::mutex mutex_;
  mutable std::map<FileId, std::string> pipes_;  // That have been read.
};

}  // namespace

const FileSystem& Disk() {
  static const DiskFiles disk;
  return disk;
}

}  // namespace check
