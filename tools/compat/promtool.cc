#include "tools/compat/promtool.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/parallel.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/rewrite.h"
#include "libcheck/rules/load.h"
#include "libcheck/rules/upstream_lint.h"
#include "libcheck/source/file_reader.h"
#include "tools/compat/kingpin.h"
#include "tools/compat/promtool_metrics.h"
#include "tools/compat/promtool_test.h"
#include "tools/flags.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

using Kind = Flag::Kind;

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kLintFailed = 3;

// What --enable-feature switches on. A name that is not known is reported and ignored.
check::promql::ParseOptions Features(const Parsed& parsed) {
  check::promql::ParseOptions options;
  for (const std::string& list : parsed.List("enable-feature")) {
    EnableFeatures(list, options, [](std::string_view name) {
      // Prometheus: no line break, as promtool 3.14 has it.
      WriteOut(fmt::format("  WARNING: Unknown feature passed to --enable-feature: {}", name));
    });
  }
  return options;
}

struct RuleLint {
  bool duplicate_rules = false;
  bool fatal = false;

  static RuleLint From(const Parsed& parsed) {
    RuleLint lint = {.fatal = parsed.Switch("lint-fatal")};
    const std::string settings = parsed.Text("lint");
    for (std::string_view rest = settings; !rest.empty();) {
      const std::string_view word = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
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
  checked.has_errors = !found.errors.empty();
  checked.has_lint = !checked.has_errors && !found.duplicates.empty();
  if (checked.has_errors || checked.has_lint) checked.err = "  FAILED:\n";
  for (const std::string& error : found.errors) {
    checked.err += fmt::format("{}{}\n", prefix, error);
  }
  if (checked.has_lint) checked.err += found.duplicates + "\n";
  if (!checked.has_errors && !checked.has_lint) {
    checked.out = fmt::format("  SUCCESS: {} rules found\n", found.rule_count);
  }
  return checked;
}

int CheckRules(const Parsed& parsed) {
  check::rules::LoadOptions options = {
      .promql = Features(parsed),
      .ignore_unknown_fields = parsed.Switch("ignore-unknown-fields"),
      .strict_upstream = true};
  const RuleLint lint = RuleLint::From(parsed);
  bool has_errors = false;
  bool has_lint = false;

  const auto print = [&](std::string_view heading, const CheckedRules& checked, std::string& out) {
    out += heading;
    if (!checked.err.empty()) {
      // Both streams usually end on one terminal: keep what is said in order.
      WriteOut(std::exchange(out, {}));
      WriteErr(checked.err);
    }
    out += checked.out;
    if (!checked.has_errors) out += '\n';
    has_errors = has_errors || checked.has_errors;
    has_lint = has_lint || checked.has_lint;
  };

  const std::span<const std::string> files = parsed.Arguments("rule-files");
  std::string out;
  if (files.empty()) {
    const check::SourceBuffer input("-", ReadStandardInput());
    check::Arena arena;
    print("Checking standard input\n", CheckRuleText(input, "", options, lint, arena), out);
  }

  // So many files at a time that the cores are busy, so few that results come while others are
  // read.
  constexpr std::size_t kBatch = 256;
  std::vector<check::Arena> arenas(check::ThreadCount());
  for (std::size_t first = 0; first < files.size(); first += kBatch) {
    const auto batch = files.subspan(first, std::min(kBatch, files.size() - first));
    std::vector<CheckedRules> checked(batch.size());
    check::ParallelFor(batch.size(), [&](std::size_t i, std::size_t worker) {
      check::Result<std::string> text = check::ReadFile(batch[i]);
      if (!text) {
        checked[i].has_errors = true;
        checked[i].err = fmt::format("  FAILED:\n{}: {}\n", batch[i], text.error().message);
        return;
      }
      const check::SourceBuffer file(batch[i], std::move(*text));
      checked[i] = CheckRuleText(file, batch[i] + ": ", options, lint, arenas[worker]);
      arenas[worker].Reset();
    });
    for (std::size_t i = 0; i < batch.size(); ++i) {
      print("Checking " + batch[i] + "\n", checked[i], out);
    }
    WriteOut(std::exchange(out, {}));
  }
  WriteOut(out);
  if (has_errors) return kFailed;
  return has_lint && lint.fatal ? kLintFailed : kOk;
}

// An expression given as the argument `query`, with all that its tree views.
struct Query {
  explicit Query(const Parsed& parsed)
      : options(Features(parsed)),
        source("query", parsed.Arguments("query").front()),
        expr(check::promql::ParseExpr(source, options, arena, diagnostics)) {}

  int Refuse() const {
    WriteErr(diagnostics.found().front().upstream + "\n");
    return kFailed;
  }

  check::promql::ParseOptions options;
  check::SourceBuffer source;
  check::Arena arena;
  check::Diagnostics diagnostics;
  const check::promql::Expr* expr;
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
  WriteOut(check::promql::Pretty(*query.expr) + "\n");
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
      query.options));
}

