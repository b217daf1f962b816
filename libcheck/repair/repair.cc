#include "libcheck/repair/repair.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "libcheck/base/parallel.h"
#include "libcheck/repair/repairs.h"

namespace check::repair {
namespace {

#define LIBCHECK_ADDRESS(repair) &repair,  // NOLINT(bugprone-macro-parentheses): it is a name.
constexpr const Repair* kRepairs[] = {LIBCHECK_ALL_REPAIRS(LIBCHECK_ADDRESS)};
#undef LIBCHECK_ADDRESS

const Repair* FindRepair(std::string_view code) {
  const auto* const at =
      std::lower_bound(std::begin(kRepairs), std::end(kRepairs), code,
                       [](const Repair* repair, std::string_view c) { return repair->code < c; });
  return at != std::end(kRepairs) && (*at)->code == code ? *at : nullptr;
}

}  // namespace

std::span<const Repair* const> AllRepairs() { return kRepairs; }

bool Spot::HasNote(std::string_view text) const {
  return std::ranges::find(finding_.notes, text) != finding_.notes.end();
}

std::optional<std::string_view> Spot::Suggestion() const {
  struct Phrase {
    std::string_view begin;
    std::string_view end;
  };
  constexpr Phrase kPhrases[] = {{"did you mean `", "`?"}, {"no space is allowed: write `", "`"}};
  for (const std::string_view note : finding_.notes) {
    for (const auto& [begin, end] : kPhrases) {
      if (!note.starts_with(begin) || !note.ends_with(end)) continue;
      const std::string_view word =
          note.substr(begin.size(), note.size() - begin.size() - end.size());
      if (word.find('`') == std::string_view::npos) return word;
    }
  }
  return std::nullopt;
}

Fix Spot::Replace(std::string title, Span span, std::string text) const {
  return Replace(std::move(title), {{span, std::move(text)}});
}

Fix Spot::Replace(std::string title,
                  std::initializer_list<std::pair<Span, std::string>> replacements) const {
  Fix fix = {.title = std::move(title), .edits = {}};
  for (const auto& [span, text] : replacements) {
    fix.edits.push_back({ToPlace({&file_, span}), text});
  }
  std::ranges::sort(fix.edits, {}, [](const Fix::Edit& edit) { return edit.where.bytes.begin; });
  return fix;
}

std::map<std::size_t, Fix> FindFixes(std::span<const Finding> findings, const FileSystem& files) {
  std::map<std::string_view, std::vector<std::size_t>> by_file;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const std::string_view path = findings[i].where.path;
    if (path.empty() || path == "-" || FindRepair(findings[i].info->code) == nullptr) continue;
    by_file[path].push_back(i);
  }
  std::vector<const std::pair<const std::string_view, std::vector<std::size_t>>*> work;
  for (const auto& item : by_file) work.push_back(&item);
  std::vector<std::map<std::size_t, Fix>> found(work.size());
  ParallelFor(work.size(), [&](std::size_t i, std::size_t) {
    const auto& [path, in_file] = *work[i];
    Result<std::string> text = files.Read(std::string(path));
    if (!text) return;
    const SourceBuffer file(std::string(path), std::move(*text));
    if (file.encoding() != TextEncoding::kUtf8) return;
    for (const std::size_t index : in_file) {
      const Finding& finding = findings[index];
      if (finding.where.bytes.end > file.text().size()) continue;
      auto fix = FindRepair(finding.info->code)->fix({file, finding});
      if (fix) found[i].emplace(index, std::move(*fix));
    }
  });
  std::map<std::size_t, Fix> fixes;
  for (auto& in_file : found) fixes.merge(in_file);
  return fixes;
}

}  // namespace check::repair
