#include "libcheck/series/csv_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/exposition/sample.h"
#include "libcheck/exposition/scan.h"

namespace check::series {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view WithoutMark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

}  // namespace

bool IsTimeColumn(std::string_view name) {
  return IsInAnyCase(name, "time") || IsInAnyCase(name, "timestamp");
}

std::optional<std::int64_t> ReadCsvTime(std::string_view cell) {
  // Most are short numbers.
  if (cell.find_first_not_of("0123456789.") == cell.npos) {
    const auto number = exposition::ParseValue(cell);
    return number ? UnixTimeToMs(*number) : std::nullopt;
  }
  return ParseAbsoluteTime(cell, "UTC");
}

std::vector<std::string_view> CsvNames(std::string_view head) {
  std::string_view line = WithoutMark(head.substr(0, head.find('\n')));
  if (line.starts_with('#') || line.find_first_of(",;\t") == line.npos) return {};
  std::vector<std::string_view> names;
  while (!line.empty()) {
    std::string_view cell = line.substr(0, line.find_first_of(",;\t\r"));
    line.remove_prefix(std::min(line.size(), cell.size() + 1));
    cell = TrimSpace(cell);
    if (cell.size() > 2 && cell.starts_with('"') && cell.ends_with('"')) {
      cell = cell.substr(1, cell.size() - 2);
    }
    names.push_back(cell);
  }
  return names;
}

bool CsvLines::ReadBlock(std::string_view block) {
  if (pending_.empty()) return ReadText(block);
  pending_.append(block);
  if (pending_.size() > exposition::kLongestLine) return false;
  const std::string joined = std::exchange(pending_, {});
  return ReadText(joined);
}

void CsvLines::Finish() {
  if (!pending_.empty()) {
    const std::string line = pending_.substr(0, pending_.find('\n'));
    text_ = line;
    ++line_number_;
    Report(line, line, "a quote is not closed");
  } else if (columns_ == 0 && !given_up_) {
    text_ = {};
    ++line_number_;
    Report({}, {}, "the file is empty; expected a line with the names of its columns");
  }
}

bool CsvLines::ReadText(std::string_view text) {
  text_ = text;
  while (!text.empty()) {
    const std::string_view before = text;
    if (!record_.Take(text, separator_)) {
      pending_ = before;
      break;
    }
    ++line_number_;
    const std::string_view line = before.substr(0, before.size() - text.size());
    if (columns_ == 0) {
      if (!ReadNames(line)) {
        given_up_ = true;
        return false;
      }
    } else if (cells().size() != columns_) {
      const bool is_blank = cells().size() == 1 && TrimSpace(cells()[0]).empty();
      if (!is_blank) {
        Report(line, line,
               fmt::format("{} cells where the first line has {}", cells().size(), columns_));
      }
    } else {
      ReadRow(line);
    }
    line_number_ += static_cast<std::uint32_t>(std::count(line.begin(), line.end(), '\n')) -
                    (line.ends_with('\n') ? 1 : 0);
  }
  const std::string_view done = text_.substr(0, text_.size() - pending_.size());
  offset_ += done.size();
  continuation_bytes_ += exposition::CountContinuationBytes(done);
  return true;
}

bool CsvLines::ReadNames(std::string_view line) {
  // The separator is not known before.
  for (const char candidate : {',', ';', '\t'}) {
    separator_ = candidate;
    std::string_view rest = WithoutMark(line);
    if (record_.Take(rest, separator_) && record_.cells().size() > 1) break;
  }
  columns_ = cells().size();
  return ReadHeader(line);
}

void CsvLines::Report(std::string_view line, std::string_view part, std::string message,
                      std::string note) {
  if (!reports_.HasRoom(info_)) return;
  const auto before = static_cast<std::size_t>(line.empty() ? 0 : line.data() - text_.data());
  const std::uint64_t continuing =
      continuation_bytes_ + exposition::CountContinuationBytes(text_.substr(0, before));
  const std::string_view first = line.substr(0, line.find('\n'));
  Finding* const finding =
      reports_.Report(info_, {line_number_, offset_ + before, offset_ + before - continuing, first},
                      exposition::SpanOf(first, part), std::move(message));
  if (finding != nullptr && !note.empty()) finding->notes.push_back(std::move(note));
}

}  // namespace check::series
