#include "libcheck/diagnostic/suppress.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/diagnostic/comments.h"

namespace check {
namespace {

constexpr std::string_view kWord = "pronoia:";
constexpr std::uint32_t kLastLine = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view kVerbs[] = {"ignore", "ignore-end", "ignore-file", "ignore-rule",
                                       "ignore-start"};

constexpr CodeInfo kMalformed = {
    .code = "suppression-malformed",
    .severity = Severity::kWarning,
    .summary = "a malformed `# pronoia:` comment",
    .explanation = R"(
A comment that begins with `# pronoia:` goes on with one of

- `ignore CODE[, CODE...] reason`: at the end of a line, for that line; alone on a line, for what
  comes next and all that is indented under it; inside an expression, on its first or last line or
  in quotes, for the whole rule;
- `ignore-rule CODE[, CODE...] reason`: anywhere in a rule, its expression included, for the whole
  rule (in general: the list item around the comment);
- `ignore-file CODE[, CODE...] reason`: for the whole file;
- `ignore-start CODE[, CODE...] reason` and `ignore-end`: for the lines between.

Anything else has no effect, which is rarely what its author meant.
)",
    .bad = R"(groups:
  - name: example
    rules:
      # pronoia: ignroe alert-missing-for
      - record: job:up:sum
        expr: sum by (job) (up)
)",
    .good = R"(groups:
  - name: example
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
};

constexpr CodeInfo kOfError = {
    .code = "suppression-of-error",
    .severity = Severity::kWarning,
    .summary = "a comment that tries to suppress an error",
    .explanation = R"(
Only warnings can be ignored. An error is a fault for which Prometheus refuses to load the file, and
it does so whatever a comment says: put it right, or take the rule out.
)",
    .bad = R"(groups:
  - name: example
    rules:
      # pronoia: ignore yaml-duplicate-key
      - record: job:up:sum
        expr: sum by (job) (up)
)",
    .good = R"(groups:
  - name: example
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
};

constexpr CodeInfo kUnknownCode = {
    .code = "suppression-unknown-code",
    .severity = Severity::kWarning,
    .summary = "a comment that suppresses an unknown code",
    .explanation = R"(
The comment hides nothing, so either the finding it was meant for is still reported, or the code was
renamed. `pronoia lint --list` names every code. Codes are separated by commas; what follows the
last one is the reason.
)",
    .bad = R"(groups:
  - name: example
    rules:
      # pronoia: ignore no-such-code for the sake of example
      - record: job:up:sum
        expr: sum by (job) (up)
)",
    .good = R"(groups:
  - name: example
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
};

constexpr CodeInfo kUnused = {
    .code = "suppression-unused",
    .severity = Severity::kWarning,
    .summary = "a comment that suppresses nothing",
    .explanation = R"(
What the comment was written for has been put right, or has moved. Left in place it would hide the
same fault when somebody makes it again.

A comment for a check that is switched off is not reported.
)",
    .bad = R"(groups:
  - name: example
    rules:
      # pronoia: ignore suppression-malformed
      - record: job:up:sum
        expr: sum by (job) (up)
)",
    .good = R"(groups:
  - name: example
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
)",
};

constexpr const CodeInfo* kCodes[] = {&kMalformed, &kOfError, &kUnknownCode, &kUnused};

bool IsCodeCharacter(char c) { return IsAlphanumeric(c) || c == '-' || c == '_'; }

// The words of a comment, with their places in the file.
class Words {
 public:
  Words(std::string_view text, std::uint32_t offset) : text_(text), offset_(offset) {}

  void SkipBlanks() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  }
  /// The next word and where it is; empty if there is none.
  std::string_view Take(Span& span) {
    SkipBlanks();
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsCodeCharacter(text_[at_])) ++at_;
    span = {offset_ + static_cast<std::uint32_t>(begin), offset_ + static_cast<std::uint32_t>(at_)};
    return text_.substr(begin, at_ - begin);
  }
  bool TakeComma() {
    SkipBlanks();
    if (at_ == text_.size() || text_[at_] != ',') return false;
    ++at_;
    return true;
  }

 private:
  std::string_view text_;
  std::uint32_t offset_;
  std::size_t at_ = 0;
};

