#include <fmt/format.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "libcheck/files/file_writer.h"
#include "libcheck/result/format.h"
#include "libcheck/result/pictures.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/raw_output.h"
#include "tools/width.h"

namespace tools {
namespace {

namespace result = check::result;

}  // namespace

void ValueOutput::Declare(FlagSet& flags) {
  flags.Option("--format", &format, "VALUES",
               "Output format (default table on a terminal, else promql)");
  flags.Option("--sort", &sort, "SORT", "Sort order of rows in tables");
  flags.Option("--svg", &svg, "FILE", "Write an SVG picture to this file");
  flags.Option("--watch", &watch, "DURATION", "Repeat the query at this interval, until Ctrl-C");
  color.Declare(flags);
}

std::optional<check::Error> Show(const check::promql::Value& value, const Question& question,
                                 const ValueOutput& output, const QuerySource& source) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  std::string name = output.format.empty() ? std::string(source.format()) : output.format;
  if (name.empty()) name = terminal ? "table" : "promql";
  const result::Format* format = result::FindFormat(name);
  if (format == nullptr) return check::Error{fmt::format("unknown output format `{}`", name)};
  result::Style style = {.colour = output.color.Use(),
                         .utf8 = ShowsUtf8(),
                         .width = TableWidth(),
                         .height = TerminalHeight(),
                         .zone = question.zone,
                         .query = question.query,
                         .start = question.start,
                         .end = question.end,
                         .step = question.step};
  if (output.sort == "value") style.sort = result::Sort::kValue;
  if (output.sort == "label") style.sort = result::Sort::kLabel;
  if (output.svg.empty() || !output.format.empty()) {
    const bool is_data = name == "json" || name == "csv" || name == "openmetrics";
    format->write(value, style, is_data ? WriteData : WriteOut);
  }
  if (output.svg.empty()) return std::nullopt;
  return check::ReplaceFile(output.svg, result::Svg(value, style));
}

}  // namespace tools
