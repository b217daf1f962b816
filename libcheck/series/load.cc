#include "libcheck/series/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/base/parallel.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/files/gunzip.h"
#include "libcheck/files/inputs.h"
#include "libcheck/series/codes.h"
#include "libcheck/series/formats.h"

namespace check::series {
namespace {

struct File {
  File(const std::string& path, std::size_t most) : reports(path, most, nullptr) {}
  File(const std::string& path, std::size_t most, model::LabelTable& table)
      : reports(path, most, nullptr), samples(table) {}

  exposition::LineReports reports;
  SampleSet samples;
  std::optional<Error> error;
};

std::string_view WithoutGz(std::string_view path) {
  return path.ends_with(".gz") ? path.substr(0, path.size() - 3) : path;
}

void ReadFile(const FileSystem& files, File& file) {
  const std::string& path = file.reports.path();
  auto opened = files.Open(path);
  if (!opened) {
    file.error = opened.error();
    return;
  }
  std::string head;
  std::unique_ptr<ByteSource> input =
      ReadHead(GunzipIfPacked(std::move(*opened)), std::size_t{64} << 10, head);
  if (head.find('\0') != head.npos) {
    file.error = Error{fmt::format(
        "cannot read `{}`: binary data, not OpenMetrics, the text format, JSON or CSV", path)};
    return;
  }
  constexpr std::size_t kTail = 7;
  const SampleFormat* const format =
      FindFormat({.path = WithoutGz(path), .head = head, .tail = input->Tail(kTail)});
  const auto error = format->read(*input, file.reports, file.samples);
  if (!error) return;
  // Those of the file system name the file already.
  file.error = error->why_begins > 0
                   ? *error
                   : Error{fmt::format("cannot read `{}`: {}", path, error->message)};
}

// One sample on its way into the store.
struct Point {
  std::int64_t time = 0;
  double value = 0;
  model::HistogramPtr histogram;
  std::uint32_t file = 0;
  std::uint32_t line = 0;  // 0: not known.
};

bool SameSample(const Point& a, const Point& b) {
  if ((a.histogram != nullptr) != (b.histogram != nullptr)) return false;
  if (a.histogram) return a.histogram->SameAs(*b.histogram);
  // No text tells one NaN from another.
  if (std::isnan(a.value) && std::isnan(b.value)) return true;
  return std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
}

std::string ValueText(const Point& point) {
  return point.histogram ? "a histogram" : FormatGoFloat(point.value, 'g', -1);
}

// What a file says of a series.
struct Part {
  std::uint32_t file = 0;
  SampleColumn* samples = nullptr;
};

// A series with all that any file says of it.
struct Merged {
  model::Labels labels;
  Part first;
  std::vector<Part> others;
};

bool Rises(const storage::TimeColumn& times) {
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] <= times[i - 1]) return false;
  }
  return true;
}

class Loader {
 public:
  Loader(std::vector<std::unique_ptr<File>>& files, LoadedSeries& loaded)
      : files_(files), loaded_(loaded), store_(*loaded.store) {}

  void Run() {
    for (Merged& series : Merge()) Store(series);
    store_.SetAllComplete(std::numeric_limits<std::int64_t>::max());
  }

 private:
  std::vector<Merged> Merge() {
    std::vector<Merged> all;
    std::unordered_map<model::Labels, std::size_t> by_labels;
    for (std::uint32_t i = 0; i < files_.size(); ++i) {
      SampleSet& samples = files_[i]->samples;
      const bool is_shared = &samples.labels() == &store_.labels();
      for (SampleColumn& column : samples.columns()) {
        if (column.floats.empty() && column.histograms.empty()) continue;
        const Part part = {i, &column};
        if (is_shared) {  // It is the only file, and has each series once.
          all.push_back({column.labels, part, {}});
          continue;
        }
        const model::Labels labels = store_.labels().Import(column.labels);
        const auto [at, is_new] = by_labels.try_emplace(labels, all.size());
        if (is_new) {
          all.push_back({labels, part, {}});
        } else {
          all[at->second].others.push_back(part);
        }
      }
    }
    std::sort(all.begin(), all.end(), [](const Merged& a, const Merged& b) {
      return model::Compare(a.labels, b.labels) < 0;
    });
    return all;
  }

  void Store(Merged& series) {
    const std::size_t index = store_.SeriesIndex(series.labels);
    SampleColumn& first = *series.first.samples;
    if (series.others.empty() && first.histograms.empty() && Rises(first.times)) {
      Count(first.times[0], first.times.back(), first.times.size());
      store_.SetFloats(index, std::move(first.times), std::move(first.floats));
    } else {
      StorePoints(series, index);
      for (const Part& part : series.others) *part.samples = {};
    }
    first = {};
  }