// Whether there is a `# pronoia:` anywhere. Files have far fewer of `#` than of any letter of the
// word, and this is all that most files ever cost.
bool MayHaveDirectives(std::string_view text) {
  for (std::size_t at = text.find('#'); at != text.npos; at = text.find('#', at + 1)) {
    const std::size_t word = text.find_first_not_of(" \t", at + 1);
    if (word != text.npos && text.substr(word).starts_with(kWord)) return true;
  }
  return false;
}

// What follows `# pronoia:` in a comment, if it has that: at its beginning, or after another
// comment on the same line.
std::optional<Words> Directive(const SourceFile& file, const Comment& comment) {
  const std::string_view text = file.text(comment.span);
  for (std::size_t at = text.find(kWord); at != text.npos; at = text.find(kWord, at + 1)) {
    std::size_t before = at;
    while (before > 0 && IsBlank(text[before - 1])) --before;
    if (before > 0 && text[before - 1] == '#') {
      const std::size_t begin = at + kWord.size();
      return Words(text.substr(begin), comment.span.begin + static_cast<std::uint32_t>(begin));
    }
  }
  return std::nullopt;
}

std::size_t Indent(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

// The lines that a comment alone on line `line` covers, or nothing if nothing follows it.
std::optional<std::pair<std::uint32_t, std::uint32_t>> LinesOfNext(const SourceFile& file,
                                                                   std::uint32_t line) {
  const auto last = file.PositionOf(static_cast<std::uint32_t>(file.text().size())).line;
  const auto is_empty = [](std::string_view text) {
    const std::size_t indent = Indent(text);
    return indent == text.size() || text[indent] == '#' || text.starts_with("---");
  };
  do {
    if (++line > last) return std::nullopt;
  } while (is_empty(file.Line(line)));

  const std::string_view first = file.Line(line);
  const std::size_t indent = Indent(first);
  const auto is_item = [&](std::string_view text) {
    return text[Indent(text)] == '-' &&
           (Indent(text) + 1 == text.size() || IsBlank(text[Indent(text) + 1]));
  };
  std::uint32_t end = line;
  for (std::uint32_t next = line + 1; next <= last; ++next) {
    const std::string_view text = file.Line(next);
    if (is_empty(text)) continue;
    // The items of a list may stand right under its key.
    const bool is_inside =
        Indent(text) > indent || (Indent(text) == indent && is_item(text) && !is_item(first));
    if (!is_inside) break;
    end = next;
  }
  return std::pair{line, end};
}

using LineRange = std::pair<std::uint32_t, std::uint32_t>;

// Whether a line begins a list item that is a mapping: `- alert: A`, `- {`. A line of an expression
// may begin with a minus.
bool BeginsItem(std::string_view line) {
  std::string_view rest = line.substr(Indent(line));
  if (!rest.starts_with("- ")) return false;
  rest = rest.substr(1 + Indent(rest.substr(1)));
  if (rest.starts_with('{')) return true;
  const std::size_t colon = rest.find(':');
  return colon != rest.npos && rest.find_first_of(" (\"'{") > colon &&
         (colon + 1 == rest.size() || IsBlank(rest[colon + 1]) || rest[colon + 1] == '\r');
}

// The lines of the list item around a line, in block style.
std::optional<LineRange> LinesOfItem(const SourceFile& file, std::uint32_t line) {
  std::size_t indent = std::string_view::npos;
  std::uint32_t first = line;
  for (;; --first) {
    const std::string_view text = file.Line(first);
    const std::size_t own = Indent(text);
    if (own < text.size()) {
      if (BeginsItem(text) && (own < indent || first == line)) break;
      indent = std::min(indent, own);
    }
    if (first == 1) return std::nullopt;
  }
  const std::size_t item = Indent(file.Line(first));
  const auto last = file.PositionOf(static_cast<std::uint32_t>(file.text().size())).line;
  std::uint32_t end = std::max(first, line);
  for (std::uint32_t next = first + 1; next <= last; ++next) {
    const std::string_view text = file.Line(next);
    if (Indent(text) == text.size()) continue;
    if (Indent(text) <= item) break;
    end = std::max(end, next);
  }
  return LineRange{first, end};
}

// The lines of the object around a place, in JSON.
std::optional<LineRange> LinesOfObject(const SourceFile& file, std::uint32_t at) {
  const std::string_view text = file.text();
  std::vector<std::size_t> open;
  std::optional<std::size_t> begin;
  std::size_t depth = 0;  // How many are open at the place.
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == at) {
      if (open.empty()) return std::nullopt;
      begin = open.back();
      depth = open.size();
    }
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        // The place may be behind a backslash.
        if (i + 1 == at && !open.empty()) begin = open.back(), depth = open.size();
        ++i;
      }
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{') {
      open.push_back(i);
    } else if (c == '}' && !open.empty()) {
      if (begin && open.size() == depth) {
        return LineRange{file.PositionOf(static_cast<std::uint32_t>(*begin)).line,
                         file.PositionOf(static_cast<std::uint32_t>(i)).line};
      }
      open.pop_back();
    }
  }
  return std::nullopt;
}

