// One code, explained.
#include <fmt/format.h>

#include <algorithm>

#include "libcheck/exposition/codes.h"
#include "libcheck/reference/markdown.h"
#include "libcheck/reference/reference.h"

namespace check::reference {
namespace {

constexpr std::string_view kReported = "Reported";
constexpr std::string_view kPutRight = "Put right";

std::string_view ColourOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "\x1b[1;91m";
    case Severity::kWarning:
      return "\x1b[1;93m";
    case Severity::kInfo:
      return "\x1b[1;96m";
  }
  return kBold;
}

std::string Paint(std::string_view text, std::string_view colour, bool use) {
  return use ? std::string(colour) + std::string(text) + std::string(kReset) : std::string(text);
}

}  // namespace

std::string ExplainText(const CodeInfo& info, bool colour, unsigned width) {
  // Long lines are hard to read, however wide the terminal.
  constexpr unsigned kNarrowest = 40;
  constexpr unsigned kWidest = 100;
  width = std::clamp(width, kNarrowest, kWidest);

  std::string out =
      fmt::format("{}: {}\n", Paint(ToString(info.severity), ColourOf(info.severity), colour),
                  Paint(info.code, kBold, colour));
  out += RenderMarkdown(info.summary, colour, width, 0);
  out += '\n';
  out += RenderMarkdown(info.explanation, colour, width, 2);
  const auto add_example = [&](std::string_view title, std::string_view example) {
    if (example.empty()) return;
    out += '\n';
    out += Paint(title, kBold, colour) + "\n\n";
    out += Indented(TrimLines(example), 4) + "\n";
  };
  add_example(kReported, info.bad);
  add_example(kPutRight, info.good);
  return out;
}

namespace {

// What the examples of a code are written in, as Markdown wants it.
std::string_view LanguageOf(const CodeInfo& info) {
  for (const auto& codes : {exposition::Codes(), exposition::OpenMetricsCodes()}) {
    if (std::find(codes.begin(), codes.end(), &info) != codes.end()) return "text";
  }
  return "yaml";
}

}  // namespace

std::string ExplainMarkdown(const CodeInfo& info, unsigned level) {
  std::string out = fmt::format("{} {}\n\n*{}*: {}\n\n{}\n", std::string(level, '#'), info.code,
                                ToString(info.severity), info.summary, TrimLines(info.explanation));
  const auto add_example = [&](std::string_view title, std::string_view example) {
    if (example.empty()) return;
    out += fmt::format("\n**{}**\n\n```{}\n{}\n```\n", title, LanguageOf(info), TrimLines(example));
  };
  add_example(kReported, info.bad);
  add_example(kPutRight, info.good);
  return out;
}

std::string CodesMarkdown() {
  std::string out =
      "# Codes\n\nEvery problem that `pronoia` can report has a code. `pronoia explain CODE` "
      "prints the text\nbelow; a comment `# pronoia: ignore CODE reason` suppresses a finding, and "
      "`.pronoia.yml` enables\nand disables codes.\n";
  for (const CodeGroup& group : CodeGroups()) {
    if (group.codes.empty()) continue;
    out += fmt::format("\n## {}\n\n{}\n\n| Code | Severity | Finds |\n| --- | --- | --- |\n",
                       group.title, group.doc);
    for (const CodeInfo* info : group.codes) {
      out += fmt::format("| [`{0}`](#{0}) | {1} | {2} |\n", info->code, ToString(info->severity),
                         info->summary);
    }
  }
  for (const CodeGroup& group : CodeGroups()) {
    for (const CodeInfo* info : group.codes) out += "\n" + ExplainMarkdown(*info, 3);
  }
  return out;
}

}  // namespace check::reference
