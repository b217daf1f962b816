#include "tools/compat/promtool.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/parallel.h"
#include "libcheck/base/text.h"
#include "libcheck/config/prometheus/check.h"
#include "libcheck/config/web/check.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/printer.h"
#include "libcheck/promql/rewrite.h"
#include "libcheck/rules/load.h"
#include "libcheck/rules/upstream_lint.h"
#include "libcheck/yaml/parse.h"
#include "tools/compat/go_log.h"
#include "tools/compat/kingpin.h"
#include "tools/compat/promtool_debug.h"
#include "tools/compat/promtool_discovery.h"
#include "tools/compat/promtool_health.h"
#include "tools/compat/promtool_metrics.h"
#include "tools/compat/promtool_push.h"
#include "tools/compat/promtool_query.h"
#include "tools/compat/promtool_test.h"
#include "tools/flags.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

using check::promql::Misprints;
using Kind = Flag::Kind;

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kLintFailed = 3;

// What --enable-feature switches on.
check::promql::ParseOptions Features(const Parsed& parsed) {
  check::promql::ParseOptions options;
  for (const std::string& list : parsed.List("enable-feature")) {
    EnableFeatures(list, options, [](std::string_view) {});
  }
  return options;
}

// promtool: whatever the command, and even if it looks at no PromQL.
int ReportUnknownFeatures(const Parsed& parsed) {
  check::promql::ParseOptions options;
  for (const std::string& list : parsed.List("enable-feature")) {
    EnableFeatures(list, options, [](std::string_view name) {
      // promtool: no line break.
      WriteOut(fmt::format("  WARNING: Unknown feature passed to --enable-feature: {}", name));
    });
  }
  return 0;
}

struct RuleLint {
  bool duplicate_rules = false;
  bool fatal = false;

  static RuleLint From(std::string_view settings, bool fatal) {
    RuleLint lint = {.fatal = fatal};
    while (!settings.empty()) {
      const std::string_view word = check::TakeUpTo(settings, ',');
      if (word == "all" || word == "duplicate-rules") {
        lint.duplicate_rules = true;
      } else if (word != "none") {
        WriteOut(fmt::format("WARNING: unknown lint option: \"{}\"\n", word));
      }
    }
    return lint;
  }
};

struct CheckedRules {
  std::string out;
  std::string err;
  bool has_errors = false;
  bool has_lint = false;
};

// The block promtool prints for one file. `prefix` stands in front of each error.
CheckedRules CheckRuleText(const check::SourceFile& file, std::string_view prefix,
                           const check::rules::LoadOptions& options, const RuleLint& lint,
                           check::Arena& arena) {
  CheckedRules checked;
  const check::rules::UpstreamCheck found =
      check::rules::CheckAsUpstream(file, options, lint.duplicate_rules, arena);
  if (found.goes_on) {
    checked.err =
        LogPrefix() +
        "level=WARN source=rulefmt.go:369 msg=\"Multiple document yaml rules files are not "
        "supported, only the first document is processed\"\n";
  }
  checked.has_errors = !found.errors.empty();
  checked.has_lint = !checked.has_errors && !found.duplicates.empty();
  if (checked.has_errors || checked.has_lint) checked.err += "  FAILED:\n";
  for (const std::string& error : found.errors) {
    checked.err += fmt::format("{}{}\n", prefix, error);
  }
  if (checked.has_lint) checked.err += found.duplicates + "\n";
  if (!checked.has_errors && !checked.has_lint) {
    checked.out = fmt::format("  SUCCESS: {} rules found\n", found.rule_count);
  }
  return checked;
}

check::rules::LoadOptions RuleOptions(const Parsed& parsed) {
  return {.promql = Features(parsed),
          .ignore_unknown_fields = parsed.Switch("ignore-unknown-fields"),
          .strict_upstream = true};
}

// Checks rule files one after the other, printing a block for each.
class RuleFiles {
 public:
  RuleFiles(const check::rules::LoadOptions& options, const RuleLint& lint)
      : options_(options), lint_(lint) {}

  void CheckInput() {
    // Before it is read: on a terminal, this says what is waited for.
    WriteOut("Checking standard input\n");
    const check::SourceBuffer input("-", ReadStandardInput());
    check::Arena arena;
    Print("", CheckRuleText(input, "", options_, lint_, arena));
    WriteOut(std::exchange(out_, {}));
  }

