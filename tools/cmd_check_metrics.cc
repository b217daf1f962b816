#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/parallel.h"
#include "libcheck/diagnostic/empty_input.h"
#include "libcheck/exposition/content_type.h"
#include "libcheck/exposition/metrics_check.h"
#include "libcheck/files/byte_source.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/bearer_token.h"
#include "libcheck/http/http.h"
#include "libcheck/report/json_text.h"
#include "libcheck/workspace/kinds/kinds.h"
#include "tools/check_run.h"
#include "tools/input.h"
#include "tools/metrics_table.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

namespace exposition = check::exposition;

struct Options {
  std::vector<std::string> inputs;
  std::string input_format = "auto";
  std::string timeout = "10s";
  std::string ca_file;
  std::string bearer_token_file;
  bool insecure = false;
  bool extended = false;
  bool compare = false;
  CheckFlags flags;
};

// One input, and what was found in it.
struct Checked {
  std::optional<check::Error> error;
  bool is_empty = false;  // Standard input without a byte.
  exposition::CheckedMetrics metrics;
};

class CheckMetrics {
 public:
  explicit CheckMetrics(const Options& options) : options_(options), run_(options.flags) {}

  Exit Run() {
    if (!ReadFlags() || !ReadRequestFlags()) return Exit::kFailed;
    if (options_.inputs.empty() && InputIsTerminal()) {
      run_.Fail("no inputs given; `-` reads standard input, `--help` prints the usage");
      return Exit::kFailed;
    }
    const std::vector<std::string> inputs = FindInputs();
    if (options_.compare && inputs.size() < 2 && !run_.failed()) {
      run_.Fail("`--compare` needs at least two inputs");
      return Exit::kFailed;
    }
    std::vector<Checked> checked(inputs.size());
    if (options_.compare) {
      CheckInTurn(inputs, checked);
    } else {
      check::ParallelFor(inputs.size(), [&](std::size_t i, std::size_t) {
        checked[i] = CheckOne(inputs[i], nullptr, nullptr);
      });
    }
    run_.report().unit = check::workspace::kMetricsKind.unit;
    for (std::size_t i = 0; i < inputs.size(); ++i) Collect(inputs[i], checked[i]);
    run_.Print([this](const check::report::Writer& write) { Print(write); });
    return run_.Status();
  }

 private:
  bool ReadFlags() {
    const std::string& format = options_.flags.format;
    if (options_.extended && !options_.flags.is_for_people() && format != "json") {
      run_.Fail("`--extended` prints a table or JSON; it does not support `--format " + format +
                "`");
      return false;
    }
    return run_.Prepare();
  }

  // What the arguments stand for: URLs as they are, files in folders and by patterns.
  std::vector<std::string> FindInputs() {
    if (options_.inputs.empty()) return {"-"};
    const auto extensions = check::workspace::kMetricsKind.extensions;
    std::vector<std::string> inputs;
    for (const std::string& named : options_.inputs) {
      if (check::http::IsHttpUrl(named)) {
        inputs.push_back(named);
        continue;
      }
      for (check::InputFile& file :
           run_.FindInputs({named}, {extensions.begin(), extensions.end()})) {
        inputs.push_back(std::move(file.path));
      }
    }
    return inputs;
  }

  check::Result<std::unique_ptr<check::ByteSource>> OpenUrl(const std::string& url,
                                                            std::string& content_type) const {
    auto transport = check::http::CurlTransport();
    if (!transport) return transport.error();
    check::http::HttpRequest request = request_;
    request.url = url;
    return check::http::OpenUrl(**transport, request, content_type);
  }