bool IsJson(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

// Turns comments into entries and complaints.
class Suppressions::Reader {
 public:
  Reader(const SourceFile& file, std::span<const CodeInfo* const> codes, Suppressions& into)
      : file_(file), codes_(codes), into_(into) {}

  void Read() {
    for (const Comment& comment : FindComments(file_.text(), kWord)) {
      if (std::optional<Words> words = Directive(file_, comment)) ReadDirective(comment, *words);
    }
    for (const std::size_t open : open_) {
      Complain(kMalformed, into_.entries_[open].where,
               "`ignore-start` of `" + std::string(into_.entries_[open].info->code) +
                   "` has no `ignore-end`")
          .notes.push_back("to cover the whole file, use `ignore-file`");
    }
  }

 private:
  Finding& Complain(const CodeInfo& info, Place where, std::string message) {
    return into_.complaints_.emplace_back(Finding{.info = &info,
                                                  .severity = info.severity,
                                                  .where = std::move(where),
                                                  .message = std::move(message)});
  }
  Place PlaceOf(Span span) const { return ToPlace({&file_, span}); }

  void ReadDirective(const Comment& comment, Words& words) {
    Span verb_span;
    const std::string_view verb = words.Take(verb_span);
    if (std::find(std::begin(kVerbs), std::end(kVerbs), verb) == std::end(kVerbs)) {
      Finding& complaint =
          verb.empty() ? Complain(kMalformed, PlaceOf(comment.span), "`pronoia:` of nothing")
                       : Complain(kMalformed, PlaceOf(verb_span),
                                  "unknown instruction `" + std::string(verb) + "`");
      if (const auto meant = ClosestMatch(verb, kVerbs)) {
        complaint.notes.push_back("did you mean `" + std::string(*meant) + "`?");
      } else {
        complaint.notes.push_back("write `# pronoia: ignore CODE reason`");
      }
      return;
    }

    std::vector<std::pair<std::string, Span>> names;
    do {
      Span span;
      const std::string_view name = words.Take(span);
      if (!name.empty()) names.emplace_back(name, span);
    } while (words.TakeComma());

    if (verb == "ignore-end") return End(comment, verb_span, names);
    if (names.empty()) {
      Complain(kMalformed, PlaceOf(verb_span),
               "`" + std::string(verb) + "` does not name a code to ignore");
      return;
    }
    for (const auto& [name, span] : names) {
      if (const CodeInfo* info = Find(name, span)) AddEntry(verb, *info, comment, span);
    }
  }

  // The code called `name`. Null, and reported, if it cannot be hidden.
  const CodeInfo* Find(const std::string& name, Span span) {
    const auto at = std::find_if(codes_.begin(), codes_.end(),
                                 [&](const CodeInfo* info) { return info->code == name; });
    if (at == codes_.end()) {
      std::vector<std::string_view> known;
      for (const CodeInfo* info : codes_) known.push_back(info->code);
      Finding& complaint = Complain(kUnknownCode, PlaceOf(span), "unknown code `" + name + "`");
      if (const auto meant = ClosestMatch(name, known)) {
        complaint.notes.push_back("did you mean `" + std::string(*meant) + "`?");
      }
      return nullptr;
    }
    if ((*at)->severity == Severity::kError) {
      Complain(kOfError, PlaceOf(span), "`" + name + "` cannot be ignored")
          .notes.push_back("Prometheus refuses the file because of it, whatever a comment says");
      return nullptr;
    }
    return *at;
  }

  void AddEntry(std::string_view verb, const CodeInfo& info, const Comment& comment, Span span) {
    Entry entry{.info = &info,
                .first_line = comment.line,
                .last_line = comment.line,
                .at_line_end = false,
                .where = PlaceOf(span)};
    if (verb == "ignore-file") {
      entry.first_line = 1;
      entry.last_line = kLastLine;
    } else if (verb == "ignore-start") {
      entry.last_line = kLastLine;
      open_.push_back(into_.entries_.size());
    } else if (verb == "ignore-rule" || comment.is_of_whole) {
      entry.at_line_end = true;
      const auto lines = IsJson(file_.text()) ? LinesOfObject(file_, comment.span.begin)
                                              : LinesOfItem(file_, comment.line);
      if (lines) std::tie(entry.first_line, entry.last_line) = *lines;
    } else if (!comment.is_alone) {
      entry.at_line_end = true;
    } else if (const auto lines = LinesAfter(comment.line)) {
      entry.first_line = lines->first;
      entry.last_line = lines->second;
    }
    into_.entries_.push_back(std::move(entry));
  }

  // LinesOfNext, worked out once for comments that follow one another.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> LinesAfter(std::uint32_t line) {
    const bool known = next_ && last_asked_ <= line && line < next_->first;
    const bool none_left = last_asked_ != 0 && last_asked_ <= line && !next_;
    if (!known && !none_left) next_ = LinesOfNext(file_, line);
    last_asked_ = line;
    return next_;
  }

  // Closes what is open: all of it, or the codes that are named.
  void End(const Comment& comment, Span verb,
           const std::vector<std::pair<std::string, Span>>& names) {
    const auto is_meant = [&](std::size_t open) {
      return names.empty() || std::any_of(names.begin(), names.end(), [&](const auto& name) {
               return name.first == into_.entries_[open].info->code;
             });
    };
    const auto end = std::remove_if(open_.begin(), open_.end(), [&](std::size_t open) {
      if (!is_meant(open)) return false;
      into_.entries_[open].last_line = comment.line;
      return true;
    });
    if (end == open_.end()) {
      Complain(kMalformed, PlaceOf(verb), "`ignore-end` has no `ignore-start`");
    }
    open_.erase(end, open_.end());
  }

  const SourceFile& file_;
  std::span<const CodeInfo* const> codes_;
  Suppressions& into_;
  std::vector<std::size_t> open_;  // Entries whose `ignore-end` has not come yet.
  std::uint32_t last_asked_ = 0;
  std::optional<std::pair<std::uint32_t, std::uint32_t>> next_;
};

