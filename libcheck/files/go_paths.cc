#include "libcheck/files/go_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

namespace check {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBadPattern = "syntax error in pattern";

// Go's filepath.Clean.
std::string Clean(const std::string& path) {
  std::string clean = fs::path(path).lexically_normal().string();
  while (clean.size() > 1 && clean.back() == '/') clean.pop_back();
  return clean.empty() ? "." : clean;
}

// A character of a bracket, which may be escaped. Nothing if there is none.
std::optional<std::string_view> TakeCharacter(std::string_view& text) {
  if (text.empty() || text.front() == '-' || text.front() == ']') return std::nullopt;
  if (text.front() == '\\') text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
  const std::string_view character = text.substr(0, size);
  text.remove_prefix(size);
  return character;
}

std::string_view FirstCharacter(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
  return text.substr(0, size);
}

// Whether a bracket, of which `pattern` is what follows `[`, holds `character`. Leaves `pattern`
// behind the bracket. UTF-8 sorts as its code points do.
std::optional<bool> MatchBracket(std::string_view& pattern, std::string_view character) {
  const bool negated = !pattern.empty() && pattern.front() == '^';
  if (negated) pattern.remove_prefix(1);
  bool found = false;
  for (std::size_t ranges = 0;; ++ranges) {
    if (!pattern.empty() && pattern.front() == ']' && ranges > 0) {
      pattern.remove_prefix(1);
      return found != negated;
    }
    const auto low = TakeCharacter(pattern);
    if (!low || pattern.empty()) return std::nullopt;
    auto high = low;
    if (pattern.front() == '-') {
      pattern.remove_prefix(1);
      high = TakeCharacter(pattern);
      if (!high || pattern.empty()) return std::nullopt;
    }
    found = found || (*low <= character && character <= *high);
  }
}

// What comes before the next star: matches at the front of `name`, which is then cut off.
std::optional<bool> MatchChunk(std::string_view chunk, std::string_view& name) {
  std::string_view rest = name;
  bool failed = false;
  while (!chunk.empty()) {
    failed = failed || rest.empty();
    const std::string_view character = failed ? std::string_view("") : FirstCharacter(rest);
    if (chunk.front() == '[') {
      chunk.remove_prefix(1);
      const auto matched = MatchBracket(chunk, character);
      if (!matched) return std::nullopt;
      failed = failed || !*matched;
    } else if (chunk.front() == '?') {
      chunk.remove_prefix(1);
      failed = failed || character == "/";
    } else {
      if (chunk.front() == '\\') {
        chunk.remove_prefix(1);
        if (chunk.empty()) return std::nullopt;
      }
      const std::string_view wanted = FirstCharacter(chunk);
      chunk.remove_prefix(wanted.size());
      failed = failed || wanted != character;
    }
    if (!failed) rest.remove_prefix(character.size());
  }
  if (!failed) name = rest;
  return !failed;
}

std::string_view NextChunk(std::string_view& pattern) {
  bool in_bracket = false;
  std::size_t i = 0;
  for (; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      if (i + 1 < pattern.size()) ++i;
    } else if (pattern[i] == '[') {
      in_bracket = true;
    } else if (pattern[i] == ']') {
      in_bracket = false;
    } else if (pattern[i] == '*' && !in_bracket) {
      break;
    }
  }
  const std::string_view chunk = pattern.substr(0, i);
  pattern.remove_prefix(i);
  return chunk;
}

bool HasMeta(std::string_view text) {
  return text.find_first_of("*?[\\") != std::string_view::npos;
}

// Go's filepath.Glob.
class Globber {
 public:
  explicit Globber(const FileSystem& files) : files_(files) {}

  // Adds the paths that match. False: the pattern is malformed.
  bool Glob(const std::string& pattern, int depth, std::vector<std::string>& paths) const {
    constexpr int kDeepest = 1000;
    if (depth > kDeepest || !MatchAsGo(pattern, "")) return false;
    if (!HasMeta(pattern)) {
      if (files_.Exists(pattern)) paths.push_back(pattern);
      return true;
    }
    const std::size_t slash = pattern.rfind('/');
    const std::string name = slash == std::string::npos ? pattern : pattern.substr(slash + 1);
    std::string folder = slash == std::string::npos ? std::string() : pattern.substr(0, slash);
    if (slash == 0) folder = "/";
    if (folder.empty()) folder = ".";
    if (!HasMeta(folder)) return InFolder(folder, name, paths);
    if (folder == pattern) return false;
    std::vector<std::string> folders;
    if (!Glob(folder, depth + 1, folders)) return false;
    return std::all_of(folders.begin(), folders.end(), [&](const std::string& each) {
      const Result<FileInfo> info = files_.Stat(each);
      return !info || info->type != FileType::kFolder || InFolder(each, name, paths);
    });
  }