  check::Result<exposition::Format> FormatOf(std::unique_ptr<check::ByteSource>& input,
                                             const std::string& path, bool is_url,
                                             const std::string& content_type) const {
    using Reader = exposition::ReaderChoice::Reader;
    if (options_.input_format == "openmetrics") return exposition::Format::kOpenMetrics;
    if (options_.input_format == "prometheus") return exposition::Format::kPrometheusText;
    if (!is_url) return exposition::GuessFormat(input);
    const exposition::ReaderChoice choice = exposition::ChooseReader(content_type, "");
    if (choice.reader == Reader::kPrometheusText) return exposition::Format::kPrometheusText;
    if (choice.reader == Reader::kOpenMetrics) return exposition::Format::kOpenMetrics;
    return check::Error{
        fmt::format("`{}` has the content type `{}`, which is not a metrics format; "
                    "`--input-format` overrides it",
                    check::http::PublicUrl(path), content_type)};
  }

  // What is sent with every request. False once something has been reported.
  bool ReadRequestFlags() {
    const auto timeout = ReadDurationFlag("--timeout", options_.timeout);
    if (!timeout) {
      run_.Fail(timeout.error().message);
      return false;
    }
    request_.timeout = TimeoutOf(*timeout);
    request_.ca_file = options_.ca_file;
    request_.verify_tls = !options_.insecure;
    // The formats Prometheus asks for, in its order, as far as they are read here.
    request_.headers = {
        options_.input_format == "prometheus"
            ? "Accept: text/plain;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
            : "Accept: application/openmetrics-text;version=1.0.0;q=0.6,"
              "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;q=0.4,"
              "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"};
    if (options_.bearer_token_file.empty()) return true;
    const auto problem =
        check::http::SetBearerToken(options_.bearer_token_file, check::Disk(), request_);
    if (problem) run_.Fail(problem->message);
    return !problem;
  }

  Checked CheckOne(const std::string& path, const exposition::Snapshot* before,
                   exposition::Snapshot* keep) const {
    Checked checked;
    std::string content_type;
    const bool is_url = check::http::IsHttpUrl(path);
    if (path == "-") SayThatInputIsAwaited();
    auto input = is_url ? OpenUrl(path, content_type) : check::Disk().Open(path);
    if (!input) {
      checked.error = input.error();
      return checked;
    }
    if (path == "-") {
      std::string head;
      *input = check::ReadHead(std::move(*input), std::size_t{64} << 10, head);
      checked.is_empty = head.empty();
    }
    const auto format = FormatOf(*input, path, is_url, content_type);
    if (!format) {
      checked.error = format.error();
      return checked;
    }
    const std::size_t most = options_.flags.MostFindings();
    auto metrics = exposition::CheckMetrics(
        **input, is_url ? check::http::PublicUrl(path) : path,
        {.format = *format,
         .lint = run_.policy().run_checks,
         .severity =
             [&](const check::CodeInfo& info) { return run_.policy().SeverityOf(info, path); },
         .count_labels = options_.extended,
         .most_findings = most == 0 ? ~std::size_t{0} : most,
         .before = before,
         .keep = keep});
    if (!metrics) {
      checked.error = metrics.error();
    } else {
      checked.metrics = std::move(*metrics);
    }
    return checked;
  }

  // Each is compared with the one before.
  void CheckInTurn(const std::vector<std::string>& inputs, std::vector<Checked>& checked) const {
    exposition::Snapshot before;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      exposition::Snapshot now;
      checked[i] = CheckOne(inputs[i], i == 0 ? nullptr : &before, &now);
      before = std::move(now);
    }
  }

  void Collect(const std::string& named, Checked& checked) {
    const bool is_url = check::http::IsHttpUrl(named);
    const std::string path = is_url ? check::http::PublicUrl(named) : named;
    if (checked.error) return run_.Fail(checked.error->message);
    exposition::CheckedMetrics& metrics = checked.metrics;
    check::workspace::Document document(path, &check::workspace::kMetricsKind, run_.policy());
    document.count = static_cast<std::size_t>(metrics.samples);
    for (check::Finding& finding : metrics.findings) document.Add(std::move(finding));
    if (checked.is_empty) document.Add(check::EmptyInputFinding());
    if (!is_url) document.ReadCommentsOfLargeFile(*run_.options().files);
    document.Finish();
    AddTo(run_.report(), std::move(document));
    for (const auto& [info, count] : metrics.hidden) {
      run_.report().omitted.push_back({path, info, info->severity, count});
    }
    if (!options_.extended) return;
    if (options_.flags.format == "json") {
      cardinality_.push_back(CardinalityJson(metrics));
    } else {
      tables_.emplace_back(path, CardinalityTable(metrics));
    }
  }

  void Print(const check::report::Writer& write) {
    for (const auto& [path, table] : tables_) {
      if (tables_.size() > 1) write(path + "\n");
      write(table + "\n");
    }
    if (cardinality_.empty()) {
      run_.Write(write);
      return;
    }
    std::string report;
    if (!run_.Write([&](std::string_view piece) { report += piece; })) return;
    AddCardinality(report);
    write(report);
  }

  // To each of the report's files.
  void AddCardinality(std::string& report) {
    auto json = check::report::Json::parse(report);
    for (std::size_t i = 0; i < cardinality_.size(); ++i) {
      json["files"][i]["cardinality"] = std::move(cardinality_[i]);
    }
    report = check::report::ToText(json);
  }

  const Options& options_;
  check::http::HttpRequest request_;  // For all but the URL.
  CheckRun run_;
  std::vector<std::pair<std::string, std::string>> tables_;
  std::vector<check::report::Json> cardinality_;  // Of each file in the report, in place of tables.
};