int LabelMatchersDelete(const Parsed& parsed) {
  if (!IsExperimental(parsed)) return kFailed;
  const Query query(parsed);
  if (query.expr == nullptr) return query.Refuse();
  return PrintResult(
      check::promql::DeleteMatchers(*query.expr, parsed.Arguments("name").front(), query.options));
}

constexpr Flag kGlobalFlags[] = {
    {.name = "experimental", .help = "Allow the commands that are marked experimental."},
    {.name = "enable-feature",
     .kind = Kind::kList,
     .help = "Features of the server to take as enabled, separated by commas."},
};

constexpr Flag kCheckFlags[] = {
    {.name = "query.lookback-delta",
     .kind = Kind::kDuration,
     .default_value = "5m",
     .help = "How far back the server looks for samples."},
};
constexpr Flag kCheckRulesFlags[] = {
    {.name = "lint",
     .kind = Kind::kText,
     .default_value = "duplicate-rules",
     .help = "What to lint: all, duplicate-rules or none."},
    {.name = "lint-fatal", .help = "Exit with status 3 if linting finds something."},
    {.name = "ignore-unknown-fields", .help = "Accept fields that Prometheus does not know."},
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

constexpr Flag kTestFlags[] = {
    {.name = "junit", .kind = Kind::kText, .help = "A file to write results to, as JUnit's XML."},
};
constexpr Flag kTestRulesFlags[] = {
    {.name = "run",
     .kind = Kind::kList,
     .help = "Run only test groups whose names match the regular expression."},
    {.name = "debug", .help = "Print what happens, and all data in the end."},
    {.name = "diff", .help = "Show alerts that differ as coloured differences."},
    {.name = "ignore-unknown-fields", .help = "Accept fields in rule files that are not known."},
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
    {.path = "check rules",
     .help = "Check whether rule files are valid.",
     .flags = kCheckRulesFlags,
     .arguments = kCheckRulesArguments,
     .run = CheckRules},
    {.path = "check metrics",
     .help = "Lint metrics from standard input, and count their series.",
     .flags = kCheckMetricsFlags,
     .run = CheckMetrics},
    {.path = "test", .help = "Unit testing.", .flags = kTestFlags},
    {.path = "test rules",
     .help = "Unit tests for rules.",
     .flags = kTestRulesFlags,
     .arguments = kTestRulesArguments,
     .run = TestRules},
    {.path = "promql", .help = "Format and edit PromQL. Needs --experimental."},
    {.path = "promql format",
     .help = "Print an expression in its pretty form.",
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

constexpr Program kPromtool = {
    .name = "promtool",
    .help = "The commands of Prometheus's promtool, by pronoia.",
    .flags = kGlobalFlags,
    .commands = kCommands,
    .version = "promtool, version 3.14.0 (pronoia " PRONOIA_VERSION ")\n",
};

}  // namespace

int RunPromtool(std::vector<std::string> arguments) { return Run(kPromtool, std::move(arguments)); }

}  // namespace tools::compat
