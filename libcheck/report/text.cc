#include "libcheck/report/text.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/utf8.h"
#include "libcheck/report/brief.h"
#include "libcheck/report/formats.h"
#include "libcheck/report/printable.h"

namespace check::report {
namespace {

// Colours by what they are for.
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kGutter = "\x1b[94m";
constexpr std::string_view kLabelColour = "\x1b[1;94m";
constexpr std::string_view kGood = "\x1b[1;32m";
constexpr std::string_view kReset = "\x1b[0m";

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

// A marked part of a line.
struct Mark {
  const Place* place;
  std::string message;  // Empty for the finding's own place: its message is in the heading.
  bool is_primary;
  std::size_t column;  // Where the caret begins, from 0.
  std::size_t width;   // At least 1.
};

Mark MakeMark(const Place& place, std::string_view message, bool is_primary) {
  const std::string_view excerpt = place.excerpt;
  return {.place = &place,
          .message = PrintableLine(Brief(message)),
          .is_primary = is_primary,
          .column = PrintableWidth(excerpt.substr(0, place.marked.begin)),
          .width = std::max<std::size_t>(
              1, PrintableWidth(excerpt.substr(place.marked.begin, place.marked.size())))};
}

bool IsBlank(std::string_view text) { return text.find_first_not_of(" \t") == text.npos; }

bool SameLine(const Place& a, const Place& b) {
  return a.path == b.path && a.begin.line == b.begin.line && a.excerpt == b.excerpt;
}

class TextRenderer {
 public:
  TextRenderer(std::string& out, bool colour) : out_(out), colour_(colour) {}

  // `fix`: null if there is none.
  void AddFinding(const Finding& finding, const Fix* fix = nullptr) {
    AddHeading(finding);

    std::vector<Mark> marks;
    std::vector<const PlaceLabel*> without_excerpt;
    if (!IsBlank(finding.where.excerpt)) marks.push_back(MakeMark(finding.where, "", true));
    for (const PlaceLabel& label : finding.labels) {
      if (IsBlank(label.where.excerpt)) {
        without_excerpt.push_back(&label);
      } else {
        marks.push_back(MakeMark(label.where, label.message, false));
      }
    }
    gutter_ = 1;
    for (const Mark& mark : marks) {
      gutter_ = std::max(gutter_, std::to_string(mark.place->begin.line).size());
    }
    AddExcerpts(finding, marks);

    const bool has_notes = !without_excerpt.empty() || !finding.notes.empty() || fix != nullptr;
    if (!marks.empty() && has_notes) AddEmptyGutter();
    for (const PlaceLabel* label : without_excerpt) {
      AddNote(LocationText(label->where), label->message);
    }
    for (const std::string& note : finding.notes) AddNote("help", note);
    if (fix != nullptr) AddNote("fix", fix->title + " (`--fix`)");
  }

  void AddSummary(const Run& run) {
    std::size_t counts[3] = {};
    std::set<std::string_view> paths;
    for (const Finding& finding : run.findings) {
      ++counts[static_cast<std::size_t>(finding.severity)];
      if (!finding.where.path.empty()) paths.insert(finding.where.path);
    }
    for (const Omitted& omitted : run.omitted) {
      counts[static_cast<std::size_t>(omitted.severity)] += omitted.count;
      paths.insert(omitted.path);
    }

    if (run.findings.empty()) {
      Add(kGood, "no problems found");
      out_ += " in " + Count(run.files.size(), "file");
      std::vector<std::string> counts_of_units;
      for (const auto& [unit, count] : Totals(run)) {
        if (count > 0) counts_of_units.push_back(Count(count, unit));
      }
      for (std::size_t i = 0; i < counts_of_units.size(); ++i) {
        const bool is_last = i + 1 == counts_of_units.size();
        out_ += (i == 0 ? " with " : is_last ? " and " : ", ") + counts_of_units[i];
      }
    } else {
      std::string_view separator;
      for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
        const std::size_t count = counts[static_cast<std::size_t>(severity)];
        if (count == 0) continue;
        out_ += separator;
        Add(ColourOf(severity), Count(count, ToString(severity)));
        separator = ", ";
      }
      const std::size_t all = std::max(run.files.size(), paths.size());
      out_ += " in ";
      if (all > 1) out_ += std::to_string(paths.size()) + " of ";
      out_ += Count(all, "file");
    }
    const std::string hidden = HiddenText(run.suppressed, run.baselined);
    if (!hidden.empty()) Add(kDim, " " + hidden);
    out_ += '\n' + StaleText(run.stale_baseline);
    if (run.fixed) {
      out_ += std::to_string(*run.fixed) + " of " +
              Count(*run.fixed + run.findings.size(), "finding") + " fixed\n";
    } else if (!run.fixes.empty()) {
      out_ += std::to_string(run.fixes.size()) + " fixable with `--fix`\n";
    }
  }

