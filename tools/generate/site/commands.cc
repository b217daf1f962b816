// A page for each command: its help as a page.
#include <fmt/format.h>

#include <string>
#include <vector>

#include "tools/generate/site/html.h"
#include "tools/generate/site/site.h"
#include "tools/value_kinds.h"

namespace tools::generate {
namespace {

std::string OptionTerm(const OptionModel& option) {
  if (!option.positional.empty()) return "<code>" + EscapeHtml(option.positional) + "</code>";
  std::string out;
  for (const std::string& name : option.short_names) {
    out += fmt::format("{}<code>-{}</code>", out.empty() ? "" : ", ", EscapeHtml(name));
  }
  for (const std::string& name : option.long_names) {
    out += fmt::format("{}<code>--{}</code>", out.empty() ? "" : ", ", EscapeHtml(name));
  }
  const std::string value = EscapeHtml(option.value);
  if (option.value_is_optional) return out + fmt::format("[=<var>{}</var>]", value);
  return value.empty() ? out : out + fmt::format(" <var>{}</var>", value);
}

std::string OptionText(const OptionModel& option) {
  std::string out = SpanHtml(option.doc) + ".";
  if (!option.default_value.empty()) {
    out += fmt::format(" Default: <code>{}</code>.", EscapeHtml(option.default_value));
  }
  if (option.required) out += " Required.";
  if (option.repeatable) out += " Can be given several times.";
  const ValueKind* kind = FindValueKind(option.value);
  if (kind != nullptr && kind->words != nullptr) {
    std::string words;
    for (const std::string& word : kind->words()) {
      words += fmt::format("{}<code>{}</code>", words.empty() ? "" : ", ", EscapeHtml(word));
    }
    // A list of all codes is a page of its own.
    constexpr std::size_t kMost = 2000;
    if (words.size() < kMost) out += fmt::format(" One of {}.", words);
  }
  return out;
}

void AppendOptions(std::string& html, std::string_view title,
                   const std::vector<OptionModel>& options) {
  if (options.empty()) return;
  html += fmt::format("<h2>{}</h2>\n<dl>\n", title);
  for (const OptionModel& option : options) {
    const std::string name =
        option.long_names.empty() ? option.positional : "--" + option.long_names.front();
    html += fmt::format("<dt id=\"{}\">{}</dt>\n<dd>{}</dd>\n", Slug(name), OptionTerm(option),
                        OptionText(option));
  }
  html += "</dl>\n";
}

std::string CommandHtml(const CommandModel& command) {
  std::string html = CodeHtml(Usage(command)) + MarkdownHtml(command.description);
  if (!command.examples.empty()) html += "<h2>Examples</h2>\n";
  for (const Example& example : command.examples) {
    html += fmt::format("<p>{}:</p>\n{}", SpanHtml(example.purpose), CodeHtml(example.command));
  }
  if (!command.subcommands.empty()) {
    std::vector<std::vector<std::string>> rows = {{"", ""}};
    for (const CommandModel& sub : command.subcommands) {
      rows.push_back({fmt::format("<a href=\"{}commands/{}.html\">{}</a>", kRoot, Slug(sub.path),
                                  EscapeHtml(sub.path)),
                      SpanHtml(sub.summary)});
    }
    html += "<h2>Commands</h2>\n" + TableHtml(rows);
  }
  AppendOptions(html, "Arguments", command.positionals);
  AppendOptions(html, "Options", command.options);
  return html;
}

void Append(const CommandModel& command, const std::string& group, std::vector<Page>& pages) {
  pages.push_back({.name = Slug(command.path),
                   .title = command.path,
                   .summary = command.summary,
                   .html = CommandHtml(command),
                   .group = group});
  for (const CommandModel& sub : command.subcommands) Append(sub, group, pages);
}

check::Result<std::vector<Page>> Pages(const SiteInput& input) {
  std::vector<Page> pages;
  for (const CommandModel& command : input.root.subcommands) Append(command, {}, pages);
  return pages;
}

}  // namespace

extern const SitePart kCommandsPart = {"commands", "Commands", "What `pronoia` can do.", Pages};

}  // namespace tools::generate
