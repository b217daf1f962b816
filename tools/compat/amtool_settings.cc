#include "tools/compat/amtool_settings.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/parse.h"
#include "libcheck/yaml/scalar.h"

namespace tools::compat {
namespace {

constexpr check::yaml::Dialect kDialect = check::yaml::Dialect::kGoYamlV2;

// A file of names and values, as go-yaml puts them into a map of strings. The error is its.
check::Result<FlagValues> ReadMap(const check::SourceFile& file) {
  check::Arena arena;
  check::UpstreamTexts texts;
  check::Diagnostics diagnostics(&texts);
  const check::yaml::Stream stream =
      check::yaml::Parse(file, arena, diagnostics,
                         {.max_documents = 1, .report_duplicate_keys = false, .dialect = kDialect});
  for (const check::Diagnostic& problem : diagnostics.found()) {
    if (!problem.upstream.empty()) return check::Error{problem.upstream.str()};
  }
  const check::yaml::Node* root = stream.documents.empty() ? nullptr : stream.documents[0].root;
  if (root == nullptr || root->IsNull()) return FlagValues();
  std::vector<std::string> faults;
  const auto refuse = [&](const check::yaml::Node& node, std::string_view type) {
    faults.push_back(check::yaml::CannotUnmarshal(file, stream, node, type, kDialect));
  };
  FlagValues values;
  if (!root->IsMapping()) refuse(*root, "map[string]string");
  for (const check::yaml::Entry& entry : check::yaml::MergedEntries(*root, kDialect, arena)) {
    if (!entry.key.IsScalar()) {
      refuse(entry.key, "string");
    } else if (!entry.value.IsScalar()) {
      refuse(entry.value, "string");
    } else {
      const auto text = [&](const check::yaml::Node& node) {
        return node.IsNull() ? std::string()
                             : std::string(check::yaml::Resolve(node, kDialect, arena).text);
      };
      values[text(entry.key)] = text(entry.value);
    }
  }
  if (faults.empty()) return values;
  return check::Error{fmt::format("yaml: unmarshal errors:\n  {}", fmt::join(faults, "\n  "))};
}

// The name of a flag that a key stands for; empty if the key does not count.
std::string FlagNameOf(const std::string& key, const FlagValues& values) {
  if (key != "comment_required") return key;
  constexpr const char* kNewName = "require-comment";
  return values.contains(kNewName) ? std::string() : kNewName;
}

}  // namespace

std::string UserName() {
  std::array<char, 4096> memory;
  passwd entry = {};
  passwd* found = nullptr;
  if (::getpwuid_r(::getuid(), &entry, memory.data(), memory.size(), &found) != 0 ||
      found == nullptr) {
    return {};
  }
  return found->pw_name;
}

check::Result<FlagValues> ReadAmtoolSettings() {
  const char* home = std::getenv("HOME");
  const std::string paths[] = {
      std::string(home == nullptr ? "" : home) + "/.config/amtool/config.yml",
      "/etc/amtool/config.yml"};
  const auto unloadable = [](const std::string& why) {
    return check::Error{"could not load config file: " + why};
  };
  FlagValues settings;
  for (const std::string& path : paths) {
    if (check::StatError(check::Disk(), path)) continue;
    const check::Result<std::string> text = check::ReadAsGo(check::Disk(), path);
    if (!text) return unloadable(text.error().message);
    const check::SourceBuffer file(path, *text);
    const check::Result<FlagValues> values = ReadMap(file);
    if (!values) return unloadable(values.error().message);
    for (const auto& [key, value] : *values) {
      if (const std::string name = FlagNameOf(key, *values); !name.empty()) {
        settings.emplace(name, value);
      }
    }
  }
  return settings;
}

}  // namespace tools::compat