  void Check(std::span<const std::string> files) {
    // So many files at a time that the cores are busy, so few that results come while others are
    // read.
    constexpr std::size_t kBatch = 256;
    std::vector<check::Arena> arenas(check::ThreadCount());
    for (std::size_t first = 0; first < files.size(); first += kBatch) {
      const auto batch = files.subspan(first, std::min(kBatch, files.size() - first));
      std::vector<CheckedRules> checked(batch.size());
      check::ParallelFor(batch.size(), [&](std::size_t i, std::size_t worker) {
        check::Result<std::string> text = check::ReadAsGo(check::Disk(), batch[i]);
        if (!text) {
          checked[i].has_errors = true;
          checked[i].err = fmt::format("  FAILED:\n{}: {}\n", batch[i], text.error().message);
          return;
        }
        const check::SourceBuffer file(batch[i], std::move(*text));
        checked[i] = CheckRuleText(file, batch[i] + ": ", options_, lint_, arenas[worker]);
        arenas[worker].Reset();
      });
      for (std::size_t i = 0; i < batch.size(); ++i) {
        Print("Checking " + batch[i] + "\n", checked[i]);
      }
      WriteOut(std::exchange(out_, {}));
    }
  }

  bool has_errors() const { return has_errors_; }
  bool has_lint() const { return has_lint_; }

 private:
  void Print(std::string_view heading, const CheckedRules& checked) {
    out_ += heading;
    if (!checked.err.empty()) {
      // Both streams usually end on one terminal: keep what is said in order.
      WriteOut(std::exchange(out_, {}));
      WriteErr(checked.err);
    }
    out_ += checked.out;
    if (!checked.has_errors) out_ += '\n';
    has_errors_ = has_errors_ || checked.has_errors;
    has_lint_ = has_lint_ || checked.has_lint;
  }

  const check::rules::LoadOptions& options_;
  const RuleLint& lint_;
  std::string out_;
  bool has_errors_ = false;
  bool has_lint_ = false;
};

int CheckRules(const Parsed& parsed) {
  const check::rules::LoadOptions options = RuleOptions(parsed);
  const RuleLint lint = RuleLint::From(parsed.Text("lint"), parsed.Switch("lint-fatal"));
  RuleFiles rules(options, lint);
  const std::span<const std::string> files = parsed.Arguments("rule-files");
  if (files.empty()) rules.CheckInput();
  rules.Check(files);
  if (rules.has_errors()) return kFailed;
  return rules.has_lint() && lint.fatal ? kLintFailed : kOk;
}

// promtool: of the settings, one is for the configuration itself, and `none` wins over all others.
struct ConfigLint {
  bool long_intervals = false;
  RuleLint rules;

  static ConfigLint From(const Parsed& parsed) {
    ConfigLint lint;
    bool none = false;
    std::string for_rules;
    const std::string settings = parsed.Text("lint");
    for (std::string_view rest = settings;;) {
      const std::string_view word = rest.substr(0, rest.find(','));
      if (word == "all" || word == "too-long-scrape-interval") lint.long_intervals = true;
      none = none || word == "none";
      if (word != "none" && word != "too-long-scrape-interval") {
        for_rules += (for_rules.empty() ? "" : ",") + std::string(word);
      }
      if (word.size() == rest.size()) break;
      rest.remove_prefix(word.size() + 1);
    }
    if (none) {
      lint.long_intervals = false;
      for_rules.clear();
    }
    lint.rules = RuleLint::From(for_rules, parsed.Switch("lint-fatal"));
    return lint;
  }
};

