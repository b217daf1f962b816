#include "libcheck/lint/missing_group.h"

#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

void CheckCall(const promql::Call& call, const RuleContext& context, const CodeInfo& info,
               Diagnostics& diagnostics) {
  const promql::StringLiteral* replacement = nullptr;
  const promql::StringLiteral* regex = nullptr;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const promql::Parameter& parameter = call.function->signature.At(i);
    const auto* text = promql::TryAs<promql::StringLiteral>(promql::StripParens(call.arguments[i]));
    if (parameter.constraint == promql::Constraint::kRegex) regex = text;
    if (parameter.name == "replacement") replacement = text;
  }
  if (replacement == nullptr || regex == nullptr) return;
  for (const GroupReference& reference : FindMissingGroups(regex->value, replacement->value)) {
    diagnostics
        .Report(info, context.InExpr(*replacement),
                MissingGroupMessage(regex->value, replacement->value, reference))
        .notes.push_back(MissingGroupNote(regex->value, reference));
  }
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    if (CalledFunction(*part.expr) == nullptr) continue;
    CheckCall(promql::As<promql::Call>(*part.expr), context, info, diagnostics);
  }
}

}  // namespace

const Check missing_group = {
    .info =
        {
            .code = "missing-group",
            .severity = Severity::kWarning,
            .summary = "a reference in label_replace() to a group that the regex does not have",
            .explanation = R"(
The replacement of `label_replace()` may refer to capture groups of the regular expression: `$1`,
`${2}`, `$name`. A reference to a group that does not exist is replaced by nothing, without an
error.

A name goes on as long as letters, digits and underscores follow: `$1foo` refers to a group named
`1foo`. Write `${1}foo`.
)",
            .bad = R"(groups:
  - name: hosts
    rules:
      - record: instance:up
        expr: label_replace(up, "host", "$1_host", "instance", "(.*):.*")
)",
            .good = R"(groups:
  - name: hosts
    rules:
      - record: instance:up
        expr: label_replace(up, "host", "${1}_host", "instance", "(.*):.*")
)",
        },
    .run = Run,
};

}  // namespace check::lint
