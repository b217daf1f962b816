#ifndef LIBCHECK_FILES_DISK_CHANGES_H_
#define LIBCHECK_FILES_DISK_CHANGES_H_

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "libcheck/files/descriptor.h"
#include "libcheck/files/file_changes.h"

namespace check {

/// Changes on disk, as inotify tells of them. It looks at the folders that files are in, since
/// editors put a new file in the old one's place.
class DiskChanges final : public FileChanges {
 public:
  DiskChanges();

  Result<bool> Follow(std::span<const std::string> paths,
                      std::filesystem::file_time_type since) override;
  int descriptor() const override { return inotify_.get(); }
  bool Take() override;

 private:
  struct Folder {
    std::set<std::string> names;
    bool is_stand_in =
        false;  // For one that does not exist: whatever comes may be what is missing.
  };
  struct Following {
    std::map<int, Folder> folders;  // By watch descriptor.
    std::filesystem::file_time_type since;
    bool changed = false;
  };

  std::optional<Error> Add(const std::filesystem::path& path, Following& following) const;

  Descriptor inotify_;
  int open_error_ = 0;
  std::map<int, Folder> folders_;
};

}  // namespace check

#endif  // LIBCHECK_FILES_DISK_CHANGES_H_