 private:
  // The names in `folder` that match, sorted, as paths.
  bool InFolder(const std::string& folder, std::string_view pattern,
                std::vector<std::string>& paths) const {
    const Result<std::vector<FolderEntry>> entries = files_.List(folder);
    if (!entries) return true;
    for (const auto& [name, type] : *entries) {
      const auto matched = MatchAsGo(pattern, name);
      if (!matched) return false;
      if (!*matched) continue;
      paths.push_back(folder == "." ? name : folder + (folder.back() == '/' ? "" : "/") + name);
    }
    return true;
  }

  const FileSystem& files_;
};

}  // namespace

std::optional<bool> MatchAsGo(std::string_view pattern, std::string_view name) {
  while (!pattern.empty()) {
    bool star = false;
    while (!pattern.empty() && pattern.front() == '*') {
      star = true;
      pattern.remove_prefix(1);
    }
    const std::string_view chunk = NextChunk(pattern);
    if (star && chunk.empty()) return name.find('/') == std::string_view::npos;
    std::string_view rest = name;
    const auto matched = MatchChunk(chunk, rest);
    if (!matched) return std::nullopt;
    if (*matched && (rest.empty() || !pattern.empty())) {
      name = rest;
      continue;
    }
    bool found = false;
    if (star) {
      for (std::size_t i = 0; i < name.size() && name[i] != '/'; ++i) {
        rest = name.substr(i + 1);
        const auto later = MatchChunk(chunk, rest);
        if (!later) return std::nullopt;
        if (!*later || (pattern.empty() && !rest.empty())) continue;
        name = rest;
        found = true;
        break;
      }
    }
    if (found) continue;
    // The rest of the pattern has to be well-formed even so.
    while (!pattern.empty()) {
      if (pattern.front() == '*') {
        pattern.remove_prefix(1);
        continue;
      }
      std::string_view nothing;
      if (!MatchChunk(NextChunk(pattern), nothing)) return std::nullopt;
    }
    return false;
  }
  return name.empty();
}

std::string PathBeside(std::string_view file, std::string_view path) {
  if (path.empty() || path.front() == '/') return std::string(path);
  const std::size_t slash = file.rfind('/');
  std::string joined;
  if (slash != std::string_view::npos) joined = std::string(file.substr(0, slash + 1));
  return Clean(joined.append(path));
}

std::string AbsolutePath(std::string_view path) {
  if (path.starts_with('/')) return Clean(std::string(path));
  std::error_code error;
  const fs::path here = fs::current_path(error);
  return Clean(error ? std::string(path) : here.string() + "/" + std::string(path));
}

Result<std::vector<std::string>> GlobAsGo(const FileSystem& files, const std::string& pattern) {
  std::vector<std::string> paths;
  if (!Globber(files).Glob(pattern, 0, paths)) return Error{std::string(kBadPattern)};
  return paths;
}

std::optional<std::string> StatError(const FileSystem& files, const std::string& path) {
  const Result<FileInfo> info = files.Stat(path);
  if (info) return std::nullopt;
  return fmt::format("stat {}: {}", path, info.error().why());
}

std::optional<std::string> OpenError(const FileSystem& files, const std::string& path) {
  const auto text = [&](const Error& error) {
    return fmt::format("open {}: {}", path, error.why());
  };
  // Standard input is no file to Go.
  const Result<FileInfo> info = files.Stat(path);
  if (!info) return text(info.error());
  // To open a pipe and close it again would break it for who writes to it.
  if (info->type == FileType::kOther) return std::nullopt;
  const Result<std::unique_ptr<ByteSource>> opened = files.Open(path);
  // Go opens what is refused here for not being a file.
  if (opened || opened.error().number == 0) return std::nullopt;
  return text(opened.error());
}

Result<std::string> ReadAsGo(const FileSystem& files, const std::string& path) {
  const Result<FileInfo> info = files.Stat(path);
  if (!info) return Error{fmt::format("open {}: {}", path, info.error().why())};
  if (info->type == FileType::kFolder) return Error{fmt::format("read {}: is a directory", path)};
  Result<std::string> text = files.Read(path);
  if (!text) return Error{fmt::format("open {}: {}", path, text.error().why())};
  return text;
}

}  // namespace check
