#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/report/printable.h"
#include "libcheck/slo/report.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/query_flags.h"
#include "tools/raw_output.h"
#include "tools/slo_data.h"
#include "tools/slo_flags.h"
#include "tools/slo_incidents.h"
#include "tools/slo_subjects.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
namespace slo = check::slo;

struct Options {
  SloFlags slos;
  SloDataFlags data;
  TimeFlags times;
  std::string interval = "1m";
  std::string incidents;
  std::string output;
  std::string format = "html";
};

// What belongs on one page.
struct Page {
  std::string service;
  std::vector<slo::ReportSubject> subjects;
  std::string file;  // Its name in the folder of --output.
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

class Report {
 public:
  explicit Report(const Options& options) : options_(options) {}

  Exit Run() {
    style_.zone = options_.times.Zone("");
    if (const auto problem = check::CheckTimeZone(style_.zone)) {
      return Fail(fmt::format("--tz: {}", problem->message));
    }
    const auto interval = ReadDurationFlag("--interval", options_.interval);
    if (!interval) return Fail(interval.error().message);
    style_.interval_ms = std::max<std::int64_t>(*interval / std::chrono::milliseconds(1), 1);
    style_.tool_version = PRONOIA_VERSION;
    auto incidents = ReadIncidentsFile(options_.incidents, style_.zone);
    if (!incidents) return Fail(incidents.error().message);
    style_.incidents = std::move(*incidents);
    const auto set = options_.slos.Read(style_.zone);
    if (!set) return Exit::kFailed;
    const auto source = options_.data.Open();
    if (!source) return Exit::kFailed;
    const auto times = options_.data.Times(**source, style_.zone);
    if (!times) return Exit::kFailed;
    style_.end = times->end;
    if (!options_.data.start.empty()) style_.start = times->begin;
    subjects_ = ReadSubjects(*set, **source, ReadRange(*set));
    if (subjects_.all.empty()) return Exit::kFailed;
    MakePages();
    const Exit written = Write();
    return subjects_.is_complete ? written : Exit::kFailed;
  }

 private:
  // All that any page shows.
  check::storage::TimeRange ReadRange(const SloSet& set) const {
    check::storage::TimeRange range = {style_.start.value_or(style_.end), style_.end};
    for (const slo::Slo& slo : set.slos) {
      range.begin = std::min(range.begin, slo::PeriodAt(slo.period, style_.end).start);
    }
    return range;
  }

  // Services in the order in which they first come.
  void MakePages() {
    for (const SloSubject& subject : subjects_.all) {
      auto page = std::ranges::find(pages_, subject.slo->service, &Page::service);
      if (page == pages_.end()) {
        pages_.push_back({subject.slo->service, {}, NewFileName(subject.slo->service)});
        page = pages_.end() - 1;
      }
      page->subjects.push_back(subject.view());
    }
  }

  // Names that differ in nothing but what files may not have get a number.
  std::string NewFileName(std::string_view service) const {
    const std::string name = slo::ReportFileName(service);
    std::string free = name;
    const auto is_taken = [&] {
      return free == "index.html" || std::ranges::find(pages_, free, &Page::file) != pages_.end();
    };
    for (unsigned number = 2; is_taken(); ++number) {
      free = fmt::format("{}-{}.html", name.substr(0, name.rfind('.')), number);
    }
    return free;
  }

  Exit Write() const {
    const std::string& output = options_.output;
    if (options_.format == "json") return WriteJson();
    const bool is_folder = check::IsFolder(output);
    if (pages_.size() > 1 && !is_folder) {
      return Fail(fmt::format(
          "there are {} services, and a page is for one: give a folder with -o, as in -o reports/",
          pages_.size()));
    }
    if (is_folder) return WriteFolder();
    return WriteFile(output, Html(pages_.front()));
  }

  Exit WriteJson() const {
    std::vector<slo::ReportSubject> all;
    for (const Page& page : pages_) {
      all.insert(all.end(), page.subjects.begin(), page.subjects.end());
    }
    return WriteFile(options_.output, slo::ReportJson(all, style_));
  }

  Exit WriteFolder() const {
    const std::filesystem::path folder(options_.output);
    if (const auto error = check::CreateFolder(options_.output)) return Fail(error->message);
    std::vector<std::pair<std::string, std::string>> services;
    for (const Page& page : pages_) {
      const Exit written = WriteFile((folder / page.file).string(), Html(page));
      if (written != Exit::kOk) return written;
      services.emplace_back(page.service, page.file);
    }
    if (services.size() < 2) return Exit::kOk;
    return WriteFile((folder / "index.html").string(), slo::ReportIndex(services, style_));
  }

  static Exit WriteFile(const std::string& path, const std::string& text) {
    if (path.empty() || path == "-") {
      WriteData(text);
      return Exit::kOk;
    }
    if (const auto error = check::ReplaceFile(path, text)) return Fail(error->message);
    return Exit::kOk;
  }

  std::string Html(const Page& page) const {
    return slo::ReportPage(page.service, page.subjects, style_);
  }

  const Options& options_;
  slo::ReportOptions style_;
  SloSubjects subjects_;
  std::vector<Page> pages_;
};

constexpr std::string_view kDescription =
    "Write a page for each service, which shows for each of its objectives the remaining error "
    "budget over the period, burn rates with the limits of the policy, when alerts would have "
    "fired, episodes that spent 2 % of the budget or more and how late they paged, the days and "
    "hours that spent most, and remarks about the data. A page needs no script and no network, is "
    "readable on phones, in light and dark, and in print.\n\nThe period ends at --end, or at the "
    "end of the data; --start sets where burn rates, episodes and days begin.\n\nWith --format "
    "json the same figures are an array with an object for each objective; pronoia-slo(7) lists "
    "the fields.\n\nExit status: 0 all pages were written, 2 something could not be read or "
    "written.";

constexpr Example kExamples[] = {
    {"pronoia slo report -o report.html slos/checkout.yml --data month.om",
     "Write the page of one service, from samples in a file"},
    {"pronoia slo report -o reports/ slos/ --server http://prometheus:9090",
     "Write a page for each service, from a server"},
    {"pronoia slo report --objective 99.9 --data events.csv > report.html",
     "Without a specification, from event counts"},
};

}  // namespace

extern const Command kSloReportCommand = {
    .path = "slo report",
    .summary = "Write a page about the objectives of each service",
    .description = kDescription,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->slos.Declare(flags, true);
      flags.Option(
          "-o,--output", &options->output, "PATH",
          "Output file, or a folder (an existing one, or ending in /; default: standard output)");
      flags.Option("--format", &options->format, "PAGE", "Output format");
      flags.Option("--interval", &options->interval, "DURATION",
                   "Evaluation interval of the alerts");
      flags.Option("--incidents", &options->incidents, "FILE",
                   "File with known incidents, instead of episodes that spent 2 % of the budget: "
                   "CSV with columns start, end and note, or YAML");
      options->data.Declare(flags);
      options->times.Declare(flags);
      return [options] { return Report(*options).Run(); };
    },
};

}  // namespace tools
