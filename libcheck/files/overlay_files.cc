#include "libcheck/files/overlay_files.h"

#include <sys/epoll.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "libcheck/files/descriptor.h"
#include "libcheck/files/file_changes.h"

namespace check {
namespace {

// Those of both layers.
class LayeredChanges final : public FileChanges {
 public:
  LayeredChanges(std::unique_ptr<FileChanges> below, std::unique_ptr<FileChanges> above)
      : below_(std::move(below)),
        above_(std::move(above)),
        any_(::epoll_create1(EPOLL_CLOEXEC), true) {
    for (const FileChanges* layer : {below_.get(), above_.get()}) {
      epoll_event event = {.events = EPOLLIN, .data = {}};
      ::epoll_ctl(any_.get(), EPOLL_CTL_ADD, layer->descriptor(), &event);
    }
  }

  Result<bool> Follow(std::span<const std::string> paths,
                      std::filesystem::file_time_type since) override {
    const Result<bool> above = above_->Follow(paths, since);
    Result<bool> below = below_->Follow(paths, since);
    if (!above) return above;
    if (below) *below = *below || *above;
    return below;
  }
  int descriptor() const override { return any_.get(); }
  bool Take() override {
    const bool above = above_->Take();
    return below_->Take() || above;
  }

 private:
  std::unique_ptr<FileChanges> below_;
  std::unique_ptr<FileChanges> above_;
  Descriptor any_;
};

}  // namespace

void OverlayFiles::Write(const std::string& path, std::string_view text) {
  above_.Write(path, text);
  if (path == "-") return;  // Not a file of that name.
  if (const auto info = below_.Stat(path)) covered_.insert_or_assign(info->id, path);
}

void OverlayFiles::Remove(const std::string& path) {
  above_.Remove(path);
  std::erase_if(covered_, [&](const auto& file) { return !above_.Exists(file.second); });
}

// The path by which memory knows the file; nothing if it is not there.
std::optional<std::string> OverlayFiles::Covering(const std::string& path) const {
  const auto above = above_.Stat(path);
  if (above && above->type == FileType::kFile) return path;
  if (covered_.empty() || path == "-") return std::nullopt;
  const auto below = below_.Stat(path);
  const auto at = below ? covered_.find(below->id) : covered_.end();
  return at == covered_.end() ? std::nullopt : std::optional(at->second);
}

Result<std::string> OverlayFiles::Read(const std::string& path) const {
  const auto covering = Covering(path);
  return covering ? above_.Read(*covering) : below_.Read(path);
}

Result<std::unique_ptr<ByteSource>> OverlayFiles::Open(const std::string& path) const {
  const auto covering = Covering(path);
  return covering ? above_.Open(*covering) : below_.Open(path);
}

Result<FileInfo> OverlayFiles::Stat(const std::string& path) const {
  Result<FileInfo> below = below_.Stat(path);
  if (below) return below;
  const Result<FileInfo> above = above_.Stat(path);
  return above ? above : below;
}

bool OverlayFiles::Exists(const std::string& path) const {
  return below_.Exists(path) || above_.Exists(path);
}

Result<std::vector<FolderEntry>> OverlayFiles::List(const std::string& path) const {
  Result<std::vector<FolderEntry>> below = below_.List(path);
  Result<std::vector<FolderEntry>> above = above_.List(path);
  if (!above) return below;
  if (!below) return above;
  std::vector<FolderEntry> both;
  std::set_union(below->begin(), below->end(), above->begin(), above->end(),
                 std::back_inserter(both),
                 [](const auto& a, const auto& b) { return a.name < b.name; });
  return both;
}

std::unique_ptr<FileChanges> OverlayFiles::Changes() const {
  return std::make_unique<LayeredChanges>(below_.Changes(), above_.Changes());
}

}  // namespace check
