#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>

#include "libcheck/base/text.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/http/http.h"
#include "libcheck/report/json_text.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/server_flags.h"

// The commands about servers that have names.
namespace tools {
namespace {

using check::Result;
using check::report::Json;
using check::workspace::Context;
using check::workspace::Contexts;

struct Options {
  std::string name;
  std::string format = "text";
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// URLs with commas between them, as they may be shown.
std::string Shown(std::string_view urls) {
  std::string text;
  check::ForEachWord(urls, [&](std::string_view url) {
    text += (text.empty() ? "" : ",") + check::http::PublicUrl(check::TrimSpace(url));
  });
  return text;
}

Json ToJson(const Context& context, bool current) {
  Json json = {{"name", context.name}};
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) json[key] = value;
  };
  add("url", check::http::PublicUrl(context.url));
  json["current"] = current;
  add("alertmanager", Shown(context.alertmanager));
  add("http_config_file", context.http_config_file);
  add("alertmanager_http_config_file", context.alertmanager_http_config_file);
  add("tenant", context.tenant);
  add("timeout", context.timeout);
  add("format", context.format);
  add("time_zone", context.time_zone);
  return json;
}

Exit List(const Options& options) {
  const Result<Contexts> contexts = LoadContexts();
  if (!contexts) return Fail(contexts.error().message);
  if (options.format == "json") {
    Json list = Json::array();
    for (const Context& context : contexts->contexts) {
      list.push_back(ToJson(context, context.name == contexts->current));
    }
    WriteData(check::report::ToText(list));
    return Exit::kOk;
  }
  if (contexts->contexts.empty()) {
    WriteErr(fmt::format("no contexts in `{}`\n", contexts->path));
    return Exit::kOk;
  }
  std::size_t width = 0;
  for (const Context& context : contexts->contexts) width = std::max(width, context.name.size());
  for (const Context& context : contexts->contexts) {
    WriteOut(fmt::format(
        "{} {:<{}}  {}\n", context.name == contexts->current ? '*' : ' ', context.name, width,
        context.url.empty() ? Shown(context.alertmanager) : check::http::PublicUrl(context.url)));
  }
  return Exit::kOk;
}

Exit Show(const Options& options) {
  const Result<Contexts> contexts = LoadContexts();
  if (!contexts) return Fail(contexts.error().message);
  const std::string& name = options.name.empty() ? contexts->current : options.name;
  if (name.empty()) {
    return Fail("no current context; choose one with `pronoia context use`");
  }
  const Context* context = contexts->Find(name);
  if (context == nullptr) return Fail(fmt::format("unknown context `{}`", name));
  const Json json = ToJson(*context, name == contexts->current);
  if (options.format == "json") {
    WriteData(check::report::ToText(json));
    return Exit::kOk;
  }
  std::size_t width = 16;
  for (const auto& [key, value] : json.items()) width = std::max(width, key.size());
  for (const auto& [key, value] : json.items()) {
    const std::string text = value.is_string() ? value.get<std::string>() : value ? "yes" : "no";
    WriteOut(fmt::format("{:<{}}{}\n", key + ":", width + 2, text));
  }
  return Exit::kOk;
}

Exit Use(const Options& options) {
  const Result<Contexts> contexts = LoadContexts();
  if (!contexts) return Fail(contexts.error().message);
  if (contexts->Find(options.name) == nullptr) {
    return Fail(fmt::format("unknown context `{}` in `{}`", options.name, contexts->path));
  }
  Result<std::string> text = check::Disk().Read(contexts->path);
  if (!text) return Fail(text.error().message);
  const check::SourceBuffer file(contexts->path, std::move(*text));
  const Result<std::string> changed = check::workspace::WithCurrent(file, options.name);
  if (!changed) return Fail(changed.error().message);
  const auto problem = check::ReplaceFile(contexts->path, *changed);
  if (problem) return Fail(problem->message);
  WriteErr(fmt::format("the current context is `{}`\n", options.name));
  return Exit::kOk;
}

constexpr std::string_view kFile =
    "Contexts are named servers in `~/.config/pronoia/config.yml` (or below `XDG_CONFIG_HOME`); "
    "`pronoia schema contexts` lists the fields. Commands that query a server use --context, "
    "`PRONOIA_URL`, `PRONOIA_CONTEXT` or the current context; commands about alerts and silences "
    "use its `alertmanager`, unless `PRONOIA_ALERTMANAGER_URL` is set.";

template <Exit (*run)(const Options&), bool has_format>
std::function<Exit()> Declare(FlagSet& flags, bool name, bool required) {
  auto options = std::make_shared<Options>();
  if (name) {
    flags.Argument("name", &options->name, "CONTEXT", "Name of the context",
                   {.required = required});
  }
  if (has_format) flags.Option("--format", &options->format, "TRACE", "text or json");
  return [options] { return run(*options); };
}

constexpr Example kListExamples[] = {{"pronoia context list", "List the contexts"}};
constexpr Example kShowExamples[] = {
    {"pronoia context show production", "Show the settings of a context, without secrets"}};
constexpr Example kUseExamples[] = {
    {"pronoia context use production", "Make `production` the current context"}};

}  // namespace

extern const Command kContextListCommand = {
    .path = "context list",
    .summary = "List the contexts",
    .description = kFile,
    .examples = kListExamples,
    .declare = [](FlagSet& flags) { return Declare<List, true>(flags, false, false); },
};

extern const Command kContextShowCommand = {
    .path = "context show",
    .summary = "Show a context (default: the current one)",
    .description = kFile,
    .examples = kShowExamples,
    .declare = [](FlagSet& flags) { return Declare<Show, true>(flags, true, false); },
};

extern const Command kContextUseCommand = {
    .path = "context use",
    .summary = "Choose the current context",
    .description = kFile,
    .examples = kUseExamples,
    .declare = [](FlagSet& flags) { return Declare<Use, false>(flags, true, true); },
};

}  // namespace tools
