#include "libcheck/workspace/other_rules.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

#include "libcheck/files/inputs.h"

namespace check::workspace {
namespace {

// What a search may cost.
constexpr std::size_t kMostEntries = 20'000;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

constexpr std::string_view kStandardInput = "-";

std::string FolderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (path == kStandardInput || slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// The nearest folder from `folder` up that a repository begins in, or that has settings.
std::optional<std::string> RepositoryOf(const FileSystem& files, const std::string& folder) {
  std::error_code error;
  std::filesystem::path at = std::filesystem::absolute(folder, error).lexically_normal();
  if (!at.has_filename()) at = at.parent_path();
  for (;;) {
    for (const char* name : {".git", ".pronoia.yml"}) {
      if (files.Exists((at / name).string())) return PathFrom(".", at.string());
    }
    if (!at.has_relative_path()) return std::nullopt;
    at = at.parent_path();
  }
}

bool HoldsText(std::string_view name) {
  constexpr std::string_view kExtensions[] = {".yml",  ".yaml",      ".rules",  ".json",
                                              ".tmpl", ".libsonnet", ".jsonnet"};
  return std::any_of(std::begin(kExtensions), std::end(kExtensions),
                     [&](std::string_view extension) { return name.ends_with(extension); });
}

// Calls `visit(name)` for what follows each `record:` in YAML or JSON.
template <typename Visit>
void ForEachRecord(std::string_view text, Visit&& visit) {
  constexpr std::string_view kKey = "record";
  for (std::size_t at = text.find(kKey); at != std::string_view::npos; at = text.find(kKey, at)) {
    at += kKey.size();
    std::size_t begin = text.find_first_not_of("\"' \t", at);
    if (begin == std::string_view::npos || text[begin] != ':') continue;
    begin = text.find_first_not_of("\"' \t", begin + 1);
    if (begin == std::string_view::npos) return;
    const std::size_t end = std::min(text.find_first_of("\"' \t\r\n,}#", begin), text.size());
    if (end > begin) visit(text.substr(begin, end - begin));
  }
}

}  // namespace

OtherRules::Answer OtherRules::Find(std::string_view metric) const {
  std::call_once(loaded_, [this] { Load(); });
  if (recorded_.contains(metric)) return Answer::kRecorded;
  return complete_ ? Answer::kNotRecorded : Answer::kUnknown;
}

void OtherRules::Load() const {
  std::set<std::string> roots;
  std::set<std::string> folders;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (incomplete_[i] != 0) Search(inputs_[i].path);
    const std::string folder = FolderOf(inputs_[i].path);
    if (!folders.insert(folder).second) continue;
    if (auto root = RepositoryOf(files_, folder)) {
      roots.insert(std::move(*root));
      continue;
    }
    // All rules of a server are known if its configuration is.
    if (inputs_[i].server == 0) complete_ = false;
    SearchFolder(folder, /*below=*/false);
  }
  for (const std::string& root : roots) SearchFolder(root, /*below=*/true);
}

void OtherRules::Search(const std::string& path) const {
  const Result<std::string> text = files_.Read(path);
  if (!text) {
    complete_ = false;
    return;
  }
  bytes_ += text->size();
  ForEachRecord(*text, [&](std::string_view name) { recorded_.emplace(name); });
}

void OtherRules::SearchFolder(const std::string& folder, bool below) const {
  std::vector<std::string> todo;
  todo.push_back(folder);
  for (std::size_t next = 0; next < todo.size(); ++next) {
    const std::string at = todo[next];
    const auto entries = files_.List(at == "." ? "" : at);
    if (!entries) continue;
    for (const FolderEntry& entry : *entries) {
      if (++entries_ > kMostEntries || bytes_ > kMostBytes) {
        complete_ = false;
        return;
      }
      std::string path = at == "." ? entry.name : at + "/" + entry.name;
      if (entry.type == FileType::kFolder) {
        const bool hidden = entry.name.starts_with('.') || entry.name == "node_modules";
        if (below && !hidden) todo.push_back(std::move(path));
      } else if (entry.type == FileType::kFile && HoldsText(entry.name)) {
        Search(path);
      }
    }
  }
}

}  // namespace check::workspace
