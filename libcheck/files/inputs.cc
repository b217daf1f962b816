#include "libcheck/files/inputs.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "libcheck/base/glob.h"

namespace check {
namespace {

std::string Join(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.empty() && !path.ends_with('/')) path += '/';
  return path += name;
}

// Folders that people do not mean when they name the one above.
bool IsPassedOver(std::string_view folder_name) {
  return folder_name.starts_with('.') || folder_name == "node_modules";
}

// A pattern cut into the folder where matches can begin and the names to match below it.
struct Pattern {
  std::string base;
  std::vector<std::string_view> names;

  explicit Pattern(std::string_view pattern) {
    bool is_base = true;
    if (pattern.starts_with('/')) base = "/";
    while (!pattern.empty()) {
      const std::size_t slash = pattern.find('/');
      const std::string_view name = pattern.substr(0, slash);
      pattern.remove_prefix(slash == pattern.npos ? pattern.size() : slash + 1);
      if (name.empty() || (name == "." && !(is_base && base.empty()))) continue;
      is_base = is_base && !HasGlob(name);
      if (is_base) {
        base = Join(base, name);
      } else if (name != "**" || names.empty() || names.back() != "**") {
        names.push_back(name);
      }
    }
  }
};

class Expander {
 public:
  Expander(const FileSystem& source, const InputOptions& options)
      : source_(source), options_(options) {}

  void Argument(const std::string& argument) {
    if (argument == "-") {
      if (!std::exchange(stdin_taken_, true)) inputs_.files.push_back({argument});
      return;
    }
    const Result<FileInfo> info = source_.Stat(argument);
    if (info) {
      Existing(argument, *info);
    } else if (info.error().number == ENOENT && HasGlob(argument)) {
      Glob(argument);
    } else {
      Fail(info.error());
    }
  }

  Inputs Take() { return std::move(inputs_); }

 private:
  void Fail(const Error& error) { inputs_.errors.push_back(error); }

  bool IsExcluded(const std::string& path) const {
    return options_.excluded && options_.excluded(path);
  }
  bool HasExtension(std::string_view name) const {
    return std::any_of(options_.extensions.begin(), options_.extensions.end(),
                       [&](std::string_view e) { return name.ends_with(e); });
  }

  // Something that was named, or that a pattern matches.
  void Existing(const std::string& path, const FileInfo& info) {
    if (info.type != FileType::kFolder) return AddFile(path, info, false);
    const std::size_t before = seen_;
    const std::size_t errors = inputs_.errors.size();
    Folder(path, info);
    if (seen_ == before && inputs_.errors.size() == errors) {
      std::string endings;
      for (const std::string_view extension : options_.extensions) {
        endings += (endings.empty() ? "*" : ", *") + std::string(extension);
      }
      inputs_.errors.push_back({"no files in `" + path + "` match " + endings});
    }
  }

  void AddFile(const std::string& path, const FileInfo& info, bool found) {
    ++seen_;
    // Pipes are no file, whatever their number.
    if (info.type == FileType::kFile && !files_.insert(info.id).second) return;
    inputs_.files.push_back({path, found});
  }

  void Folder(const std::string& path, const FileInfo& info) {
    const auto above = std::find_if(above_.begin(), above_.end(),
                                    [&](const auto& folder) { return folder.first == info.id; });
    if (above != above_.end()) {
      inputs_.remarks.push_back("`" + path + "` leads back to `" + above->second +
                                "` and is not followed");
      return;
    }
    if (!folders_.insert(info.id).second) {
      ++seen_;  // By way of another argument, or of a link.
      return;
    }
    const Result<std::vector<FolderEntry>> entries = source_.List(path);
    if (!entries) return Fail(entries.error());
    above_.emplace_back(info.id, path);
    for (const FolderEntry& entry : *entries) InFolder(path, entry);
    above_.pop_back();
  }

