#include "libcheck/files/ignored_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "libcheck/files/git.h"

namespace check {
namespace {

// Git is asked about the whole repository rather than about more folders than this.
constexpr std::size_t kMostAsked = 4;

bool IsIn(std::string_view path, std::string_view folder) {
  return path == folder || folder == "/" ||
         (path.starts_with(folder) && path.substr(folder.size()).starts_with('/'));
}

}  // namespace

bool IgnoredFiles::Ignores(std::string_view path) {
  const Folder& folder = FolderOf(path);
  if (folder.repository == nullptr || folder.repository->ignored.empty()) return false;
  const std::size_t slash = path.rfind('/');
  std::string absolute = folder.path;
  absolute += '/';
  absolute += path.substr(slash == path.npos ? 0 : slash + 1);
  return folder.repository->ignored.contains(absolute);
}

const IgnoredFiles::Folder& IgnoredFiles::FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view spelt = slash == path.npos ? std::string_view() : path.substr(0, slash);
  if (const auto known = folders_.find(spelt); known != folders_.end()) return known->second;
  std::error_code error;
  std::filesystem::path at = slash == 0 ? "/" : spelt.empty() ? "." : std::filesystem::path(spelt);
  at = std::filesystem::absolute(at, error).lexically_normal();
  if (!at.has_filename()) at = at.parent_path();
  Folder& folder = folders_[std::string(spelt)];
  folder.path = at.string();
  folder.repository = RepositoryOf(folder.path);
  return folder;
}

IgnoredFiles::Repository* IgnoredFiles::RepositoryOf(const std::string& folder) {
  const auto [known, is_new] = roots_.try_emplace(folder);
  if (is_new) {
    // The root of the folder above holds unless a repository begins here.
    const std::string above = std::filesystem::path(folder).parent_path().string();
    const auto of_above = roots_.find(above);
    if (of_above != roots_.end() && above != folder && !files_.Exists(folder + "/.git")) {
      known->second = of_above->second;
    } else {
      known->second = FindRepository(files_, folder).value_or("");
    }
  }
  if (known->second.empty()) return nullptr;
  Repository& repository = repositories_[known->second];
  const auto covers = [&](const std::string& asked) { return IsIn(folder, asked); };
  if (std::ranges::none_of(repository.asked, covers)) {
    const bool is_much = repository.asked.size() >= kMostAsked;
    Ask(repository, known->second, is_much ? known->second : folder);
  }
  return &repository;
}

void IgnoredFiles::Ask(Repository& repository, const std::string& root, const std::string& folder) {
  repository.asked.push_back(folder);
  Result<std::vector<std::string>> ignored = IgnoredBelow(folder);
  if (!ignored) {
    if (files_.Exists(root + "/.gitignore")) {
      problems_.push_back("files that .gitignore names are checked, too: " +
                          ignored.error().message);
    }
    repository.asked.push_back(root);  // One complaint is enough.
    return;
  }
  for (std::string& path : *ignored) {
    repository.ignored.insert((folder == "/" ? "" : folder) + "/" + path);
  }
}

}  // namespace check
