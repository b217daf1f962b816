#include "libcheck/report/baseline.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>

#include "libcheck/files/file_writer.h"
#include "libcheck/report/json_text.h"

namespace check::report {
namespace {

constexpr int kVersion = 1;

std::optional<std::uint64_t> ParseHex(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number, 16);
  if (error != std::errc() || at != end || text.size() != 16) return std::nullopt;
  return number;
}

// The text of a member, or null if it is not there or is no text.
const std::string* Text(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at == object.end() ? nullptr : at->get_ptr<const Json::string_t*>();
}

std::optional<Baseline::Entry> ParseEntry(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const std::string* const path = Text(json, "path");
  const std::string* const code = Text(json, "code");
  const std::string* const fingerprint = Text(json, "fingerprint");
  const std::string* const message = Text(json, "message");
  const auto count = json.find("count");
  if (path == nullptr || code == nullptr || fingerprint == nullptr || count == json.end() ||
      !count->is_number_unsigned()) {
    return std::nullopt;
  }
  const std::optional<std::uint64_t> hash = ParseHex(*fingerprint);
  if (!hash) return std::nullopt;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max() / 2;
  return Baseline::Entry{
      .path = *path,
      .code = *code,
      .fingerprint = *hash,
      .count = static_cast<std::uint32_t>(std::min(count->get<std::uint64_t>(), kMost)),
      .message = message == nullptr ? "" : *message};
}

Error NoBaseline(const std::string& path, std::string_view why) {
  return Error{"`" + path + "` is not a baseline: " + std::string(why)};
}

}  // namespace

std::string FolderOf(std::string_view path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string BaselineText(const Baseline& baseline) {
  std::string text = "{\n  \"version\": " + std::to_string(kVersion) + ",\n  \"findings\": [";
  std::string_view separator = "\n";
  for (const Baseline::Entry& entry : baseline.Entries()) {
    const Json json = {{"path", entry.path},
                       {"code", entry.code},
                       {"fingerprint", Hex(entry.fingerprint)},
                       {"count", entry.count},
                       {"message", entry.message}};
    text += separator;
    text += "    " + json.dump(-1, ' ', false, Json::error_handler_t::replace);
    separator = ",\n";
  }
  return text + "\n  ]\n}\n";
}

Result<Baseline> ParseBaseline(const std::string& path, std::string_view text) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::string_view before = text.substr(0, error.byte == 0 ? 0 : error.byte - 1);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    return NoBaseline(path, "line " + std::to_string(line) + " is not JSON");
  }
  if (!json.is_object() || !json.contains("version") || !json.contains("findings")) {
    return NoBaseline(path, "it has no `version` and `findings`");
  }
  if (json["version"] != kVersion) {
    return NoBaseline(path, "its version is " + json["version"].dump(-1, ' ', true) + ", not " +
                                std::to_string(kVersion));
  }
  if (!json["findings"].is_array()) return NoBaseline(path, "`findings` is not a list");
  Baseline baseline(FolderOf(path));
  std::size_t number = 0;
  for (const Json& item : json["findings"]) {
    ++number;
    std::optional<Baseline::Entry> entry = ParseEntry(item);
    if (!entry) {
      return NoBaseline(path, "finding " + std::to_string(number) +
                                  " needs `path`, `code`, `fingerprint` and `count`");
    }
    baseline.Add(std::move(*entry));
  }
  return baseline;
}

Result<Baseline> ReadBaseline(const FileSystem& files, const std::string& path) {
  Result<std::string> text = files.Read(path);
  if (!text.ok()) return text.error();
  return ParseBaseline(path, *text);
}

std::optional<Error> WriteBaseline(const std::string& path, const Baseline& baseline) {
  return ReplaceFile(path, BaselineText(baseline));
}

}  // namespace check::report
