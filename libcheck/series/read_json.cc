#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "libcheck/api/prometheus.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"
#include "libcheck/series/codes.h"
#include "libcheck/series/formats.h"

namespace check::series {
namespace {

// One JSON document of several that follow each other: it ends where its brackets are closed.
class Documents final : public ByteSource {
 public:
  explicit Documents(ByteSource& input) : input_(input) {}

  // Goes to the next document; false if there is none.
  bool Next() {
    do {
      SkipSpace();
    } while (begin_ == end_ && Fill());
    first_line_ = line_;
    depth_ = 0;
    in_text_ = escaped_ = false;
    ended_ = false;
    has_document_ = begin_ < end_;
    return has_document_;
  }
  bool has_document() const { return has_document_; }

  // The line on which the document begins, from 1.
  std::uint32_t first_line() const { return first_line_; }
  const std::optional<Error>& error() const { return error_; }

  // Passes over what is left of the document.
  void Skip() {
    std::array<char, 4096> rest;
    for (;;) {
      const auto got = Read(rest.data(), rest.size());
      if (!got || *got == 0) return;
    }
  }

  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    if (ended_) return std::size_t{0};
    if (begin_ == end_ && !Fill()) {
      if (error_) return *error_;
      return std::size_t{0};
    }
    const std::size_t taken = std::min(size, DocumentPart());
    std::copy_n(block_.data() + begin_, taken, buffer);
    line_ += static_cast<std::uint32_t>(
        std::count(buffer, buffer + static_cast<std::ptrdiff_t>(taken), '\n'));
    begin_ += taken;
    scanned_ -= taken;
    ended_ = at_end_ && scanned_ == 0;
    return taken;
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{64} << 10;

  bool Fill() {
    if (error_) return false;
    block_.resize(kBlock);
    const auto got = input_.Read(block_.data(), block_.size());
    if (!got) error_ = got.error();
    begin_ = 0;
    end_ = got ? *got : 0;
    scanned_ = 0;
    return end_ > 0;
  }

  void SkipSpace() {
    while (begin_ < end_ && IsSpace(block_[begin_])) line_ += block_[begin_++] == '\n' ? 1 : 0;
  }

  // How many of the bytes that are there belong to the document.
  std::size_t DocumentPart() {
    if (scanned_ > 0) return scanned_;
    at_end_ = false;
    std::size_t at = begin_;
    while (at < end_ && !at_end_) {
      const char c = block_[at++];
      if (in_text_) {
        if (escaped_) {
          escaped_ = false;
        } else if (c == '\\') {
          escaped_ = true;
        } else if (c == '"') {
          in_text_ = false;
        }
      } else if (c == '"') {
        in_text_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if (c == '}' || c == ']') {
        --depth_;
        at_end_ = depth_ <= 0;
      }
    }
    scanned_ = at - begin_;
    return scanned_;
  }

  ByteSource& input_;
  std::string block_;
  std::size_t begin_ = 0;  // Of what has not been given away.
  std::size_t end_ = 0;
  std::size_t scanned_ = 0;  // How much behind `begin_` is known to belong to the document.
  bool at_end_ = false;      // Its end lies there.
  bool ended_ = false;
  bool has_document_ = false;
  std::int64_t depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
  std::uint32_t line_ = 1;
  std::uint32_t first_line_ = 1;
  std::optional<Error> error_;
};

void Add(promql::ResultSeries& series, SampleSet& samples) {
  SampleColumn& column = samples.Column(series.labels);
  column.floats.reserve(column.floats.size() + series.floats.size());
  for (const promql::FloatPoint& point : series.floats) {
    column.times.push_back(point.time);
    column.floats.push_back(point.value);
  }
  std::move(series.histograms.begin(), series.histograms.end(),
            std::back_inserter(column.histograms));
}

// Whether the value has series.
bool Add(promql::Value& value, SampleSet& samples) {
  if (auto* const matrix = std::get_if<promql::Matrix>(&value)) {
    for (promql::ResultSeries& series : *matrix) Add(series, samples);
    return true;
  }
  auto* const vector = std::get_if<promql::Vector>(&value);
  if (vector == nullptr) return false;
  for (const promql::VectorSample& sample : *vector) {
    SampleColumn& column = samples.Column(sample.labels);
    if (sample.histogram) {
      column.histograms.push_back({sample.time, sample.histogram});
    } else {
      column.times.push_back(sample.time);
      column.floats.push_back(sample.value);
    }
  }
  return true;
}

std::optional<Error> Read(ByteSource& input, exposition::LineReports& reports, SampleSet& samples) {
  Documents documents(input);
  const auto report = [&](std::string message) -> Finding* {
    return reports.Report(kBadQueryAnswer, {.line = documents.first_line()}, {},
                          std::move(message));
  };
  if (!documents.Next() && !documents.error()) report("the file is empty");
  while (!documents.error() && documents.has_document()) {
    auto reply = api::ReadQueryAnswer(documents, samples.labels());
    documents.Skip();
    if (documents.error()) break;
    if (!reply) {
      Finding* const finding = report("invalid query response: " + reply.fault.message);
      if (finding != nullptr) finding->notes = reply.fault.notes;
    } else if (!Add(*reply, samples)) {
      report("the response is a number or a string, which has no series");
    }
    documents.Next();
  }
  return documents.error();
}

// `{"status":`, where an exposition has `{"name",` or `{"name"}`.
bool LooksLikeJson(const FileStart& start) {
  std::string_view head = TrimStart(start.head);
  if (head.starts_with('[')) return true;
  if (!head.starts_with('{')) return false;
  head = TrimStart(head.substr(1));
  if (!head.starts_with('"')) return false;
  const std::size_t end = head.find('"', 1);
  return end != head.npos && TrimStart(head.substr(end + 1)).starts_with(':');
}

constexpr std::string_view kNames[] = {".json"};

}  // namespace

const SampleFormat kJsonFormat = {
    .name = "json", .extensions = kNames, .looks_like = LooksLikeJson, .read = Read};

}  // namespace check::series
