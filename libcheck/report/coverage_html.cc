#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/report/coverage_formats.h"
#include "libcheck/report/printable.h"
#include "libcheck/report/xml_text.h"

namespace check::report {
namespace {

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width"/>
<title>Coverage of rules</title>
<style>
:root{--page:#ffffff;--text:#1f2328;--dim:#59636e;--line:#d0d7de;--link:#0550ae;--missing:#a40e26;
--good:#dcf2e0;--part:#fbeecb;--bad:#ffe1e0;--seen:#2da44e;--unseen:#f0b9b6;color-scheme:light}
@media (prefers-color-scheme: dark) {
:root{--page:#0d1117;--text:#e6edf3;--dim:#9aa1aa;--line:#2a313a;--link:#79c0ff;--missing:#ff9a92;
--good:#12301d;--part:#3a2d0a;--bad:#44191b;--seen:#2ea043;--unseen:#6e2b2d;color-scheme:dark}
}
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em;
  background: var(--page); color: var(--text); }
h1 { font-size: 1.6em; line-height: 1.25; }
a { color: var(--link); }
table { border-collapse: collapse; }
table.files td, table.files th { padding: .2em .9em; text-align: right;
  border-bottom: 1px solid var(--line); }
table.files td:first-child, table.files th:first-child { text-align: left; padding-left: 0;
  overflow-wrap: anywhere; }
.bar { display: inline-block; width: 7em; height: .7em; background: var(--unseen); }
.bar i { display: block; height: 100%; background: var(--seen); }
summary { cursor: pointer; font-weight: 600; margin: 1em 0 .4em; overflow-wrap: anywhere; }
table.source { font: 13px/1.45 ui-monospace, monospace; width: 100%; }
table.source td { padding: 0 .6em; white-space: pre-wrap; overflow-wrap: anywhere;
  vertical-align: top; }
table.source td.n { color: var(--dim); text-align: right; user-select: none; width: 1%;
  white-space: nowrap; }
tr.good td.c { background: var(--good); }
tr.part td.c { background: var(--part); }
tr.bad td.c { background: var(--bad); }
mark { background: none; color: inherit; text-decoration: underline wavy var(--missing); }
.missing { color: var(--missing); font-style: italic; }
@media (max-width: 640px) {
  body { margin: 1em auto; padding: 0 .7em; }
  table.files { width: 100%; }
  table.files td, table.files th { padding: .2em .25em; }
  table.files td:nth-child(5), table.files th:nth-child(5) { display: none; }
  table.source { font-size: 12px; }
  table.source td { padding: 0 .3em; }
}
</style>
</head>
<body>
<h1>Coverage of rules</h1>
)";

constexpr std::string_view kLegend =
    "<p>Green lines were used and went every way they can; yellow ones not every way; red ones "
    "came to nothing.</p>\n";

std::string Bar(Covered covered) {
  return fmt::format("<span class=\"bar\"><i style=\"width:{:.1f}%\"></i></span>",
                     covered.percent());
}

std::string FileRow(std::string_view name, std::size_t rules, Covered covered) {
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{} of {}</td><td>{}</td><td>{}</td></tr>\n",
                     name, rules, covered.seen, covered.all, PercentText(covered), Bar(covered));
}

std::string_view ClassOf(const LineCoverage& line) {
  if (line.count == 0) return "bad";
  return line.covered.complete() ? "good" : "part";
}

// A part of a file in which something is missing.
struct Marked {
  Span bytes;
  std::string title;
};

class FileRenderer {
 public:
  FileRenderer(const FileCoverage& file, std::size_t id)
      : file_(file), id_(id), lines_(ByLine(file.rules)) {
    for (const RuleCoverage& rule : file.rules) {
      for (const Decision& decision : rule.decisions) {
        std::string title;
        for (const std::string& missing : Missing(rule, decision)) {
          // Of text that rules share, the same may be said several times.
          std::vector<std::string>& here = missing_[decision.where.begin.line];
          if (std::find(here.begin(), here.end(), missing) == here.end()) here.push_back(missing);
          title += (title.empty() ? "" : "; ") + missing;
        }
        if (!title.empty()) marks_.push_back({decision.where.bytes, std::move(title)});
      }
    }
    // What is outside comes first.
    std::stable_sort(marks_.begin(), marks_.end(), [](const Marked& a, const Marked& b) {
      return a.bytes.begin != b.bytes.begin ? a.bytes.begin < b.bytes.begin
                                            : a.bytes.end > b.bytes.end;
    });
    const auto same = [](const Marked& a, const Marked& b) {
      return a.bytes == b.bytes && a.title == b.title;
    };
    marks_.erase(std::unique(marks_.begin(), marks_.end(), same), marks_.end());
  }

