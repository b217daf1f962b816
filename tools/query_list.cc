#include "tools/query_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/base/time_expression.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/width.h"

namespace tools {

using check::api::Reply;
using check::result::Grid;

void ListOutput::Declare(FlagSet& flags) {
  flags.Option("--format", &format, "LIST", "Output format");
  color.Declare(flags);
}

void ListOutput::Show(const Grid& grid, std::string_view nothing) const {
  if (format == "csv") return WriteData(grid.Csv());
  if (grid.empty()) return WriteErr(fmt::format("{}\n", nothing));
  WriteOut(grid.Text(color.Use(), TableWidth()));
}

void ServerList::Declare(FlagSet& flags) {
  output.Declare(flags);
  times.Declare(flags);
  server.Declare(flags);
}

Exit ServerList::Run(std::string_view path, const check::api::Form& form, std::string_view nothing,
                     const std::function<Reply<Grid>(const check::api::Server&)>& ask) {
  const check::Result<ChosenServer> chosen = server.Choose(word);
  if (!chosen) {
    WriteError(chosen.error().message);
    return Exit::kFailed;
  }
  zone = times.Zone(chosen->time_zone);
  if (const auto problem = check::CheckTimeZone(zone)) {
    WriteError(fmt::format("--tz: {}", problem->message));
    return Exit::kFailed;
  }
  const auto finish = [](const auto& reply) {
    WriteRemarks(reply.warnings, reply.infos);
    if (!reply) WriteFault(reply.fault);
    return reply ? Exit::kOk : Exit::kFailed;
  };
  if (output.is_json()) {
    const Reply<std::string> data = check::api::Data(*chosen->server, path, form);
    if (data) WriteData(*data + "\n");
    return finish(data);
  }
  const Reply<Grid> grid = ask(*chosen->server);
  if (grid) output.Show(*grid, nothing);
  return finish(grid);
}

std::string LabelText(const std::vector<std::pair<std::string, std::string>>& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", name, check::GoQuote(value));
  }
  return text;
}

std::string AgeText(std::string_view time) {
  if (time.empty() || time.starts_with("0001-01-01")) return "never";
  const check::Result<std::int64_t> at = check::ParseTime(time, 0, "UTC");
  if (!at) return std::string(time);
  return SpanText(std::max<std::int64_t>((Now() - *at) / 1000, 0));
}

std::string SpanText(std::int64_t seconds) {
  if (seconds < 60) return fmt::format("{}s", seconds);
  if (seconds < 60 * 60) return fmt::format("{}m{}s", seconds / 60, seconds % 60);
  if (seconds < 48 * 60 * 60) return fmt::format("{}h{}m", seconds / 3600, seconds / 60 % 60);
  return fmt::format("{}d{}h", seconds / 86400, seconds / 3600 % 24);
}

std::string SecondsText(double seconds) {
  if (seconds >= 1) return fmt::format("{:.2f}s", seconds);
  return fmt::format("{:.1f}ms", seconds * 1000);
}

}  // namespace tools