Suppressions Suppressions::Read(const SourceFile& file, std::span<const CodeInfo* const> codes) {
  Suppressions suppressions;
  if (!MayHaveDirectives(file.text())) return suppressions;
  suppressions.path_ = file.name();
  Reader(file, codes, suppressions).Read();
  suppressions.Index();
  return suppressions;
}

void Suppressions::Index() {
  for (const Entry& entry : entries_) {
    Coverage& coverage = coverage_[entry.info];
    coverage.ranges.emplace_back(entry.first_line, entry.last_line);
    if (entry.at_line_end) coverage.line_ends.push_back(entry.first_line);
  }
  for (auto& [info, coverage] : coverage_) {
    auto& ranges = coverage.ranges;
    std::sort(ranges.begin(), ranges.end());
    std::size_t kept = 0;
    for (const auto& range : ranges) {
      if (kept > 0 && range.first <= ranges[kept - 1].second) {
        ranges[kept - 1].second = std::max(ranges[kept - 1].second, range.second);
      } else {
        ranges[kept++] = range;
      }
    }
    ranges.resize(kept);
    std::sort(coverage.line_ends.begin(), coverage.line_ends.end());
  }
}

bool Suppressions::Hides(const Finding& finding) {
  // The code's own severity: settings may have raised a warning to an error.
  if (finding.info->severity == Severity::kError) return false;
  const auto found = coverage_.find(finding.info);
  if (found == coverage_.end()) return false;
  Coverage& coverage = found->second;

  const std::uint32_t first = finding.where.begin.line;
  const LineColumn end = finding.where.end;
  const std::uint32_t last = end.line > first && end.column == 1 ? end.line - 1 : end.line;
  const auto after =
      std::upper_bound(coverage.ranges.begin(), coverage.ranges.end(), std::pair{first, kLastLine});
  const bool is_inside = after != coverage.ranges.begin() && first <= std::prev(after)->second;
  const bool ends_there =
      std::binary_search(coverage.line_ends.begin(), coverage.line_ends.end(), last);
  if (!is_inside && !ends_there) return false;
  coverage.hidden_begins.push_back(first);
  coverage.hidden_ends.push_back(last);
  return true;
}