  void AddDetails(std::span<const std::string> details) {
    if (!details.empty()) AddEmptyGutter();
    for (const std::string& line : details) AddDetail(line);
  }

 private:
  void Add(std::string_view colour, std::string_view text) {
    if (text.empty()) return;
    if (colour_) out_ += colour;
    out_ += text;
    if (colour_) out_ += kReset;
  }

  // What stands left of a line: its number, or nothing.
  void AddGutter(std::string_view number) {
    std::string gutter(gutter_ - std::min(gutter_, number.size()) + 1, ' ');
    gutter += number;
    gutter += " |";
    Add(kGutter, gutter);
  }
  void AddEmptyGutter() {
    AddGutter("");
    out_ += '\n';
  }

  void AddHeading(const Finding& finding) {
    if (!finding.where.path.empty()) {
      Add(kBold, LocationText(finding.where));
      out_ += ": ";
    }
    Add(ColourOf(finding.severity), ToString(finding.severity));
    out_ += ": ";
    Add(kBold, PrintableLine(Brief(finding.message)));
    out_ += ' ';
    Add(kDim, "[" + std::string(finding.info->code) + "]");
    out_ += '\n';
  }

  static std::string LocationText(const Place& place) {
    return PrintablePath(place.path) + ":" + std::to_string(place.begin.line) + ":" +
           std::to_string(place.begin.column);
  }

  // File by file, the finding's own first; in a file, from top to bottom.
  void AddExcerpts(const Finding& finding, std::vector<Mark>& marks) {
    if (marks.empty()) return;
    std::vector<std::string_view> paths;
    for (const Mark& mark : marks) {
      if (std::find(paths.begin(), paths.end(), mark.place->path) == paths.end()) {
        paths.push_back(mark.place->path);
      }
    }
    for (const std::string_view path : paths) {
      std::vector<const Mark*> here;
      for (const Mark& mark : marks) {
        if (mark.place->path == path) here.push_back(&mark);
      }
      std::stable_sort(here.begin(), here.end(), [](const Mark* a, const Mark* b) {
        return a->place->begin.line < b->place->begin.line;
      });
      if (path != finding.where.path) {
        Add(kGutter, std::string(gutter_ + 1, ' ') + "-->");
        out_ += ' ' + LocationText(*here.front()->place) + '\n';
      }
      AddEmptyGutter();
      AddLines(here, finding.severity);
    }
  }

  void AddLines(std::vector<const Mark*>& marks, Severity severity) {
    std::uint32_t previous = 0;
    for (auto at = marks.begin(); at != marks.end();) {
      const Place& place = *(*at)->place;
      const auto end = std::find_if(
          at, marks.end(), [&](const Mark* mark) { return !SameLine(*mark->place, place); });
      if (previous != 0 && place.begin.line > previous + 1) {
        Add(kGutter, std::string(gutter_, ' ') + "...");
        out_ += '\n';
      }
      previous = place.begin.line;
      AddLine({at, end}, severity);
      at = end;
    }
  }

