#include "libcheck/workspace/contexts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "libcheck/base/arena.h"
#include "libcheck/base/text.h"
#include "libcheck/base/url.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/load.h"
#include "libcheck/schema/reader.h"
#include "libcheck/schema/validate.h"
#include "libcheck/yaml/write.h"

namespace check::workspace {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV3;

std::optional<TextProblem> UrlsProblem(std::string_view text) {
  std::optional<TextProblem> problem;
  ForEachWord(text, [&](std::string_view word) {
    if (const Result<Url> url = ParseUrl(TrimSpace(word)); !url || url->host.empty()) {
      problem = {.message = "invalid URL", .note = "write `http://` in front of a host"};
    }
  });
  return problem;
}

constexpr Field kContextFields[] = {
    {.name = "url", .type = kUrl, .doc = "URL of the server, including its path prefix."},
    {.name = "http_config_file",
     .type = kFile,
     .doc = "File with credentials, TLS and proxy settings, as for `--http.config.file`."},
    {.name = "alertmanager",
     .type = Checked(kString, UrlsProblem),
     .doc = "URL of its Alertmanager; for a cluster, several URLs separated by commas."},
    {.name = "alertmanager_http_config_file",
     .type = kFile,
     .doc = "Like `http_config_file`, for `alertmanager`: credentials are not sent to the other "
            "server."},
    {.name = "tenant", .type = kString, .doc = "Tenant of a Mimir, Cortex or Thanos server."},
    {.name = "timeout", .type = kDuration, .doc = "Timeout of a request."},
    {.name = "format", .type = kString, .doc = "Output format, as for `--format`."},
    {.name = "time_zone",
     .type = kString,
     .default_value = "local",
     .doc = "Time zone of times, as for `--tz`."},
};

constexpr Constraint kContextConstraints[] = {AtLeastOne("url", "alertmanager")};

constexpr Object kContext = {
    .name = "context",
    .doc = "A named server.",
    .fields = kContextFields,
    .constraints = kContextConstraints,
};
constexpr Type kContextType = SectionOf(kContext);

// `current` has to be among the contexts.
void CheckContexts(Section& section);

constexpr Field kFields[] = {
    {.name = "current", .type = kString, .doc = "Context to use by default."},
    {.name = "contexts", .type = MapOf(kContextType), .doc = "Servers, by name."},
};

}  // namespace

extern const schema::Object kContextsTable = {
    .name = "contexts",
    .doc = "Named servers, in `~/.config/pronoia/config.yml`.",
    .fields = kFields,
    .check = CheckContexts,
};

namespace {

void CheckContexts(Section& section) {
  const yaml::Entry* current = section.FindSet("current");
  if (current == nullptr || !current->value.IsScalar()) return;
  const yaml::Entry* contexts = section.Find("contexts");
  const auto entries =
      contexts == nullptr ? std::span<const yaml::Entry>() : contexts->value.entries();
  const std::string_view wanted = current->value.scalar();
  std::string names;
  for (const yaml::Entry& entry : entries) {
    if (entry.key.scalar() == wanted) return;
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", entry.key.scalar());
  }
  Diagnostic& fault =
      section.Report(kBadValue, current->value, fmt::format("unknown context `{}`", wanted));
  fault.notes.push_back(names.empty() ? "there are no contexts" : "there are " + names);
}

Context ReadContext(std::string_view name, const Values& section, const std::string& path) {
  return {.name = std::string(name),
          .url = std::string(section.Text("url")),
          .alertmanager = std::string(section.Text("alertmanager")),
          .http_config_file = PathBeside(path, section.Text("http_config_file")),
          .alertmanager_http_config_file =
              PathBeside(path, section.Text("alertmanager_http_config_file")),
          .tenant = std::string(section.Text("tenant")),
          .timeout = std::string(section.Text("timeout")),
          .format = std::string(section.Text("format")),
          .time_zone = std::string(section.Text("time_zone"))};
}

LoadedFile LoadContexts(const SourceFile& file, Arena& arena, Diagnostics& diagnostics) {
  return Load(file, &kContextsTable, {.reader = "pronoia", .validate = {.dialect = kDialect}},
              arena, diagnostics);
}

}  // namespace

const Context* Contexts::Find(std::string_view name) const {
  const auto at =
      std::ranges::find_if(contexts, [&](const Context& context) { return context.name == name; });
  return at == contexts.end() ? nullptr : &*at;
}

std::string ContextsPath() {
  // The XDG Base Directory Specification: a path that is not absolute counts as none.
  const char* folder = std::getenv("XDG_CONFIG_HOME");
  if (folder != nullptr && folder[0] == '/') {
    return (std::filesystem::path(folder) / "pronoia/config.yml").string();
  }
  const char* home = std::getenv("HOME");
  if (home == nullptr || home[0] == '\0') return {};
  return (std::filesystem::path(home) / ".config/pronoia/config.yml").string();
}

Contexts ReadContexts(const SourceFile& file, Diagnostics& diagnostics) {
  Arena arena;
  const LoadedFile loaded = LoadContexts(file, arena, diagnostics);
  Contexts read = {.path = std::string(file.name())};
  if (loaded.root == nullptr || !loaded.root->IsMapping()) return read;
  const Input input = {file, loaded.stream, arena};
  const Values root(*loaded.root, input, kDialect);
  read.current = root.Text("current");
  for (const yaml::Entry& entry : root.Sub("contexts").entries()) {
    read.contexts.push_back(ReadContext(entry.key.scalar(), root.Of(entry.value), read.path));
  }
  return read;
}

Result<std::string> WithCurrent(const SourceFile& file, std::string_view name) {
  // Written by the library that knows when quotes are needed.
  constexpr std::string_view kKey = "current: ";
  yaml::Writer out;
  out.BeginMapping();
  out.Key("current");
  out.String(name);
  out.End();
  const std::string line = out.Take();
  const std::string value = line.substr(kKey.size(), line.size() - kKey.size() - 1);

  Arena arena;
  Diagnostics ignored;
  const LoadedFile loaded = LoadContexts(file, arena, ignored);
  std::string text(file.text());
  const yaml::Entry* current = nullptr;
  if (loaded.root != nullptr) {
    const Input input = {file, loaded.stream, arena};
    current = Values(*loaded.root, input, kDialect).Given("current");
  }
  if (current == nullptr) {
    const bool is_flow = loaded.root != nullptr && text[loaded.root->span.begin] == '{';
    text.insert(is_flow ? loaded.root->span.begin + 1 : 0,
                is_flow ? std::string(kKey) + value + ", " : line);
  } else if (const Span span = current->value.span; span.begin < span.end) {
    text.replace(span.begin, span.end - span.begin, value);
  } else if (const std::size_t colon = text.find(':', current->key.span.end); colon != text.npos) {
    text.insert(colon + 1, " " + value);
  }
  // YAML has more ways to say it than these.
  const SourceBuffer changed(std::string(file.name()), text);
  Diagnostics problems;
  if (ReadContexts(changed, problems).current != name || problems.HasErrors()) {
    return Error{fmt::format("cannot change `{}`; write `{}` into it", file.name(),
                             line.substr(0, line.size() - 1))};
  }
  return text;
}

}  // namespace check::workspace
