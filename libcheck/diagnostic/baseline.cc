#include "libcheck/diagnostic/baseline.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "libcheck/files/inputs.h"

namespace check {
namespace {

bool CanBeHidden(const Finding& finding) { return finding.info->severity != Severity::kError; }

// Paths as a baseline has them. Findings come file by file, so the last answer is often the next.
class PathCache {
 public:
  explicit PathCache(const std::string& root) : root_(root) {}

  const std::string& Get(const std::string& path) {
    if (path != from_ || to_.empty()) {
      from_ = path;
      to_ = PathFrom(root_, path);
    }
    return to_;
  }

 private:
  const std::string& root_;
  std::string from_;
  std::string to_;
};

}  // namespace

void Baseline::Add(std::span<const Finding> findings) {
  PathCache paths(root_);
  for (const Finding& finding : findings) {
    if (!CanBeHidden(finding)) continue;
    Add(Entry{.path = paths.Get(finding.where.path),
              .code = std::string(finding.info->code),
              .fingerprint = finding.where.fingerprint,
              .message = finding.message});
  }
}

void Baseline::Add(Entry entry) {
  Known& known = known_[{std::move(entry.path), std::move(entry.code), entry.fingerprint}];
  known.count += entry.count;
  known.left += entry.count;
  if (known.message.empty()) known.message = std::move(entry.message);
}

std::vector<Baseline::Entry> Baseline::Entries() const {
  std::vector<Entry> entries;
  entries.reserve(known_.size());
  for (const auto& [key, known] : known_) {
    const auto& [path, code, fingerprint] = key;
    entries.push_back({path, code, fingerprint, known.count, known.message});
  }
  return entries;
}

std::size_t Baseline::Remove(std::vector<Finding>& findings) {
  if (known_.empty()) return 0;
  PathCache paths(root_);
  const auto end = std::remove_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    if (!CanBeHidden(finding)) return false;
    const auto at = known_.find({paths.Get(finding.where.path), std::string(finding.info->code),
                                 finding.where.fingerprint});
    if (at == known_.end() || at->second.left == 0) return false;
    --at->second.left;
    return true;
  });
  const auto removed = static_cast<std::size_t>(findings.end() - end);
  findings.erase(end, findings.end());
  return removed;
}

std::size_t Baseline::CountStale(
    const FileSystem& files, std::span<const std::string> checked,
    const std::function<bool(std::string_view code)>& is_active) const {
  std::set<std::string> looked_at;
  for (const std::string& path : checked) looked_at.insert(PathFrom(root_, path));
  std::size_t stale = 0;
  for (const auto& [key, known] : known_) {
    if (known.left == 0) continue;
    const auto& [path, code, fingerprint] = key;
    if (is_active && !is_active(code)) continue;
    const bool is_gone =
        path != "-" && !files.Stat((std::filesystem::path(root_) / path).string()).ok();
    if (is_gone || looked_at.contains(path)) ++stale;
  }
  return stale;
}

}  // namespace check