int CheckConfig(const Parsed& parsed) {
  namespace config = check::config::prometheus;
  const check::rules::LoadOptions rule_options = RuleOptions(parsed);
  const ConfigLint lint = ConfigLint::From(parsed);
  config::CheckOptions options = {
      .load = {.files = &check::Disk(), .agent = parsed.Switch("agent")},
      .syntax_only = parsed.Switch("syntax-only")};
  const check::Duration lookback_delta = parsed.Time("query.lookback-delta");
  // promtool: what is not more than zero switches the check off.
  const bool has_lookback = lookback_delta > check::Duration::zero();
  if (lint.long_intervals && has_lookback) options.lookback_delta = lookback_delta;
  RuleFiles rules(rule_options, lint.rules);
  bool has_errors = false;
  bool has_lint = false;
  for (const std::string& path : parsed.Arguments("config-files")) {
    std::string out = "Checking " + path + "\n";
    check::Result<std::string> text = check::ReadAsGo(check::Disk(), path);
    std::unique_ptr<config::ConfigCheck> checked;
    std::string error = text ? std::string() : text.error().message;
    if (text) {
      check::UpstreamTexts texts;
      options.load.upstream = &texts;
      checked = config::CheckConfigText(path, std::move(*text), options);
      error = checked->upstream.error;
      for (const std::string& variable : checked->upstream.empty_variables) {
        WriteErr(LogPrefix() +
                 fmt::format(
                     "level=WARN source=config.go:102 msg=\"Empty environment variable\" name={}\n",
                     variable));
      }
      for (const std::string& warning : checked->upstream.warnings) {
        out += fmt::format("  WARNING: {}\n", warning);
      }
    }
    has_errors = has_errors || !error.empty();
    if (error.empty()) {
      if (!checked->rule_files.empty()) {
        out += fmt::format("  SUCCESS: {} rule files found\n", checked->rule_files.size());
      }
      out += fmt::format(" SUCCESS: {} is valid prometheus config file syntax\n", path);
      WriteOut(out + "\n");
      if (!checked->upstream.lint.empty()) {
        WriteErr(fmt::format("  FAILED: {}\n", checked->upstream.lint));
        has_lint = true;
      }
      rules.Check(checked->rule_files);
    } else {
      // Both streams usually end on one terminal: keep what is said in order.
      WriteOut(out);
      WriteErr(fmt::format("  FAILED: {}\n", error));
      WriteOut("\n");
    }
  }
  if (has_errors || rules.has_errors()) return kFailed;
  return (has_lint || rules.has_lint()) && lint.rules.fatal ? kLintFailed : kOk;
}

int CheckWebConfig(const Parsed& parsed) {
  bool failed = false;
  for (const std::string& path : parsed.Arguments("web-config-files")) {
    check::Result<std::string> text = check::ReadAsGo(check::Disk(), path);
    std::string error = text ? std::string() : text.error().message;
    if (text) {
      const check::SourceBuffer file(path, std::move(*text));
      check::Arena arena;
      check::UpstreamTexts texts;
      check::Diagnostics diagnostics(&texts);
      error = check::config::web::CheckWebConfig(file, &check::Disk(), arena, diagnostics);
    }
    // promtool: both go to the same stream.
    WriteErr(error.empty() ? fmt::format("{} SUCCESS\n", path)
                           : fmt::format("{} FAILED: {}\n", path, error));
    failed = failed || !error.empty();
  }
  return failed ? kFailed : kOk;
}

// An expression given as the argument `query`, with all that its tree views.
struct Query {
  explicit Query(const Parsed& parsed)
      : options(Features(parsed)), source("query", parsed.Arguments("query").front()) {
    options.max_depth = 10'000;  // Indentation grows with the depth.
    expr = check::promql::ParseExpr(source, options, arena, diagnostics);
  }

  int Refuse() const {
    WriteErr(diagnostics.found().front().upstream.str() + "\n");
    return kFailed;
  }

  check::promql::ParseOptions options;
  check::SourceBuffer source;
  check::Arena arena;
  check::UpstreamTexts texts;
  check::Diagnostics diagnostics = check::Diagnostics(&texts);
  const check::promql::Expr* expr = nullptr;
};

bool IsExperimental(const Parsed& parsed) {
  if (parsed.Switch("experimental")) return true;
  WriteErr("This command is experimental and requires the --experimental flag to be set.\n");
  return false;
}

int PrintResult(const check::Result<std::string>& text) {
  if (!text) {
    WriteErr(text.error().message + "\n");
    return kFailed;
  }
  WriteOut(*text + "\n");
  return kOk;
}

int PromqlFormat(const Parsed& parsed) {
  if (!IsExperimental(parsed)) return kFailed;
  const Query query(parsed);
  if (query.expr == nullptr) return query.Refuse();
  WriteOut(check::promql::Pretty(*query.expr, 100, Misprints::kKept) + "\n");
  return kOk;
}

int LabelMatchersSet(const Parsed& parsed) {
  using check::model::MatchType;
  if (!IsExperimental(parsed)) return kFailed;
  const Query query(parsed);
  if (query.expr == nullptr) return query.Refuse();
  const std::string type = parsed.Text("type");
  const MatchType match_type = type == "!="   ? MatchType::kNotEqual
                               : type == "=~" ? MatchType::kRegexp
                               : type == "!~" ? MatchType::kNotRegexp
                                              : MatchType::kEqual;
  return PrintResult(check::promql::SetMatcher(
      *query.expr,
      {match_type, parsed.Arguments("name").front(), parsed.Arguments("value").front()},
      query.options, Misprints::kKept));
}