  void StorePoints(const Merged& series, std::size_t index) {
    std::vector<Point> points = Collect(series);
    std::stable_sort(points.begin(), points.end(),
                     [](const Point& a, const Point& b) { return a.time < b.time; });
    const Point* kept = nullptr;
    for (const Point& point : points) {
      if (kept != nullptr && kept->time == point.time) {
        if (!SameSample(*kept, point)) ReportConflict(series.labels, *kept, point);
        continue;
      }
      kept = &point;
      const auto stored = store_.AppendAt(index, point.time, point.value, point.histogram);
      if (stored) {
        Count(point.time, point.time, 1);
      } else {
        Report(kBadQueryAnswer, point,
               fmt::format("invalid histogram of `{}`: {}", series.labels.ToString(),
                           stored.error().message));
      }
    }
  }

  static std::vector<Point> Collect(const Merged& series) {
    std::vector<Point> points;
    Collect(series.first, points);
    for (const Part& part : series.others) Collect(part, points);
    return points;
  }

  static void Collect(const Part& part, std::vector<Point>& points) {
    const SampleColumn& column = *part.samples;
    for (std::size_t i = 0; i < column.floats.size(); ++i) {
      const std::int64_t line = i < column.lines.size() ? column.lines[i] : 0;
      points.push_back({.time = column.times[i],
                        .value = column.floats[i],
                        .histogram = nullptr,
                        .file = part.file,
                        .line = static_cast<std::uint32_t>(line)});
    }
    for (const promql::HistogramPoint& point : column.histograms) {
      points.push_back({.time = point.time, .histogram = point.histogram, .file = part.file});
    }
  }

  void ReportConflict(model::Labels labels, const Point& first, const Point& second) {
    Finding* const finding =
        Report(kConflictingSamples, second,
               fmt::format("conflicting values of `{}` at {}: {} and {}", labels.ToString(),
                           FormatTime(first.time, "UTC", TimeStyle::kRfc3339), ValueText(first),
                           ValueText(second)));
    if (finding == nullptr || first.line == 0) return;
    finding->labels.push_back(
        {files_[first.file]->reports.PlaceOn({.line = first.line}, {}), "the other value"});
  }

  Finding* Report(const CodeInfo& info, const Point& at, std::string message) {
    exposition::LineReports& reports = files_[at.file]->reports;
    if (!reports.HasRoom(info)) return nullptr;
    return reports.Report(info, {.line = std::max(at.line, 1U)}, {}, std::move(message));
  }

  void Count(std::int64_t first, std::int64_t last, std::size_t samples) {
    if (loaded_.samples == 0) loaded_.times = {first, last};
    loaded_.times.begin = std::min(loaded_.times.begin, first);
    loaded_.times.end = std::max(loaded_.times.end, last);
    loaded_.samples += samples;
  }

  std::vector<std::unique_ptr<File>>& files_;
  LoadedSeries& loaded_;
  storage::MemoryStore& store_;
};

}  // namespace

LoadedSeries LoadSeries(std::span<const std::string> paths, const LoadOptions& options) {
  LoadedSeries loaded;
  loaded.store = std::make_unique<storage::MemoryStore>();
  const std::vector<std::string> extensions = SampleExtensions();
  Inputs inputs =
      ExpandInputs(*options.files, paths, {.extensions = {extensions.begin(), extensions.end()}});
  loaded.errors = std::move(inputs.errors);
  loaded.remarks = std::move(inputs.remarks);
  std::vector<std::unique_ptr<File>> files;
  for (const InputFile& input : inputs.files) {
    // One file alone needs no labels of its own.
    files.push_back(
        inputs.files.size() == 1
            ? std::make_unique<File>(input.path, options.most_findings, loaded.store->labels())
            : std::make_unique<File>(input.path, options.most_findings));
  }
  ParallelFor(files.size(),
              [&](std::size_t i, std::size_t) { ReadFile(*options.files, *files[i]); });
  Loader(files, loaded).Run();
  for (const auto& file : files) {
    if (file->error) loaded.errors.push_back(*file->error);
    auto& findings = file->reports.findings();
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
      return a.where.begin.line < b.where.begin.line;
    });
    std::move(findings.begin(), findings.end(), std::back_inserter(loaded.findings));
    for (const auto& [info, count] : file->reports.Hidden()) loaded.hidden[info] += count;
  }
  return loaded;
}

}  // namespace check::series
