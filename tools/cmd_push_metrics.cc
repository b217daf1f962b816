#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/api/server.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/http.h"
#include "libcheck/model/names.h"
#include "libcheck/push/pushgateway.h"
#include "libcheck/push/remote_writer.h"
#include "libcheck/push/text_writer.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/push_inputs.h"
#include "tools/raw_output.h"
#include "tools/server_flags.h"

namespace tools {
namespace {

namespace http = check::http;
namespace push = check::push;
using check::Result;

struct Options {
  std::vector<std::string> words;
  ServerFlags server;
  std::string protocol = "auto";
  std::string path;
  std::vector<std::string> labels;
  std::string input_format = "auto";
  std::string pushgateway;
  bool replace = false;
  bool erase = false;
  bool dry_run = false;
};

std::string Plural(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// Where remote write is, if the URL does not say it itself: its usual paths end in one of these.
std::string ReceiverPath(std::string_view url) {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  for (const std::string_view last : {"/write", "/push", "/receive"}) {
    if (path.ends_with(last)) return {};
  }
  return "/api/v1/write";
}

class PushMetrics {
 public:
  explicit PushMetrics(const Options& options) : options_(options) {}

  Exit Run() {
    if (const auto problem = FlagProblem()) return Fail(*problem);
    TakeServer();
    if (options_.erase) {
      return files_.empty() ? Send("DELETE", {}) : Fail("--delete accepts no files");
    }
    if (files_.empty()) files_ = {"-"};
    inputs_.emplace(options_.input_format, std::move(labels_));
    Exit status = Exit::kOk;
    for (const std::string& file : files_) {
      const Exit read = inputs_->Read(file);
      if (read == Exit::kFailed) return read;
      if (read != Exit::kOk) status = read;
    }
    if (status != Exit::kOk) return status;
    if (inputs_->samples() == 0) return Fail("no samples to push");
    const bool is_remote_write = options_.pushgateway.empty();
    if (!is_remote_write && !inputs_->timed().empty()) {
      return Fail(fmt::format("`{}` has samples with timestamps, which the Pushgateway refuses",
                              inputs_->timed()));
    }
    if (options_.dry_run) return Show();
    return is_remote_write ? WriteRemotely() : PushToGateway();
  }

 private:
  static Exit Fail(const std::string& message) {
    WriteError(message);
    return Exit::kFailed;
  }

  static Exit Fail(const check::api::Fault& fault) {
    WriteFault(fault);
    return Exit::kFailed;
  }

  std::optional<std::string> FlagProblem() {
    if (options_.pushgateway.empty() && (options_.replace || options_.erase)) {
      return fmt::format("{} requires --pushgateway", options_.replace ? "--replace" : "--delete");
    }
    for (const std::string& label : options_.labels) {
      const std::size_t equals = label.find('=');
      const std::string name = label.substr(0, equals);
      if (equals == label.npos) return "--label: expected NAME=VALUE, not `" + label + "`";
      if (!check::model::IsValidLabelName(name, check::model::NameValidation::kUtf8) ||
          name == check::model::kMetricName) {
        return fmt::format("--label: invalid label name `{}`", name);
      }
      std::erase_if(labels_, [&](const auto& known) { return known.first == name; });
      labels_.emplace_back(name, label.substr(equals + 1));
    }
    return std::nullopt;
  }

  // The first word is the server, unless a flag says which that is or it is a file.
  void TakeServer() {
    files_ = options_.words;
    if (files_.empty() || !options_.server.context.empty() || files_.front() == "-") return;
    if (!LooksLikeServer(files_.front()) && check::Disk().Stat(files_.front())) return;
    server_ = files_.front();
    files_.erase(files_.begin());
  }

  Exit Show() {
    push::TextWriter writer(options_.pushgateway.empty());
    push::WriteRequest request;
    while (inputs_->Next(request)) {
      writer.Add(request);
      WriteData(writer.Take());
    }
    return Exit::kOk;
  }

  // To what is at `path` below the server's URL, with all that the flags and the context say.
  Result<http::HttpRequest> MakeRequest(const std::function<std::string(std::string_view)>& path) {
    std::optional<check::workspace::Context> context;
    Result<check::api::ServerOptions> options = options_.server.Options(server_, context);
    if (!options) return options.error();
    const bool has_timeout =
        !options_.server.timeout.empty() || (context && !context->timeout.empty());
    if (!has_timeout) options->timeout = std::chrono::seconds(30);
    const Result<check::api::Server> server =
        check::api::Server::Make(*options, check::Disk(), *transport_);
    if (!server) return server.error();
    http::HttpRequest request = server->Request(path(options->url));
    post_.most_retries = options->most_retries;
    post_.waiting = [request](const push::Answer& answer, std::chrono::milliseconds pause) {
      WriteErr(fmt::format("pronoia: note: {}; trying again in {:g} s\n",
                           push::Explain(request, answer).message,
                           std::chrono::duration<double>(pause).count()));
    };
    return request;
  }

  Exit WriteRemotely() {
    Result<http::HttpRequest> base = MakeRequest([&](std::string_view url) {
      if (options_.path.empty()) return ReceiverPath(url);
      return (options_.path.starts_with('/') ? "" : "/") + options_.path;
    });
    if (!base) return Fail(base.error().message);
    const std::string name = http::PublicUrl(base->url);
    std::optional<push::Version> version;
    if (options_.protocol != "auto") {
      version = options_.protocol == "1" ? push::Version::k1 : push::Version::k2;
    }
    push::RemoteWriter writer(*transport_, std::move(*base), version, post_);
    push::WriteRequest request;
    push::Sent sent;
    std::size_t requests = 0;
    std::size_t stored = 0;
    std::size_t lost = 0;  // Exemplars.
    while (inputs_->Next(request)) {
      sent = writer.Send(request);
      if (sent.outcome != push::Sent::Outcome::kTaken) {
        check::api::Fault fault = writer.Explain(sent);
        if (requests > 0) {
          fault.notes.push_back(fmt::format("{} of {} were stored before the failure", stored,
                                            Plural(inputs_->samples(), "sample")));
        }
        return Fail(fault);
      }
      stored += sent.counts.samples + sent.counts.histograms;
      if (sent.written)
        lost += sent.counts.exemplars - std::min(sent.counts.exemplars, sent.written->exemplars);
      ++requests;
    }
    if (lost > 0) {
      WriteErr(
          fmt::format("pronoia: note: the server did not store {}\n", Plural(lost, "exemplar")));
    }
    WriteOut(fmt::format("pushed {} of {} series to `{}` with remote write {}{}\n",
                         Plural(inputs_->samples(), "sample"), inputs_->series(), name,
                         sent.version == push::Version::k1 ? "1" : "2",
                         requests > 1 ? fmt::format(", in {} requests", requests) : ""));
    return Exit::kOk;
  }

  Exit PushToGateway() {
    push::TextWriter writer(false);
    push::WriteRequest request;
    while (inputs_->Next(request)) writer.Add(request);
    return Send(options_.replace ? "PUT" : "POST", writer.Take());
  }

  // To the group of the Pushgateway.
  Exit Send(const char* method, std::string body) {
    const Result<std::string> path = push::GroupPath(options_.pushgateway);
    if (!path) return Fail("--pushgateway: " + path.error().message);
    Result<http::HttpRequest> request = MakeRequest([&](std::string_view) { return *path; });
    if (!request) return Fail(request.error().message);
    request->method = method;
    request->body = std::move(body);
    if (!options_.erase) request->headers.emplace_back("Content-Type: text/plain; version=0.0.4");
    const std::string name = http::PublicUrl(request->url);
    if (options_.dry_run) {
      WriteOut(fmt::format("{} {}\n", method, name));
      return Exit::kOk;
    }
    const push::Answer answer = push::Post(*transport_, *request, post_);
    if (!answer.is_success()) return Fail(push::Explain(*request, answer));
    WriteOut(options_.erase
                 ? fmt::format("deleted `{}`\n", name)
                 : fmt::format("pushed {} to `{}`\n", Plural(inputs_->samples(), "sample"), name));
    return Exit::kOk;
  }

  const Options& options_;
  push::ExtraLabels labels_;
  std::string server_;
  std::vector<std::string> files_;
  std::optional<PushInputs> inputs_;
  const std::unique_ptr<http::HttpTransport> transport_ = http::LazyCurlTransport();
  push::PostOptions post_;
};

constexpr Example kExamples[] = {
    {"echo 'backup_last_success_timestamp_seconds 1700000000' | pronoia push metrics "
     "localhost:9090 --label job=backup",
     "Push one sample to Prometheus"},
    {"pronoia push metrics --context prod incident.om",
     "Push the samples that `query record` saved"},
    {"pronoia push metrics --dry-run --label job=test metrics.prom", "Show what would be pushed"},
    {"pronoia push metrics localhost:9091 --pushgateway nightly/instance/db1 metrics.prom",
     "Push to a group of the Pushgateway"},
    {"pronoia push metrics localhost:9091 --pushgateway nightly/instance/db1 --delete",
     "Delete that group"},
};

}  // namespace

extern const Command kPushMetricsCommand = {
    .path = "push metrics",
    .summary = "Push metrics by remote write, or to a Pushgateway",
    .description =
        "The input is text format or OpenMetrics, from files or standard input; also CSV, and JSON "
        "responses of query or query_range, which may contain native histograms. Timestamps are "
        "kept; samples without one get the current time. Types, help, units and exemplars are "
        "pushed too, and with version 2 of remote write also the created timestamps of "
        "OpenMetrics. Nothing is pushed before all input has been read without errors.\n\nThe "
        "server is a URL or the name of a context; the endpoint is /api/v1/write below it, unless "
        "its path ends in /write, /push or /receive. Version 2 of remote write is tried first, "
        "then version 1 if the server does not support it.\n\nA push is retried only if the server "
        "cannot have stored anything: the connection is refused, or the response is 429 or 503. It "
        "is an error if the server reports that it stored less than was sent, or does not confirm "
        "what it stored.\n\nWith --pushgateway the metrics are pushed to a group of the "
        "Pushgateway. Metrics of the same name are replaced there; with --replace, the whole group "
        "is. In a job or a value, %2F stands for a slash.\n\nExit status: 0 everything was pushed, "
        "1 the metrics cannot be read, 2 nothing or only a part was pushed.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("metrics", &options->words, "FILE",
                     "Server (a URL or the name of a context) and files; without files, or with -, "
                     "standard input");
      flags.Option("--label", &options->labels, "LABEL=VALUE",
                   "Add a label to series that do not have it");
      flags.Option("--protocol", &options->protocol, "PROTOCOL", "Version of remote write");
      flags.Option("--path", &options->path, "PATH", "Path of the remote write endpoint");
      flags.Option("--input-format", &options->input_format, "METRICS",
                   "Format of the metrics; `auto` detects OpenMetrics by `# EOF` at the end");
      flags.Option("--pushgateway", &options->pushgateway, "JOB[/LABEL/VALUE]...",
                   "Push to this group of a Pushgateway");
      flags.Switch("--replace", &options->replace, "Replace the whole group");
      flags.Switch("--delete", &options->erase, "Delete the group", "--replace");
      flags.Switch("--dry-run", &options->dry_run,
                   "Print what would be pushed, without pushing it");
      options->server.Declare(flags, "30s");
      return [options] { return PushMetrics(*options).Run(); };
    },
};

}  // namespace tools