int LabelMatchersDelete(const Parsed& parsed) {
  if (!IsExperimental(parsed)) return kFailed;
  const Query query(parsed);
  if (query.expr == nullptr) return query.Refuse();
  return PrintResult(check::promql::DeleteMatchers(*query.expr, parsed.Arguments("name").front(),
                                                   query.options, Misprints::kKept));
}

constexpr Flag kGlobalFlags[] = {
    kVersionFlag,
    {.name = "experimental", .help = "Allow the commands that are marked experimental."},
    {.name = "enable-feature",
     .kind = Kind::kList,
     .help = "Feature flags of the server, separated by commas."},
};

constexpr Flag kCheckFlags[] = {
    {.name = "query.lookback-delta",
     .kind = Kind::kDuration,
     .default_value = "5m",
     .help = "Lookback delta of the server."},
};
constexpr Flag kCheckConfigFlags[] = {
    {.name = "syntax-only", .help = "Check only the given files, not the files they refer to."},
    {.name = "lint",
     .kind = Kind::kText,
     .default_value = "duplicate-rules",
     .help = "What to lint: all, duplicate-rules, too-long-scrape-interval or none."},
    {.name = "lint-fatal", .help = "Exit with status 3 if linting finds something."},
    {.name = "ignore-unknown-fields", .help = "Accept unknown fields in rule files."},
    {.name = "agent", .help = "Check for a server in agent mode."},
};
constexpr Argument kCheckConfigArguments[] = {
    {.name = "config-files",
     .help = "Configuration files.",
     .required = true,
     .repeated = true,
     .existing_file = true},
};
constexpr Argument kCheckWebConfigArguments[] = {
    {.name = "web-config-files",
     .help = "Web configuration files.",
     .required = true,
     .repeated = true,
     .existing_file = true},
};
constexpr Flag kCheckRulesFlags[] = {
    {.name = "lint",
     .kind = Kind::kText,
     .default_value = "duplicate-rules",
     .help = "What to lint: all, duplicate-rules or none."},
    {.name = "lint-fatal", .help = "Exit with status 3 if linting finds something."},
    {.name = "ignore-unknown-fields", .help = "Accept unknown fields."},
};
constexpr Argument kCheckRulesArguments[] = {
    {.name = "rule-files",
     .help = "Rule files; without any, standard input.",
     .repeated = true,
     .existing_file = true},
};

constexpr Flag kCheckMetricsFlags[] = {
    {.name = "extended", .help = "Print how many series each metric has."},
    {.name = "lint",
     .kind = Kind::kText,
     .default_value = "all",
     .help = "What to lint: all or none."},
};

constexpr Flag kHttpConfigFile = {
    .name = "http.config.file",
    .kind = Kind::kFile,
    .help = "HTTP client configuration file: credentials, TLS, proxies."};
constexpr Flag kHealthFlags[] = {
    kHttpConfigFile,
    {.name = "url",
     .kind = Kind::kUrl,
     .default_value = "http://localhost:9090",
     .help = "The server's URL."},
};

constexpr std::string_view kFormats[] = {"promql", "json"};
constexpr Flag kQueryFlags[] = {
    {.name = "format",
     .short_name = 'o',
     .kind = Kind::kEnum,
     .default_value = "promql",
     .help = "Output format.",
     .choices = kFormats},
    kHttpConfigFile,
};
constexpr Argument kServer = {
    .name = "server", .help = "The server's URL.", .required = true, .url = true};
constexpr Argument kExpr = {.name = "expr", .help = "A PromQL expression.", .required = true};
constexpr Flag kHeader = {
    .name = "header", .kind = Kind::kMap, .help = "A header to send, as NAME=VALUE."};
constexpr Flag kStart = {
    .name = "start", .kind = Kind::kText, .help = "Start, in RFC 3339 or Unix seconds."};
constexpr Flag kEnd = {
    .name = "end", .kind = Kind::kText, .help = "End, in RFC 3339 or Unix seconds."};
constexpr Flag kMatch = {.name = "match", .kind = Kind::kList, .help = "A series selector."};
constexpr Flag kRequiredMatch = {
    .name = "match", .kind = Kind::kList, .help = "A series selector.", .required = true};
constexpr Flag kTime = {
    .name = "time", .kind = Kind::kText, .help = "Evaluation time, in RFC 3339 or Unix seconds."};
