#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>

#include "libcheck/report/json_text.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

namespace api = check::api;
using check::report::Json;
using check::result::Align;
using check::result::Grid;
using check::result::Tone;

// What a server tells of itself: the word for it, and the end of its path.
struct Part {
  std::string_view word;
  std::string_view path;
};
constexpr Part kParts[] = {
    {"build", "buildinfo"}, {"runtime", "runtimeinfo"}, {"config", "config"},
    {"flags", "flags"},     {"tsdb", "tsdb"},           {"wal", "walreplay"},
};

struct Options {
  std::vector<std::string> words;
  ServerList list;
};

std::string TextOf(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void AddRows(const Json& object, const std::string& prefix, Grid& grid) {
  for (const auto& [key, value] : object.items()) {
    const std::string name = prefix.empty() ? key : prefix + "." + key;
    const bool is_list_of_counts = value.is_array() && !value.empty() && value[0].is_object() &&
                                   value[0].contains("name") && value[0].contains("value");
    if (value.is_object()) {
      AddRows(value, name, grid);
    } else if (is_list_of_counts) {
      for (const Json& entry : value) {
        grid.AddRow({{name + "." + TextOf(entry["name"]), Tone::kName}, {TextOf(entry["value"])}});
      }
    } else {
      grid.AddRow({{name, Tone::kName}, {TextOf(value)}});
    }
  }
}

api::Reply<Grid> ToGrid(const api::Reply<std::string>& data) {
  if (!data) return WithoutValue(data);
  const Json json = Json::parse(*data, nullptr, false);
  Grid grid({{"NAME"}, {"VALUE"}});
  if (json.is_object()) AddRows(json, "", grid);
  return grid;
}

// The configuration is a text, and is shown as one.
Exit ShowConfig(const Options& options, const std::string& path) {
  const check::Result<ChosenServer> chosen = options.list.server.Choose(options.list.word);
  if (!chosen) {
    WriteError(chosen.error().message);
    return Exit::kFailed;
  }
  const auto data = api::Data(*chosen->server, path, {});
  WriteRemarks(data.warnings, data.infos);
  if (!data) {
    WriteFault(data.fault);
    return Exit::kFailed;
  }
  const Json json = Json::parse(*data, nullptr, false);
  if (json.is_object() && json.contains("yaml")) {
    WriteKept(TextOf(json["yaml"]));
  } else {
    WriteData(*data + "\n");
  }
  return Exit::kOk;
}

Exit Run(Options& options) {
  auto split = SplitServerAnd(options.words, 1, "what to show");
  if (!split) {
    WriteError(split.error().message);
    return Exit::kFailed;
  }
  const std::string word = split->rest.empty() ? "build" : split->rest[0];
  const auto* part = std::ranges::find(kParts, word, &Part::word);
  if (part == std::end(kParts)) {
    std::string words;
    for (const Part& known : kParts)
      words += fmt::format("{}{}", words.empty() ? "" : ", ", known.word);
    WriteError(fmt::format("unknown status `{}`; choose from {}", word, words));
    return Exit::kFailed;
  }
  options.list.word = split->server;
  const std::string path = fmt::format("/api/v1/status/{}", part->path);
  if (word == "config" && options.list.output.format == "table") return ShowConfig(options, path);
  return options.list.Run(
      path, {}, "the server's response is empty",
      [&](const api::Server& server) { return ToGrid(api::Data(server, path, {})); });
}

constexpr Example kExamples[] = {
    {"pronoia query status localhost:9090", "Show the version of a server"},
    {"pronoia query status localhost:9090 flags", "Show its flags"},
    {"pronoia query status production config > prometheus.yml", "Save its configuration"},
};

}  // namespace

extern const Command kQueryStatusCommand = {
    .path = "query status",
    .summary = "Show the version, configuration, flags or storage status of a server",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("what", &options->words, "WHAT",
                     "Server (a URL or the name of a context), and one of build, runtime, config, "
                     "flags, tsdb, wal (default build)");
      options->list.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