  // A line, and under it rows of carets. A mark shares the row of the one to its right if nothing
  // is written beside it.
  void AddLine(std::vector<const Mark*> marks, Severity severity) {
    const Place& place = *marks.front()->place;
    AddGutter(std::to_string(place.begin.line));
    std::string line = Printable(place.excerpt);
    while (line.ends_with(' ')) line.pop_back();
    out_ += ' ' + line + '\n';

    std::stable_sort(marks.begin(), marks.end(),
                     [](const Mark* a, const Mark* b) { return a->column > b->column; });
    for (auto at = marks.begin(); at != marks.end();) {
      std::vector<const Mark*> row = {*at++};
      while (at != marks.end() && (*at)->message.empty() &&
             (*at)->column + (*at)->width < row.back()->column) {
        row.push_back(*at++);
      }
      AddGutter("");
      out_ += ' ';
      std::size_t column = 0;
      for (auto mark = row.rbegin(); mark != row.rend(); ++mark) {
        out_.append((*mark)->column - column, ' ');
        column = (*mark)->column + (*mark)->width;
        std::string carets((*mark)->width, (*mark)->is_primary ? '^' : '-');
        if (!(*mark)->message.empty()) carets += ' ' + (*mark)->message;
        Add((*mark)->is_primary ? ColourOf(severity) : kLabelColour, carets);
      }
      out_ += '\n';
    }
  }

  void AddNote(std::string_view kind, std::string_view text) {
    Add(kGutter, std::string(gutter_ + 2, ' ') + "=");
    out_ += ' ';
    Add(kBold, std::string(kind) + ":");
    out_ += ' ';
    // Further lines stand under the first.
    const std::string indent(gutter_ + 4 + kind.size() + 2, ' ');
    for (bool is_first = true; is_first || !text.empty(); is_first = false) {
      const std::size_t end = text.find('\n');
      if (!is_first) out_ += indent;
      out_ += Printable(Brief(text.substr(0, end))) + '\n';
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
  }

  void AddDetail(std::string_view line) {
    out_.append(gutter_ + 4, ' ');
    const std::string shown = Printable(Brief(line));
    if (line.starts_with('-')) {
      Add("\x1b[31m", shown);
    } else if (line.starts_with('+')) {
      Add("\x1b[32m", shown);
    } else {
      out_ += shown;
    }
    out_ += '\n';
  }

  std::string& out_;
  const bool colour_;
  std::size_t gutter_ = 1;  // Digits of the largest line number shown.
};

void WriteRun(const Run& run, const Style& style, const Writer& write) {
  WriteFindings(run.findings, write, [&](const Finding& finding, std::string& out) {
    TextRenderer(out, style.colour).AddFinding(finding, FixOf(run, finding));
    out += '\n';
  });
  std::string ending = OmittedText(run);
  if (!ending.empty()) ending += '\n';
  if (style.summary) TextRenderer(ending, style.colour).AddSummary(run);
  write(ending);
}

}  // namespace

std::string HiddenText(std::size_t suppressed, std::size_t baselined) {
  std::string hidden;
  if (suppressed > 0) hidden = std::to_string(suppressed) + " by comments";
  if (baselined > 0) {
    if (!hidden.empty()) hidden += ", ";
    hidden += std::to_string(baselined) + " by the baseline";
  }
  return hidden.empty() ? hidden : "(hidden: " + hidden + ")";
}

std::string ExplainText(const CodeInfo& info) {
  return "for more about a code, run `pronoia explain " + std::string(info.code) + "`\n";
}

std::string OmittedText(const Run& run) {
  std::string text;
  for (const Omitted& omitted : run.omitted) {
    text += std::to_string(omitted.count) + " more of `" + std::string(omitted.info->code) +
            "` in " + PrintablePath(omitted.path) + "; `--max-findings 0` shows all\n";
  }
  return text;
}

std::string StaleText(std::size_t entries) {
  if (entries == 0) return {};
  return Count(entries, "baseline entry") + (entries == 1 ? " is" : " are") + " no longer needed\n";
}

std::string FindingText(const Finding& finding, std::span<const std::string> details, bool colour) {
  std::string text;
  TextRenderer renderer(text, colour);
  renderer.AddFinding(finding);
  renderer.AddDetails(details);
  return text;
}

constinit const Format kTextFormat = {
    .name = "text",
    .doc = "For people: each finding with its source lines, and a summary.",
    .write = WriteRun,
};

}  // namespace check::report