constexpr Example kExamples[] = {
    {"pronoia check metrics http://localhost:9100/metrics", "Check the metrics of an application"},
    {"pronoia check metrics --extended metrics.prom",
     "Show which metrics have the most series, and which labels cause them"},
    {"pronoia check metrics --lint-fatal /var/lib/node_exporter/*.prom",
     "In CI, or before the textfile collector reads them: fail on warnings too"},
    {"pronoia check metrics --compare first.prom second.prom",
     "Find counters that decreased between two scrapes of a target"},
};

}  // namespace

extern const Command kCheckMetricsCommand = {
    .path = "check metrics",
    .summary = "Check metrics in the text format or OpenMetrics",
    .description =
        "Read the Prometheus text format and OpenMetrics 1.0, and report every invalid line "
        "(promtool stops at the first). A line in the text format must be accepted by both the "
        "server and promtool; OpenMetrics must follow its specification, which the server does not "
        "enforce completely.\n\nWarnings are those of promlint (names, units, help texts), and "
        "those that need the values: duplicate series, buckets that are not cumulative, counts "
        "that differ. `pronoia explain CODE` explains each. Files of any size are read in little "
        "memory, which grows with the number of series only.\n\nThe response of a URL is read "
        "according to its content type, as the server would.\n\nWith `--extended` and `--format "
        "json` each of the report's `files` has its `cardinality`: the number of `series`, and "
        "`metrics` with `name`, `type`, `series` and `labels`, each of which has its `name` and "
        "the number of its `values`.\n\nExit status: 0 no error, 1 errors, 2 something could not "
        "be read, 3 warnings with `--lint-fatal`.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("input", &options->inputs, "INPUT",
                     "Files, folders, patterns, URLs, or - for standard input (the default)");
      flags.Option("--input-format", &options->input_format, "METRICS",
                   "Format of the metrics; `auto` detects OpenMetrics by `# EOF` at the end");
      flags.Option("--timeout", &options->timeout, "DURATION", "Timeout of requests to URLs");
      flags.Option("--ca-file", &options->ca_file, "FILE",
                   "CA certificates to trust, instead of the system's");
      flags.Option("--bearer-token-file", &options->bearer_token_file, "FILE",
                   "File with a bearer token to send to the server");
      flags.Switch("--insecure", &options->insecure,
                   "Skip verification of the server's certificate");
      flags.Switch("--extended", &options->extended,
                   "Print the number of series of each metric, and the labels that cause them");
      flags.Switch(
          "--compare", &options->compare,
          "Treat the files as successive scrapes of one target, and find counters that decreased");
      options->flags.Declare(flags);
      flags.Option("--limit", &options->flags.max_findings, "NUMBER",
                   "The former name of `--max-findings`", {.excludes = "--max-findings"});
      return [options] { return CheckMetrics(*options).Run(); };
    },
};

}  // namespace tools