bool Suppressions::IsUsed(const Entry& entry) const {
  const Coverage& coverage = coverage_.at(entry.info);
  const auto is_between = [&](const std::vector<std::uint32_t>& lines) {
    const auto at = std::lower_bound(lines.begin(), lines.end(), entry.first_line);
    return at != lines.end() && *at <= entry.last_line;
  };
  return is_between(coverage.hidden_begins) ||
         (entry.at_line_end && is_between(coverage.hidden_ends));
}

std::size_t Suppressions::Remove(std::vector<Finding>& findings) {
  if (entries_.empty()) return 0;
  const auto end = std::remove_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.where.path == path_ && Hides(finding);
  });
  const auto removed = static_cast<std::size_t>(findings.end() - end);
  findings.erase(end, findings.end());
  return removed;
}

std::vector<Finding> Suppressions::Complaints(
    const std::function<bool(const CodeInfo&)>& is_active) {
  std::vector<Finding> complaints = complaints_;
  const auto is_of_suppressions = [](const Entry& entry) {
    return std::find(std::begin(kCodes), std::end(kCodes), entry.info) != std::end(kCodes);
  };
  const auto add_unused = [&](bool of_suppressions) {
    for (auto& [info, coverage] : coverage_) {
      std::sort(coverage.hidden_begins.begin(), coverage.hidden_begins.end());
      std::sort(coverage.hidden_ends.begin(), coverage.hidden_ends.end());
    }
    for (const Entry& entry : entries_) {
      if (IsUsed(entry) || is_of_suppressions(entry) != of_suppressions) continue;
      if (is_active && !is_active(*entry.info)) continue;
      complaints.push_back(
          {.info = &kUnused,
           .severity = kUnused.severity,
           .where = entry.where,
           .message = "nothing here is reported as `" + std::string(entry.info->code) + "`",
           .notes = {"remove the comment"}});
    }
  };
  // Complaints can be hidden too. Only then is it known which comments for that are of no use.
  add_unused(false);
  Remove(complaints);
  add_unused(true);
  Remove(complaints);
  std::stable_sort(complaints.begin(), complaints.end(), [](const Finding& a, const Finding& b) {
    return a.where.bytes.begin < b.where.bytes.begin;
  });
  return complaints;
}

std::span<const CodeInfo* const> SuppressionCodes() { return kCodes; }

}  // namespace check
