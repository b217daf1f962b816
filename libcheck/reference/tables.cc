// What PromQL and templates offer, written out of their tables.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"
#include "libcheck/reference/markdown.h"
#include "libcheck/reference/reference.h"
#include "libcheck/reference/section.h"
#include "libcheck/template/environment.h"
#include "libcheck/unittest/schema.h"

namespace check::reference {
namespace {

constexpr std::string_view kExperimental =
    "Experimental: needs `--enable-feature=promql-experimental-functions`.";

std::string Usage(const promql::Aggregation& aggregation) {
  const bool has_parameter = aggregation.parameter.type != promql::ValueType::kNone;
  return fmt::format(
      "{} [by|without (label, ...)] ({}{}instant vector)", aggregation.name,
      has_parameter ? promql::ToString(aggregation.parameter.type) : std::string_view(),
      has_parameter ? ", " : "");
}

std::string_view LabelsInWords(promql::LabelEffect effect) {
  switch (effect) {
    case promql::LabelEffect::kKeepsAll:
      return "Keeps all labels.";
    case promql::LabelEffect::kDropsName:
      return "Keeps all labels but the metric name.";
    case promql::LabelEffect::kNone:
      return "Keeps no labels.";
    case promql::LabelEffect::kFromMatchers:
      return "The result has the labels that the selector asks for with `=`.";
    default:
      break;
  }
  return {};
}

void AddSentence(std::string& doc, std::string_view sentence) {
  if (sentence.empty()) return;
  if (!doc.empty()) doc += ' ';
  doc += sentence;
}

Entry Describe(const promql::Function& function) {
  Entry entry = {"PromQL function", promql::ToString(function), std::string(function.doc)};
  AddSentence(entry.doc, LabelsInWords(function.labels));
  if (function.experimental) AddSentence(entry.doc, kExperimental);
  return entry;
}

Entry Describe(const promql::Aggregation& aggregation) {
  Entry entry = {"PromQL aggregation", Usage(aggregation), std::string(aggregation.doc)};
  AddSentence(entry.doc, aggregation.selects_series
                             ? "Keeps whole series, with all their labels."
                             : "Keeps the labels named by `by`, or those not named by `without`.");
  if (aggregation.experimental) AddSentence(entry.doc, kExperimental);
  return entry;
}

Entry Describe(const gotemplate::TemplateFunction& function) {
  return {"Template function", std::string(function.usage), std::string(function.doc)};
}

// A table's cell cannot hold a bar.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

void AddRow(std::string& out, const Entry& entry) {
  out += fmt::format("| {} | {} |\n", Cell(CodeSpan(entry.usage)), Cell(entry.doc));
}

void AddHeader(std::string& out, std::string_view title, std::string_view doc) {
  out += fmt::format("\n## {}\n\n", title);
  if (!doc.empty()) out += fmt::format("{}\n\n", doc);
  out += "| | |\n| --- | --- |\n";
}

}  // namespace

std::vector<Entry> EntriesFor(std::string_view name) {
  std::vector<Entry> entries;
  if (const auto* function = promql::FindFunction(name)) entries.push_back(Describe(*function));
  if (const auto* aggregation = promql::FindAggregation(name)) {
    entries.push_back(Describe(*aggregation));
  }
  const gotemplate::TemplateEnvironment& alerts = gotemplate::PrometheusEnvironment();
  if (const auto* function = gotemplate::FindFunction(alerts, name)) {
    entries.push_back(Describe(*function));
  }
  for (const gotemplate::TemplateVariable& variable : alerts.variables) {
    if (variable.name != name) continue;
    entries.push_back({"Template variable", std::string(variable.name), std::string(variable.doc)});
  }
  for (const gotemplate::TemplateField& field : alerts.dot->fields) {
    if (!name.starts_with('.') || field.name != name.substr(1)) continue;
    entries.push_back({"Template field", std::string(name), std::string(field.doc)});
  }
  return entries;
}

std::span<const std::string_view> ReferenceNames() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    const auto add = [&](const auto& rows) {
      for (const auto& row : rows) all.push_back(row.name);
    };
    add(promql::AllFunctions());
    add(promql::AllAggregations());
    add(gotemplate::PrometheusEnvironment().functions);
    add(gotemplate::BuiltinFunctions());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }();
  return names;
}

std::string ReferenceText(std::string_view name, bool colour, unsigned width) {
  std::string out;
  for (const Entry& entry : EntriesFor(name)) {
    if (!out.empty()) out += '\n';
    out += entry.heading + "\n\n";
    out += "    ";
    out += colour ? std::string(kBold) + entry.usage + std::string(kReset) : entry.usage;
    out += "\n\n";
    out += RenderMarkdown(entry.doc, colour, std::clamp(width, 40U, 100U), 2);
  }
  return out;
}

std::string PromqlMarkdown() {
  std::string out =
      "# PromQL functions and aggregations\n\n"
      "As in Prometheus 3.14. `pronoia explain NAME` prints a single one.\n";
  AddHeader(out, "Aggregations", "");
  for (const promql::Aggregation& aggregation : promql::AllAggregations()) {
    AddRow(out, Describe(aggregation));
  }
  AddHeader(out, "Functions", "");
  for (const promql::Function& function : promql::AllFunctions()) AddRow(out, Describe(function));
  return out;
}

std::string TemplatesMarkdown() {
  const gotemplate::TemplateEnvironment& alerts = gotemplate::PrometheusEnvironment();
  std::string out =
      "# Templates of alerts\n\n"
      "What the labels and annotations of alerting rules can use between `{{` and `}}`, as in\n"
      "Prometheus 3.14. `pronoia explain NAME` prints a single one.\n";
  AddHeader(out, "Variables", "");
  for (const gotemplate::TemplateVariable& variable : alerts.variables) {
    AddRow(out, {"", std::string(variable.name), std::string(variable.doc)});
  }
  AddHeader(out, "Fields",
            "Fields of `.`, and of `$` where `range` or `with` have changed the dot.");
  for (const gotemplate::TemplateField& field : alerts.dot->fields) {
    AddRow(out, {"", "." + std::string(field.name), std::string(field.doc)});
  }
  AddHeader(out, "Functions of Prometheus", "A piped value becomes the last argument.");
  for (const auto& function : alerts.functions) AddRow(out, Describe(function));
  AddHeader(out, "Functions of the language", "");
  for (const auto& function : gotemplate::BuiltinFunctions()) AddRow(out, Describe(function));
  return out;
}

std::string TestFilesMarkdown() {
  return "# Unit tests of rules\n\n"
         "What the files of `pronoia test rules` can say: all that those of promtool 3.14 can, "
         "and\n"
         "more.\n\n" +
         FileMarkdown(unittest::kExtendedTestFileObject, 2);
}

}  // namespace check::reference
