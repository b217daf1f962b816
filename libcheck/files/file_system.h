#ifndef LIBCHECK_FILES_FILE_SYSTEM_H_
#define LIBCHECK_FILES_FILE_SYSTEM_H_

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/files/byte_source.h"

namespace check {

class FileChanges;

enum class FileType : std::uint8_t {
  kFile,
  kFolder,
  kOther,    ///< A pipe, a socket, a device.
  kLink,     ///< Only in lists: what it leads to is for Stat to say.
  kUnknown,  ///< Likewise.
};

/// What tells files apart, however they are spelt.
struct FileId {
  std::uint64_t device = 0;
  std::uint64_t number = 0;

  friend auto operator<=>(const FileId&, const FileId&) = default;
};

struct FileInfo {
  FileType type = FileType::kFile;
  FileId id;
};

struct FolderEntry {
  std::string name;
  FileType type = FileType::kFile;
};

/// Where files are: on disk, in memory, or partly here and partly there. Everything that reads
/// files is given one. May be used by several threads. Relative paths start at the working
/// directory.
///
/// Errors read "cannot read `PATH`: no such file or directory", and have the errno as `number`
/// where it is the system that says no.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// Everything in the file `path`; "-" is standard input. Sockets and devices are refused, and so
  /// is a named pipe that nothing writes to within some seconds. What a pipe held is remembered, so
  /// that it can be read again; this does not go for "-".
  virtual Result<std::string> Read(const std::string& path) const = 0;

  /// The same, one block after another. What Read refuses is refused here too.
  virtual Result<std::unique_ptr<ByteSource>> Open(const std::string& path) const;

  /// What `path` leads to; to this and what follows, "-" is a name as any other.
  virtual Result<FileInfo> Stat(const std::string& path) const = 0;

  /// Whether there is something called `path`, be it a link that leads nowhere.
  virtual bool Exists(const std::string& path) const = 0;

  /// What is in the folder `path` ("": the working directory), sorted by name.
  virtual Result<std::vector<FolderEntry>> List(const std::string& path) const = 0;

  /// For FileWatch.
  virtual std::unique_ptr<FileChanges> Changes() const = 0;
};

/// The files of this machine.
const FileSystem& Disk();

/// No file at all: what options begin with, so that nothing is read that nobody has handed over.
const FileSystem& NoFiles();

}  // namespace check

#endif  // LIBCHECK_FILES_FILE_SYSTEM_H_
