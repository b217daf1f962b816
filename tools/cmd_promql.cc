#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/promql/explain.h"
#include "libcheck/promql/format.h"
#include "libcheck/promql/parse.h"
#include "libcheck/promql/rewrite.h"
#include "libcheck/report/report.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/input.h"
#include "tools/output.h"

// The commands that take one expression and print what became of it.
namespace tools {
namespace {

using check::promql::Expr;

struct Options {
  std::string query;
  FeatureFlag features;
  ColorFlag color;
  std::string name;
  std::string value;
  std::string type = "=";
  std::size_t width = 100;

  void DeclareQuery(FlagSet& flags) {
    flags.Argument("query", &query, "QUERY", "An expression, or - to read it from standard input",
                   {.required = true});
    features.Declare(flags);
    color.Declare(flags);
  }
};

// An expression from the command line, with all that its tree views.
class Query {
 public:
  Query(const Options& options, std::string text)
      : parse_options(options.features.ParseOptions()),
        source(options.query == "-" ? "-" : "<query>", std::move(text)) {
    parse_options.max_depth = 10'000;  // Indentation grows with the depth.
    expr = check::promql::ParseExpr(source, parse_options, arena_, diagnostics_);
  }

  // What is wrong with the expression, on standard error.
  Exit Refuse(const Options& options) const {
    check::report::Run run;
    for (const check::Diagnostic& diagnostic : diagnostics_.found()) {
      run.findings.push_back(check::ToFinding(diagnostic));
    }
    const check::report::Style style = {.colour = options.color.Use(),
                                        .tool_version = PRONOIA_VERSION};
    WriteErr(check::report::FindFormat("text")->Render(run, style));
    return Exit::kProblems;
  }

  check::promql::ParseOptions parse_options;
  check::SourceBuffer source;
  const Expr* expr = nullptr;

 private:
  check::Arena arena_;
  check::Diagnostics diagnostics_;
};

Exit RunOnQuery(const Options& options, Exit (*run)(const Options&, const Query&)) {
  check::Result<std::string> text =
      options.query == "-" ? ReadInput("-") : check::Result<std::string>(options.query);
  if (!text) {
    WriteError(text.error().message);
    return Exit::kFailed;
  }
  const Query query(options, std::move(*text));
  return query.expr == nullptr ? query.Refuse(options) : run(options, query);
}

Exit PrintResult(const check::Result<std::string>& text) {
  if (!text) {
    WriteError(text.error().message);
    return Exit::kProblems;
  }
  WriteOut(*text + "\n");
  return Exit::kOk;
}

Exit RunFormat(const Options& options, const Query& query) {
  // Nothing means that the text stays as it is.
  std::string text = check::promql::Format(query.source, *query.expr, query.parse_options,
                                           {.width = options.width})
                         .value_or(std::string(query.source.text()));
  while (text.ends_with('\n')) text.pop_back();
  WriteOut(text + "\n");
  return Exit::kOk;
}

Exit RunExplain(const Options& options, const Query& query) {
  WriteOut(check::promql::Explain(*query.expr, options.color.Use()));
  return Exit::kOk;
}

check::model::MatchType MatchTypeOf(std::string_view text) {
  using check::model::MatchType;
  return text == "!="   ? MatchType::kNotEqual
         : text == "=~" ? MatchType::kRegexp
         : text == "!~" ? MatchType::kNotRegexp
                        : MatchType::kEqual;
}

Exit RunSet(const Options& options, const Query& query) {
  return PrintResult(check::promql::SetMatcher(
      *query.expr, {MatchTypeOf(options.type), options.name, options.value}, query.parse_options));
}

Exit RunDelete(const Options& options, const Query& query) {
  return PrintResult(check::promql::DeleteMatchers(*query.expr, options.name, query.parse_options));
}

constexpr Example kFormatExamples[] = {
    {"pronoia promql format 'sum by(job)(rate(http_requests_total[5m]))'",
     "Print an expression as Prometheus's interface would"},
    {"pronoia promql format - < query.promql", "Keep the comments of a file"},
};
constexpr Example kExplainExamples[] = {
    {"pronoia promql explain 'sum by (job) (rate(errors_total[5m])) / on (job) group_left up'",
     "Say what each part does, and which labels are left"},
};
constexpr Example kSetExamples[] = {
    {"pronoia promql label-matchers set 'rate(http_requests_total[5m])' env prod",
     "Ask about one environment only"},
    {"pronoia promql label-matchers set -t =~ 'up' job 'api|web'", "With another type of matcher"},
};
constexpr Example kDeleteExamples[] = {
    {"pronoia promql label-matchers delete 'up{env=\"prod\", job=\"api\"}' env",
     "Ask about all environments"},
};

}  // namespace

extern const Command kPromqlFormatCommand = {
    .path = "promql format",
    .summary = "Print an expression as Prometheus's pretty printer does, with its comments",
    .examples = kFormatExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->DeclareQuery(flags);
      flags.Option("--width", &options->width, "COLUMNS", "Break lines longer than this");
      return [options] { return RunOnQuery(*options, RunFormat); };
    },
};

extern const Command kPromqlExplainCommand = {
    .path = "promql explain",
    .summary = "Say what each part of an expression does, its type, and which labels survive it",
    .examples = kExplainExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->DeclareQuery(flags);
      return [options] { return RunOnQuery(*options, RunExplain); };
    },
};

extern const Command kPromqlLabelMatchersSetCommand = {
    .path = "promql label-matchers set",
    .summary = "Set a label matcher in every selector of an expression",
    .examples = kSetExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->DeclareQuery(flags);
      flags.Argument("name", &options->name, "NAME", "Which label", {.required = true});
      flags.Argument("value", &options->value, "VALUE", "What it is compared with",
                     {.required = true});
      flags.Option("-t,--type", &options->type, "MATCH_TYPE", "How it is compared");
      return [options] { return RunOnQuery(*options, RunSet); };
    },
};

extern const Command kPromqlLabelMatchersDeleteCommand = {
    .path = "promql label-matchers delete",
    .summary = "Delete the matchers on a label from every selector of an expression",
    .examples = kDeleteExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->DeclareQuery(flags);
      flags.Argument("name", &options->name, "NAME", "Which label", {.required = true});
      return [options] { return RunOnQuery(*options, RunDelete); };
    },
};

}  // namespace tools
