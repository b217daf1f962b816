#include "libcheck/schema/comment_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace check::schema {

constexpr CodeInfo kCommentAsValue = {
    .code = "comment-as-value",
    .severity = Severity::kWarning,
    .summary = "a value that YAML takes for a comment",
    .explanation = R"(
A `#` after a space begins a comment, so `channel: #alerts` leaves the field empty. Put the value in
quotes. If a comment is meant, write a space after the `#`.
)",
    .bad = R"(
scrape_configs:
  - job_name: node
    basic_auth:
      username: #scraper
)",
    .good = R"(
scrape_configs:
  - job_name: node
    basic_auth:
      username: '#scraper'
)",
};

void WarnOfComment(const yaml::Entry& entry, const Type& type, const SourceFile& file,
                   Diagnostics& diagnostics) {
  const bool is_text = type.kind == Kind::kString || type.kind == Kind::kTemplate ||
                       type.kind == Kind::kSecret || type.kind == Kind::kRegex;
  if (!is_text || !entry.value.IsNull() || entry.value.span.size() > 0 || entry.value.is_alias) {
    return;
  }
  const std::string_view text = file.text();
  std::size_t at = text.find_first_not_of(" \t\"'", entry.key.span.end);
  if (at == text.npos || text[at] != ':') return;
  at = text.find_first_not_of(" \t", at + 1);
  if (at == text.npos || text[at] != '#' || text[at - 1] == ':') return;
  const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
  const std::string_view word = text.substr(at, end - at);
  // `#` alone, `#-----` and `##` are comments.
  const std::size_t letter = word.find_first_not_of('#');
  if (letter != 1 || word[1] == '-' || word[1] == '=' || word[1] == '!') return;
  diagnostics
      .Report(
          kCommentAsValue,
          {&file, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)}},
          fmt::format("`{}` is empty: a `#` after a space begins a comment", entry.key.scalar()))
      .notes.push_back(type.kind == Kind::kSecret ? "put the value in quotes"
                                                  : fmt::format("quote the value: `'{}'`", word));
}

}  // namespace check::schema
