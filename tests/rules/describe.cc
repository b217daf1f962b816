#include "tests/rules/describe.h"

#include <fmt/format.h>

namespace check::test {
namespace {

std::string Position(const Location& where, std::uint32_t offset) {
  const LineColumn at = where.file->PositionOf(offset);
  return fmt::format("{}:{}", at.line, at.column);
}

}  // namespace

std::string Describe(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics.found()) {
    const Location where = d.where.Outermost();
    out +=
        fmt::format("{}-{} {} {}: {}\n", Position(where, where.span.begin),
                    Position(where, where.span.end), ToString(d.severity), d.info->code, d.message);
    for (const Label& label : d.labels) {
      const Location place = label.where.Outermost();
      out += fmt::format("  {} {}\n", Position(place, place.span.begin), label.message);
    }
    for (const std::string& note : d.notes) out += fmt::format("  = {}\n", note);
  }
  return out;
}

std::string Describe(const std::string& text, const rules::LoadOptions& options) {
  const SourceBuffer file("rules.yml", text);
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const rules::LoadedFile loaded = rules::Load(file, options, arena, diagnostics);
  std::string out = Describe(diagnostics);
  for (const std::string& line : loaded.upstream_errors) out += fmt::format("promtool: {}\n", line);
  return out;
}

}  // namespace check::test