  void InFolder(const std::string& folder, const FolderEntry& entry) {
    if (entry.type == FileType::kOther) return;
    if (entry.type == FileType::kFile && !HasExtension(entry.name)) return;
    if (entry.type == FileType::kFolder && IsPassedOver(entry.name)) return;
    const std::string path = Join(folder, entry.name);
    if (IsExcluded(path)) return;
    const Result<FileInfo> info = source_.Stat(path);
    if (!info) {
      // Links that lead nowhere matter only if they look like a file that was asked for.
      if (info.error().number == ELOOP || HasExtension(entry.name)) Fail(info.error());
      return;
    }
    if (info->type == FileType::kFolder) {
      if (!IsPassedOver(entry.name)) Folder(path, *info);
    } else if (info->type == FileType::kFile && HasExtension(entry.name)) {
      AddFile(path, *info, true);
    }
  }

  void Glob(const std::string& argument) {
    const std::size_t before = seen_;
    const std::size_t errors = inputs_.errors.size();
    for (const std::string& text : ExpandBraces(argument)) {
      const Pattern pattern(text);
      if (pattern.names.empty()) {
        if (const auto info = source_.Stat(pattern.base)) Existing(pattern.base, *info);
        continue;
      }
      Below(pattern, pattern.base, "", 0);
    }
    if (seen_ == before && inputs_.errors.size() == errors) {
      inputs_.errors.push_back({"no files match `" + argument + "`"});
    }
  }

  // What matches in `folder`, which is `depth` names below the base of the pattern: `below`.
  void Below(const Pattern& pattern, const std::string& folder, const std::string& below,
             std::size_t depth) {
    const Result<std::vector<FolderEntry>> entries = source_.List(folder);
    if (!entries) {
      const int why = entries.error().number;
      if (why != ENOENT && why != ENOTDIR) Fail(entries.error());
      return;
    }
    const auto any_depth = std::find(pattern.names.begin(), pattern.names.end(), "**");
    const bool is_deep = any_depth - pattern.names.begin() <= static_cast<std::ptrdiff_t>(depth);
    std::string whole;
    for (const std::string_view name : pattern.names) whole = Join(whole, name);

    for (const FolderEntry& entry : *entries) {
      if (is_deep) {
        if (IsPassedOver(entry.name)) continue;
      } else {
        const std::string_view wanted = pattern.names[depth];
        if (entry.name.starts_with('.') && !wanted.starts_with('.')) continue;
        if (!GlobMatchName(wanted, entry.name)) continue;
      }
      const std::string path = Join(folder, entry.name);
      const std::string path_below = Join(below, entry.name);
      if (IsExcluded(path)) continue;
      const Result<FileInfo> info = source_.Stat(path);
      if (!info) continue;
      const bool is_folder = info->type == FileType::kFolder;
      if (GlobMatchPath(whole, path_below)) {
        // `**` at the end stands for what a folder stands for, file by file.
        const bool is_any = pattern.names.back() == "**";
        if (is_any && !is_folder && !HasExtension(entry.name)) continue;
        if (!is_any || !is_folder) {
          Existing(path, *info);
          continue;
        }
      }
      // As in shells, `**` follows no links: they may go in circles.
      const bool is_link = is_deep && entry.type == FileType::kLink;
      const bool goes_deeper = is_deep || depth + 1 < pattern.names.size();
      if (is_folder && goes_deeper && !is_link) {
        Below(pattern, path, path_below, depth + 1);
      }
    }
  }

  const FileSystem& source_;
  const InputOptions& options_;
  Inputs inputs_;
  std::size_t seen_ = 0;  // Files met, those met before among them.
  bool stdin_taken_ = false;
  std::set<FileId> files_;
  std::set<FileId> folders_;
  std::vector<std::pair<FileId, std::string>> above_;  // The folders that are being walked.
};

}  // namespace

Inputs ExpandInputs(const FileSystem& files, std::span<const std::string> arguments,
                    const InputOptions& options) {
  Expander expander(files, options);
  for (const std::string& argument : arguments) expander.Argument(argument);
  return expander.Take();
}

std::string PathFrom(std::string_view root, std::string_view path) {
  if (path == "-") return "-";
  std::error_code error;
  const auto absolute = std::filesystem::absolute(path, error).lexically_normal();
  const auto from = std::filesystem::absolute(root.empty() ? "." : root, error).lexically_normal();
  const auto relative = absolute.lexically_relative(from);
  return relative.empty() ? std::string(path) : relative.generic_string();
}

}  // namespace check
