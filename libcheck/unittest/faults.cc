#include "libcheck/unittest/faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/model/histogram.h"
#include "libcheck/promql/annotations.h"
#include "libcheck/promql/lexer.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/unittest/input_text.h"
#include "libcheck/yaml/node.h"

namespace check::unittest {
namespace {

// Prometheus's words for a metric that is followed by something else.
std::string ValuesInMetric(std::string_view text) {
  promql::Lexer lexer(text);
  promql::Token token = lexer.Next();
  bool in_braces = token.kind == promql::TokenKind::kLeftBrace;
  for (bool first = true; token.kind != promql::TokenKind::kEof; first = false) {
    if (!first && !in_braces && token.kind != promql::TokenKind::kLeftBrace) break;
    in_braces = (in_braces || token.kind == promql::TokenKind::kLeftBrace) &&
                token.kind != promql::TokenKind::kRightBrace;
    token = lexer.Next();
  }
  return promql::PositionInQuery(text, token.span.begin) + ": parse error: unexpected " +
         promql::Describe(token, text.substr(token.span.begin, token.span.size()));
}

std::optional<Failure> FaultOfExpr(const SourceFile& file, const ExprTest& test,
                                   const promql::ParseOptions& parser, Arena& arena) {
  const yaml::Node* node = test.expr.node;
  const bool is_plain = node != nullptr && test.expr.value == node->scalar();
  const SourceBuffer copy("", std::string(is_plain ? std::string_view() : test.expr.value));
  const SourceFile& source = is_plain ? *yaml::Embed(file, *node, arena) : copy;
  UpstreamTexts texts;
  Diagnostics diagnostics(&texts);
  if (promql::ParseExpr(source, parser, arena, diagnostics) != nullptr) return std::nullopt;
  const Diagnostic& first = diagnostics.found().front();
  const Location whole = {&file, node != nullptr ? node->span : test.node->span};
  return Failure{is_plain ? first.where : whole, ExpressionFailed{&test, first.upstream.str()}};
}

}  // namespace

std::optional<std::string> ReadExpected(const ExpectedSample& sample, SampleView& view) {
  promql::SeriesDescription description;
  const auto fail = [&](std::string_view message) {
    return fmt::format("labels {}: {}", GoQuote(sample.labels.value), message);
  };
  if (const auto fault = promql::ParseSeriesDescription(sample.labels.value, description)) {
    return fail(fault->Upstream(sample.labels.value));
  }
  if (!description.values.empty()) return fail(ValuesInMetric(sample.labels.value));
  for (const auto& [name, value] : description.labels) Put(view.labels, name, value);
  view.value = sample.value;
  if (sample.histogram.value.empty()) return std::nullopt;
  const std::string text = "{} " + std::string(sample.histogram.value);
  if (const auto fault = promql::ParseSeriesDescription(text, description)) {
    return fail(fault->Upstream(text));
  }
  if (description.values.size() != 1) {
    return fail(fmt::format("expected 1 value, got {}", description.values.size()));
  }
  if (!description.values[0].histogram) {
    return fail(fmt::format("expected histogram, got {}", description.values[0].value));
  }
  view.histogram = description.values[0].histogram->TestExpression();
  return std::nullopt;
}

Failure UnnamedAlert(const SourceFile& file, const TestGroup& group, const AlertTest& test) {
  const std::string in_group =
      group.name.value.empty() ? "" : fmt::format(" (in TestGroup {})", group.name.value);
  return {
      {&file, test.node->span},
      NoAlertName{fmt::format("an item under alert_rule_test misses required attribute alertname "
                              "at eval_time {}{}",
                              FormatPrometheusDuration(test.eval_time.value), in_group)}};
}

std::vector<Failure> FindFaults(const SourceFile& file, const TestGroup& group,
                                const promql::ParseOptions& parser, Arena& arena) {
  std::vector<Failure> faults =
      ReadInputText(file, group, arena, /*all=*/true, [](const InputLine&) {});
  for (const AlertTest& test : group.alert_tests) {
    if (test.alertname.value.empty()) faults.push_back(UnnamedAlert(file, group, test));
  }
  for (const ExprTest& test : group.expr_tests) {
    if (auto fault = FaultOfExpr(file, test, parser, arena)) faults.push_back(std::move(*fault));
    for (const ExpectedSample& sample : test.samples) {
      SampleView view;
      if (auto problem = ReadExpected(sample, view)) {
        const yaml::Node* node = sample.labels.node != nullptr ? sample.labels.node : sample.node;
        faults.push_back({{&file, node->span}, ExpressionFailed{&test, std::move(*problem)}});
      }
    }
  }
  return faults;
}

}  // namespace check::unittest
