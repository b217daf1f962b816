#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    {.name = "files",
     .type = ListOf(kFile),
     .presence = Presence::kRequired,
     .doc = "Paths of target files; the last path component may contain `*`.",
     .missing = "file service discovery config must contain at least one path name"},
    {.name = "refresh_interval",
     .type = kDuration,
     .default_value = "5m",
     .doc = "Interval at which files are read again, besides file change events."},
};

void CheckFiles(Section& section) {
  const Values& values = section.values();
  for (const yaml::Node& item : values.Items("files")) {
    const std::string_view path = values.TextOf(item);
    constexpr std::string_view kEndings[] = {".json", ".yml", ".yaml", ".JSON", ".YML", ".YAML"};
    const auto* const ending =
        std::find_if(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view end) { return path.ends_with(end); });
    const bool has_ending = ending != std::end(kEndings);
    const bool one_line = path.find('\n') == std::string_view::npos;
    if (has_ending && IsPathPattern(path) &&
        (one_line || path.find('*') == std::string_view::npos)) {
      continue;
    }
    auto& problem =
        section.Report(kBadValue, item, fmt::format("invalid target file name `{}`", path),
                       fmt::format("path name {} is not valid for file discovery", GoQuote(path)));
    problem.notes.emplace_back(has_ending ? "only the last path component may contain `*`"
                                          : "target file names end in `.json`, `.yml` or `.yaml`");
  }
}

}  // namespace

constexpr Object kFileSdConfig = {
    .name = "file_sd_config",
    .doc = "Discover targets from files in JSON or YAML.",
    .fields = kFields,
    .check = CheckFiles,
    .upstream = "file.plain",
};

}  // namespace check::config::prometheus
