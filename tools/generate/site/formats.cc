// A page for each format that is written or read.
#include "libcheck/series/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/reference/pages.h"
#include "libcheck/report/coverage.h"
#include "libcheck/report/report.h"
#include "libcheck/report/test_run.h"
#include "libcheck/result/format.h"
#include "libcheck/slo/formats.h"
#include "libcheck/workspace/file_kind.h"
#include "tools/generate/site/html.h"
#include "tools/generate/site/site.h"
#include "tools/value_kinds.h"

namespace tools::generate {
namespace {

// Formats of one purpose.
struct Family {
  std::string_view slug;
  std::string_view title;
  std::string_view manual;  ///< The manual page that describes them.
};

std::string CommandLink(const CommandModel& command, std::string_view flag) {
  return fmt::format("<li><a href=\"{}commands/{}.html\">{}</a> <code>{}</code></li>\n", kRoot,
                     Slug(command.path), EscapeHtml(command.path), EscapeHtml(flag));
}

// The commands with a flag of which `words` are exactly the values.
void AppendUsers(const CommandModel& command, const std::vector<std::string>& words,
                 std::string_view word, std::string& html) {
  for (const CommandModel& sub : command.subcommands) AppendUsers(sub, words, word, html);
  for (const OptionModel& option : command.options) {
    const ValueKind* kind = FindValueKind(option.value);
    if (kind == nullptr || kind->words == nullptr || option.long_names.empty()) continue;
    if (kind->words() != words) continue;
    html += CommandLink(command, fmt::format("--{} {}", option.long_names.front(), word));
  }
}

// A page for each row of a table of output formats.
template <typename Rows>
void AddOutputs(const SiteInput& input, const Family& family, const Rows& rows,
                std::vector<Page>& pages) {
  std::vector<std::string> words;
  for (const auto& row : rows) words.emplace_back(row.name);
  for (const auto& row : rows) {
    std::string users;
    AppendUsers(input.root, words, row.name, users);
    std::string html = fmt::format("<p>Described in <a href=\"{0}manual/{1}.html\">{1}</a>.</p>\n",
                                   kRoot, family.manual);
    if (!users.empty()) html += "<h2>Commands</h2>\n<ul>\n" + users + "</ul>\n";
    pages.push_back({.name = fmt::format("{}-{}", family.slug, Slug(row.name)),
                     .title = std::string(row.name),
                     .summary = std::string(row.doc),
                     .html = std::move(html),
                     .group = std::string(family.title)});
  }
}

std::string Joined(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) {
    out += fmt::format("{}<code>{}</code>", out.empty() ? "" : ", ", EscapeHtml(word));
  }
  return out;
}

void AddFileKinds(std::vector<Page>& pages) {
  for (const check::workspace::FileKind* kind : check::workspace::FileKinds()) {
    std::string html;
    if (!kind->keys.empty()) {
      html += fmt::format("<p>Recognised by the top-level keys {}.</p>\n", Joined(kind->keys));
    }
    if (!kind->extensions.empty()) {
      html += fmt::format("<p>Names end in {}.</p>\n", Joined(kind->extensions));
    }
    if (!kind->advice.empty()) html += "<p>" + SpanHtml(kind->advice) + ".</p>\n";
    const auto schemas = kind->schemas_of != nullptr ? kind->schemas_of() : kind->schemas;
    if (!schemas.empty()) html += "<h2>Fields</h2>\n<ul>\n";
    for (const check::workspace::NamedSchema& schema : schemas) {
      html += fmt::format("<li><a href=\"{}fields/{}.html\">{}</a></li>\n", kRoot,
                          check::reference::SectionPage(*schema.object), EscapeHtml(schema.name));
    }
    if (!schemas.empty()) html += "</ul>\n";
    pages.push_back({.name = fmt::format("file-{}", Slug(kind->name)),
                     .title = std::string(kind->name),
                     .summary = std::string(kind->noun),
                     .html = std::move(html),
                     .group = "Files that are checked"});
  }
}

void AddInputs(std::vector<Page>& pages) {
  for (const check::series::SampleFormat& format : check::series::SampleFormats()) {
    pages.push_back({.name = fmt::format("samples-{}", Slug(format.name)),
                     .title = std::string(format.name),
                     .summary = fmt::format("samples for `--data` as {}", format.name),
                     .html = fmt::format("<p>Names end in {}.</p>\n", Joined(format.extensions)),
                     .group = "Files of samples"});
  }
  for (const check::slo::SpecFormat* format : check::slo::SpecFormats()) {
    pages.push_back({.name = fmt::format("slo-{}", Slug(format->name)),
                     .title = std::string(format->name),
                     .summary = fmt::format("{}, as {} reads it", format->noun, format->owner),
                     .html = fmt::format("<p>Described in <a href=\"{}manual/pronoia-slo.7.html\">"
                                         "pronoia-slo(7)</a>.</p>\n",
                                         kRoot),
                     .group = "Specifications of objectives"});
  }
}

check::Result<std::vector<Page>> Pages(const SiteInput& input) {
  std::vector<Page> pages;
  AddFileKinds(pages);
  AddOutputs(input, {"findings", "Findings", "pronoia-formats.7"}, check::report::AllFormats(),
             pages);
  AddOutputs(input, {"tests", "Test results", "pronoia-formats.7"}, check::report::AllTestFormats(),
             pages);
  std::vector<check::report::CoverageFormat> coverage;
  for (const auto* format : check::report::AllCoverageFormats()) coverage.push_back(*format);
  AddOutputs(input, {"coverage", "Coverage", "pronoia-formats.7"}, coverage, pages);
  AddOutputs(input, {"results", "Query results", "pronoia-formats.7"}, check::result::AllFormats(),
             pages);
  AddInputs(pages);
  return pages;
}

}  // namespace

extern const SitePart kFormatsPart = {"formats", "Formats",
                                      "What `pronoia` reads and what it writes.", Pages};

}  // namespace tools::generate
