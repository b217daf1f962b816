#include "libcheck/files/memory_files.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <memory>

#include "libcheck/files/descriptor.h"
#include "libcheck/files/file_changes.h"
#include "libcheck/files/go_paths.h"

namespace check {
namespace {

// No disk has this number.
constexpr std::uint64_t kMemory = ~std::uint64_t{0};

std::string Key(std::string_view path) { return path == "-" ? "-" : AbsolutePath(path); }

std::string_view FolderOf(std::string_view key) {
  return key.substr(0, std::max<std::size_t>(key.rfind('/'), 1));
}

}  // namespace

// Raised by changes; one for each that waits for them.
class MemoryFiles::Signal {
 public:
  Signal() : file_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), true) {}

  int descriptor() const { return file_.get(); }
  void Raise() { ::eventfd_write(file_.get(), 1); }
  bool Take() {
    eventfd_t count = 0;
    return ::eventfd_read(file_.get(), &count) == 0;
  }

 private:
  Descriptor file_;
};

class MemoryFiles::SignalledChanges final : public FileChanges {
 public:
  explicit SignalledChanges(std::shared_ptr<Signal> signal) : signal_(std::move(signal)) {}

  Result<bool> Follow(std::span<const std::string> /*paths*/,
                      std::filesystem::file_time_type /*since*/) override {
    return false;
  }
  int descriptor() const override { return signal_->descriptor(); }
  bool Take() override { return signal_->Take(); }

 private:
  std::shared_ptr<Signal> signal_;
};

MemoryFiles::MemoryFiles(
    std::initializer_list<std::pair<std::string_view, std::string_view>> files) {
  for (const auto& [path, text] : files) Write(path, text);
}

MemoryFiles::Node& MemoryFiles::Add(std::string path, FileType type) {
  const auto [at, is_new] = nodes_.try_emplace(std::move(path));
  if (is_new) at->second.info = {type, {kMemory, ++last_number_}};
  assert(at->second.info.type == type);
  return at->second;
}

std::string MemoryFiles::Write(std::string_view path, std::string_view text) {
  std::string key = Key(path);
  if (key != "-") {
    for (std::string_view folder = key; folder != "/";) {
      folder = FolderOf(folder);
      Add(std::string(folder), FileType::kFolder);
    }
  }
  Add(std::move(key), FileType::kFile).text = text;
  Notify();
  return std::string(path);
}

void MemoryFiles::Remove(std::string_view path) {
  const auto at = nodes_.find(Key(path));
  if (at == nodes_.end() || at->second.info.type != FileType::kFile) return;
  nodes_.erase(at);
  Notify();
}

Result<const MemoryFiles::Node*> MemoryFiles::Find(const std::string& path) const {
  if (path.empty()) return CannotRead(path, ENOENT);
  const std::string key = Key(path);
  const auto is_file = [](const Node& node) { return node.info.type == FileType::kFile; };
  const auto at = nodes_.find(key);
  if (at != nodes_.end()) {
    if (path.ends_with('/') && is_file(at->second)) return CannotRead(path, ENOTDIR);
    return &at->second;
  }
  for (std::string_view above = key; above.size() > 1;) {
    above = FolderOf(above);
    const auto folder = nodes_.find(std::string(above));
    if (folder != nodes_.end() && is_file(folder->second)) return CannotRead(path, ENOTDIR);
  }
  return CannotRead(path, ENOENT);
}

Result<std::string> MemoryFiles::Read(const std::string& path) const {
  const Result<const Node*> node = Find(path);
  if (!node) return node.error();
  if ((*node)->info.type == FileType::kFolder) return CannotRead(path, "is a directory");
  return (*node)->text;
}

Result<FileInfo> MemoryFiles::Stat(const std::string& path) const {
  const Result<const Node*> node = Find(path);
  if (!node) return node.error();
  return (*node)->info;
}

Result<std::vector<FolderEntry>> MemoryFiles::List(const std::string& path) const {
  const Result<const Node*> node = Find(path.empty() ? "." : path);
  if (!node) return node.error();
  if ((*node)->info.type == FileType::kFile) return CannotRead(path, ENOTDIR);
  std::string prefix = Key(path);
  if (!prefix.ends_with('/')) prefix += '/';
  std::vector<FolderEntry> entries;
  for (auto at = nodes_.upper_bound(prefix);
       at != nodes_.end() && std::string_view(at->first).starts_with(prefix); ++at) {
    const std::string_view name = std::string_view(at->first).substr(prefix.size());
    if (name.find('/') == name.npos) entries.push_back({std::string(name), at->second.info.type});
  }
  return entries;
}

std::unique_ptr<FileChanges> MemoryFiles::Changes() const {
  auto signal = std::make_shared<Signal>();
  watched_by_.push_back(signal);
  return std::make_unique<SignalledChanges>(std::move(signal));
}

void MemoryFiles::Notify() {
  std::erase_if(watched_by_, [](const auto& watcher) { return watcher.expired(); });
  for (const auto& watcher : watched_by_) {
    if (const auto signal = watcher.lock()) signal->Raise();
  }
}

}  // namespace check
