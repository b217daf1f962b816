#include "libcheck/files/file_system.h"

#include <utility>

#include "libcheck/files/memory_files.h"

namespace check {

Result<std::unique_ptr<ByteSource>> FileSystem::Open(const std::string& path) const {
  Result<std::string> text = Read(path);
  if (!text) return text.error();
  return FromText(std::move(*text));
}

const FileSystem& NoFiles() {
  static const MemoryFiles none;
  return none;
}

}  // namespace check