constexpr Flag kInstantFlags[] = {kTime, kHeader};
constexpr Flag kRangeFlags[] = {
    kHeader,
    kStart,
    kEnd,
    {.name = "step", .kind = Kind::kDuration, .help = "Step between evaluations."},
};
constexpr Flag kSeriesFlags[] = {kRequiredMatch, kStart, kEnd};
constexpr Flag kLabelsFlags[] = {kStart, kEnd, kMatch};
constexpr Flag kAnalyzeFlags[] = {
    {.name = "server", .kind = Kind::kUrl, .help = "The server's URL.", .required = true},
    {.name = "type",
     .kind = Kind::kText,
     .help = "The type of the metrics: histogram.",
     .required = true},
    {.name = "duration",
     .kind = Kind::kDuration,
     .default_value = "1h",
     .help = "Time range to look at."},
    kTime,
    kRequiredMatch,
};
constexpr Argument kQueryArguments[] = {kServer, kExpr};
constexpr Argument kSeriesArguments[] = {kServer};
constexpr Argument kLabelsArguments[] = {
    kServer, {.name = "name", .help = "The label's name.", .required = true}};
// Its URL is read when it is asked.
constexpr Argument kDebugArguments[] = {
    {.name = "server", .help = "The server's URL.", .required = true}};

constexpr Flag kCheckDiscoveryFlags[] = {
    {.name = "timeout",
     .kind = Kind::kDuration,
     .default_value = "30s",
     .help = "Maximum time to wait for responses."},
};
constexpr Argument kCheckDiscoveryArguments[] = {
    {.name = "config-file",
     .help = "A configuration file.",
     .required = true,
     .existing_file = true},
    {.name = "job", .help = "A scrape job in it.", .required = true},
};

constexpr Flag kPushFlags[] = {kHttpConfigFile};
constexpr Flag kPushMetricsFlags[] = {
    {.name = "label",
     .kind = Kind::kMap,
     .default_value = "job=promtool",
     .help = "A label to add to all series."},
    {.name = "timeout",
     .kind = Kind::kDuration,
     .default_value = "30s",
     .help = "Timeout of a request."},
    {.name = "header", .kind = Kind::kMap, .help = "A header of the requests."},
    {.name = "protobuf_message",
     .kind = Kind::kText,
     .default_value = "prometheus.WriteRequest",
     .help = "Message to send: prometheus.WriteRequest or io.prometheus.write.v2.Request."},
    {.name = "remote-write.path",
     .kind = Kind::kText,
     .default_value = "/api/v1/write",
     .help = "Path of the remote write endpoint, appended to the URL."},
};
constexpr Argument kPushMetricsArguments[] = {
    {.name = "remote-write-url", .help = "The server's URL.", .required = true, .url = true},
    {.name = "metric-files",
     .help = "Files with metrics; without any, standard input.",
     .repeated = true,
     .existing_file = true},
};

constexpr Flag kTestFlags[] = {
    {.name = "junit",
     .kind = Kind::kOutputFile,
     .help = "Write results to this file as JUnit XML."},
};
constexpr Flag kTestRulesFlags[] = {
    {.name = "run",
     .kind = Kind::kList,
     .help = "Run only test groups whose names match the regular expression."},
    {.name = "debug", .help = "Print debug output, and all data at the end."},
    {.name = "diff", .help = "Show differences between alerts in colour."},
    {.name = "ignore-unknown-fields", .help = "Accept unknown fields in rule files."},
};
constexpr Argument kTestRulesArguments[] = {
    {.name = "test-rule-file",
     .help = "Test files.",
     .required = true,
     .repeated = true,
     .existing_file = true},
};

constexpr Argument kQuery = {.name = "query", .help = "A PromQL expression.", .required = true};
constexpr Argument kName = {.name = "name", .help = "The label's name.", .required = true};
constexpr Argument kValue = {.name = "value", .help = "The matcher's value.", .required = true};
constexpr Argument kFormatArguments[] = {kQuery};
constexpr Argument kSetArguments[] = {kQuery, kName, kValue};
constexpr Argument kDeleteArguments[] = {kQuery, kName};
constexpr std::string_view kMatchTypes[] = {"=", "!=", "=~", "!~"};
constexpr Flag kSetFlags[] = {
    {.name = "type",
     .short_name = 't',
     .kind = Kind::kEnum,
     .default_value = "=",
     .help = "The matcher's type.",
     .choices = kMatchTypes},
};

