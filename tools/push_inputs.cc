#include "tools/push_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "libcheck/exposition/metrics_check.h"
#include "libcheck/files/memory_files.h"
#include "libcheck/push/series_reader.h"
#include "libcheck/report/report.h"
#include "libcheck/series/formats.h"
#include "tools/input.h"
#include "tools/output.h"

namespace tools {
namespace {

namespace exposition = check::exposition;
namespace push = check::push;

std::int64_t Now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

void PrintFindings(const std::string& path, const std::vector<check::Finding>& findings) {
  check::report::Run run;
  run.findings = findings;
  run.files.push_back({.path = path});
  WriteErr(check::report::FindFormat("text")->Render(run, {.colour = false}));
}

}  // namespace

PushInputs::PushInputs(std::string format, push::ExtraLabels labels)
    : format_(std::move(format)), labels_(std::move(labels)), now_(Now()) {}

Exit PushInputs::Read(const std::string& path) {
  check::Result<std::string> text = ReadInput(path);
  if (!text) {
    WriteError(text.error().message);
    return Exit::kFailed;
  }
  Input& input = *inputs_.emplace_back(std::make_unique<Input>());
  input.path = path == "-" ? "<stdin>" : path;
  input.text = std::move(*text);
  if (!(IsSeries(input) ? ReadSeries(input) : ReadMetrics(input))) {
    WriteError(fmt::format("cannot read `{}`: nothing was pushed", input.path));
    return Exit::kProblems;
  }
  series_ += input.source->series();
  samples_ += input.source->counts().samples + input.source->counts().histograms;
  return Exit::kOk;
}

bool PushInputs::Next(push::WriteRequest& request) {
  for (; next_ < inputs_.size(); ++next_) {
    if (inputs_[next_]->source->Next(request)) return true;
  }
  return false;
}

// Whether it is CSV, or an answer of a server.
bool PushInputs::IsSeries(const Input& input) const {
  namespace series = check::series;
  if (format_ != "auto") return false;
  const std::string_view text = input.text;
  constexpr std::size_t kPart = 4096;
  const series::SampleFormat* format =
      series::FindFormat({.path = input.path,
                          .head = text.substr(0, kPart),
                          .tail = text.substr(text.size() - std::min(kPart, text.size()))});
  return format != nullptr &&
         (format->name == series::kJsonFormat.name || format->name == series::kCsvFormat.name);
}

bool PushInputs::ReadSeries(Input& input) {
  check::MemoryFiles files({{input.path, input.text}});
  input.text.clear();
  input.loaded = check::series::LoadSeries(std::span(&input.path, 1), {.files = &files});
  for (const check::Error& error : input.loaded.errors) WriteError(error.message);
  if (!input.loaded.findings.empty()) PrintFindings(input.path, input.loaded.findings);
  if (!input.loaded.ok()) return false;
  if (timed_.empty()) timed_ = input.path;
  input.source = std::make_unique<push::SeriesReader>(*input.loaded.store, labels_);
  return true;
}

bool PushInputs::ReadMetrics(Input& input) {
  input.options = {.format = FormatOf(input.text), .now = now_, .labels = labels_};
  auto reader = std::make_unique<push::MetricsReader>(input.text, input.options);
  if (reader->has_times() && timed_.empty()) timed_ = input.path;
  const bool is_readable = !reader->fault();
  input.source = std::move(reader);
  if (is_readable) return true;
  // Everything that is wrong with the text, as `check metrics` would report it.
  const auto source = check::FromMemory(input.text);
  const auto checked = exposition::CheckMetrics(*source, input.path,
                                                {.format = input.options.format, .lint = false});
  if (checked) PrintFindings(input.path, checked->findings);
  return false;
}

exposition::Format PushInputs::FormatOf(std::string_view text) const {
  if (format_ == "openmetrics") return exposition::Format::kOpenMetrics;
  if (format_ == "prometheus") return exposition::Format::kPrometheusText;
  auto source = check::FromMemory(text);
  return exposition::GuessFormat(source);
}

}  // namespace tools