  std::string Render() {
    const Covered covered = Count(file_);
    out_ = fmt::format("<details id=\"f{}\"{}><summary>{} · {}</summary>\n", id_,
                       covered.complete() ? "" : " open=\"open\"",
                       XmlText(PrintableLine(PrintablePath(file_.path))), PercentText(covered));
    out_ += "<table class=\"source\">\n";
    std::string_view rest = file_.text;
    std::uint32_t offset = 0;
    for (std::uint32_t number = 1; !rest.empty(); ++number) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      AddLine(number, rest.substr(0, end), offset);
      const std::size_t used = std::min(rest.size(), end + 1);
      offset += static_cast<std::uint32_t>(used);
      rest.remove_prefix(used);
    }
    out_ += "</table>\n</details>\n";
    return std::move(out_);
  }

 private:
  void AddLine(std::uint32_t number, std::string_view line, std::uint32_t offset) {
    const auto known = lines_.find(number);
    if (known == lines_.end()) {
      out_ += fmt::format("<tr id=\"f{}l{}\"><td class=\"n\">{}</td><td class=\"n\"></td>", id_,
                          number, number);
    } else {
      out_ += fmt::format(
          "<tr id=\"f{}l{}\" class=\"{}\"><td class=\"n\">{}</td><td class=\"n\">{}×</td>", id_,
          number, ClassOf(known->second), number, known->second.count);
    }
    out_ += "<td class=\"c\">";
    AddText(line, offset);
    if (const auto at = missing_.find(number); at != missing_.end()) {
      for (const std::string& missing : at->second) {
        out_ += "\n<span class=\"missing\">  " + XmlText(PrintableLine(missing)) + "</span>";
      }
    }
    out_ += "</td></tr>\n";
  }

  // Marks that go on over several lines are opened again on each.
  void AddText(std::string_view line, std::uint32_t offset) {
    const auto line_end = offset + static_cast<std::uint32_t>(line.size());
    std::uint32_t at = offset;
    std::vector<std::uint32_t> ends;
    const auto copy_to = [&](std::uint32_t to) {
      if (to <= at) return;
      out_ += XmlText(Printable(line.substr(at - offset, to - at)));
      at = to;
    };
    const auto close_till = [&](std::uint32_t to) {
      while (!ends.empty() && ends.back() <= to) {
        copy_to(ends.back());
        out_ += "</mark>";
        ends.pop_back();
      }
    };
    while (first_ < marks_.size() && marks_[first_].bytes.end <= offset) ++first_;
    for (std::size_t i = first_; i < marks_.size(); ++i) {
      const Marked& mark = marks_[i];
      if (mark.bytes.begin >= line_end) break;
      std::uint32_t end = std::min(mark.bytes.end, line_end);
      const std::uint32_t begin = std::max(mark.bytes.begin, offset);
      if (begin >= end) continue;
      close_till(begin);
      copy_to(begin);
      if (!ends.empty()) end = std::min(end, ends.back());
      out_ += "<mark" + XmlAttribute("title", PrintableLine(mark.title)) + ">";
      ends.push_back(end);
    }
    close_till(line_end);
    copy_to(line_end);
  }

  const FileCoverage& file_;
  const std::size_t id_;
  const std::map<std::uint32_t, LineCoverage> lines_;
  std::map<std::uint32_t, std::vector<std::string>> missing_;
  std::vector<Marked> marks_;
  std::size_t first_ = 0;  // Of `marks_`: those before it end above the current line.
  std::string out_;
};

std::string Render(const Coverage& coverage, const CoverageStyle& style) {
  std::string out(kHead);
  out +=
      "<table class=\"files\">\n<tr><th>file</th><th>rules</th><th>outcomes seen</th>"
      "<th>covered</th><th></th></tr>\n";
  std::size_t rules = 0;
  for (std::size_t i = 0; i < coverage.files.size(); ++i) {
    const FileCoverage& file = coverage.files[i];
    rules += file.rules.size();
    out += FileRow(
        fmt::format("<a href=\"#f{}\">{}</a>", i, XmlText(PrintableLine(PrintablePath(file.path)))),
        file.rules.size(), Count(file));
  }
  out += FileRow("<b>total</b>", rules, Count(coverage)) + "</table>\n" + std::string(kLegend);
  for (std::size_t i = 0; i < coverage.files.size(); ++i) {
    out += FileRenderer(coverage.files[i], i).Render();
  }
  return out + fmt::format("<p><small>pronoia {}</small></p>\n</body>\n</html>\n",
                           XmlText(style.tool_version));
}

}  // namespace

constinit const CoverageFormat kCoverageHtmlFormat = {
    .name = "html",
    .doc = "A self-contained page with the text of the rule files.",
    .render = Render,
};

}  // namespace check::report