constexpr KingpinCommand kCommands[] = {
    {.path = "check", .help = "Check files.", .flags = kCheckFlags},
    {.path = "check service-discovery",
     .help = "Query the service discovery of a scrape job, and relabel its targets.",
     .flags = kCheckDiscoveryFlags,
     .arguments = kCheckDiscoveryArguments,
     .run = CheckServiceDiscovery},
    {.path = "check config",
     .help = "Check whether configuration files are valid.",
     .flags = kCheckConfigFlags,
     .arguments = kCheckConfigArguments,
     .run = CheckConfig},
    {.path = "check web-config",
     .help = "Check whether web configuration files are valid.",
     .arguments = kCheckWebConfigArguments,
     .run = CheckWebConfig},
    {.path = "check healthy",
     .help = "Check whether a server is healthy.",
     .flags = kHealthFlags,
     .run = CheckHealthy},
    {.path = "check ready",
     .help = "Check whether a server is ready.",
     .flags = kHealthFlags,
     .run = CheckReady},
    {.path = "check rules",
     .help = "Check whether rule files are valid.",
     .flags = kCheckRulesFlags,
     .arguments = kCheckRulesArguments,
     .run = CheckRules},
    {.path = "check metrics",
     .help = "Lint metrics from standard input, and count their series.",
     .flags = kCheckMetricsFlags,
     .run = CheckMetrics},
    {.path = "query", .help = "Query a server.", .flags = kQueryFlags},
    {.path = "query instant",
     .help = "Evaluate an expression at one time.",
     .flags = kInstantFlags,
     .arguments = kQueryArguments,
     .run = QueryInstant},
    {.path = "query range",
     .help = "Evaluate an expression over a range of time.",
     .flags = kRangeFlags,
     .arguments = kQueryArguments,
     .run = QueryRange},
    {.path = "query series",
     .help = "List series.",
     .flags = kSeriesFlags,
     .arguments = kSeriesArguments,
     .run = QuerySeries},
    {.path = "query labels",
     .help = "List the values of a label.",
     .flags = kLabelsFlags,
     .arguments = kLabelsArguments,
     .run = QueryLabels},
    {.path = "query analyze",
     .help = "Report how many buckets of histograms are used.",
     .flags = kAnalyzeFlags,
     .run = QueryAnalyze},
    {.path = "debug", .help = "Save debug information of a server in debug.tar.gz."},
    {.path = "debug pprof",
     .help = "Fetch profiles.",
     .arguments = kDebugArguments,
     .run = DebugPprof},
    {.path = "debug metrics",
     .help = "Fetch metrics.",
     .arguments = kDebugArguments,
     .run = DebugMetrics},
    {.path = "debug all",
     .help = "Fetch profiles and metrics.",
     .arguments = kDebugArguments,
     .run = DebugAll},
    {.path = "push", .help = "Push to a server.", .flags = kPushFlags},
    {.path = "push metrics",
     .help = "Push metrics with remote write.",
     .flags = kPushMetricsFlags,
     .arguments = kPushMetricsArguments,
     .run = PushMetrics},
    {.path = "test", .help = "Unit testing.", .flags = kTestFlags},
    {.path = "test rules",
     .help = "Unit tests for rules.",
     .flags = kTestRulesFlags,
     .arguments = kTestRulesArguments,
     .run = TestRules},
    {.path = "promql", .help = "Format and edit PromQL. Needs --experimental."},
    {.path = "promql format",
     .help = "Format an expression.",
     .arguments = kFormatArguments,
     .run = PromqlFormat},
    {.path = "promql label-matchers", .help = "Edit label matchers."},
    {.path = "promql label-matchers set",
     .help = "Set a label matcher in an expression.",
     .flags = kSetFlags,
     .arguments = kSetArguments,
     .run = LabelMatchersSet},
    {.path = "promql label-matchers delete",
     .help = "Delete the matchers of a label from an expression.",
     .arguments = kDeleteArguments,
     .run = LabelMatchersDelete},
};

// Commands of promtool that are not there.
constexpr std::string_view kMissing[] = {"tsdb", "write-documentation"};

}  // namespace

const Program kPromtool = {
    .name = "promtool",
    .help = "The commands of Prometheus's promtool, by pronoia.",
    .flags = kGlobalFlags,
    .commands = kCommands,
    .version = "promtool, version 3.14.0 (pronoia " PRONOIA_VERSION ")\n",
    .before = ReportUnknownFeatures,
    .missing = kMissing,
};

int RunPromtool(std::vector<std::string> arguments) { return Run(kPromtool, std::move(arguments)); }

}  // namespace tools::compat
