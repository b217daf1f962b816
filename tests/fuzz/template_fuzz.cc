#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/template/parse.h"
#include "libcheck/template/references.h"
#include "libcheck/template/walk.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

bool Inside(Span span, Span outer) {
  return outer.begin <= span.begin && span.begin <= span.end && span.end <= outer.end;
}

}  // namespace

void FuzzTemplate(std::string_view bytes) {
  using namespace gotemplate;
  const SourceBuffer source("fuzz", std::string(bytes));
  const Span whole = {0, static_cast<std::uint32_t>(bytes.size())};
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const Tree* tree =
      ParseTemplate(source, PrometheusEnvironment(), "__alert_X", arena, diagnostics);

  Require((tree == nullptr) == diagnostics.HasErrors(), "a template is refused for a reason");
  for (const Diagnostic& diagnostic : diagnostics.found()) {
    Require(Inside(diagnostic.where.span, whole), "a fault is inside the text");
    Require(!diagnostic.message.empty(), "a fault has a message");
  }
  if (tree == nullptr) {
    Require(!diagnostics.found()[0].upstream.empty(), "the first fault speaks for Go");
    return;
  }

  Visit(*tree, PrometheusEnvironment(), [&](const Node& node, const TemplateType&) {
    Require(Inside(node.span, whole), "a node is inside the text");
  });
  References references;
  FindReferences(source, *tree, PrometheusEnvironment(), arena, references);
  for (const LabelReference& label : references.labels) {
    Require(Inside(label.span, whole), "a label is inside the text");
  }
  for (const QueryReference& query : references.queries) {
    const auto size = static_cast<std::uint32_t>(query.expression->text().size());
    for (std::uint32_t at = 0; at <= size; at += std::max(1U, size / 16)) {
      const Location place = Location{query.expression, {at, size}}.Outermost();
      Require(Inside(place.span, query.literal->span), "a query's text is inside its string");
    }
  }
}

}  // namespace check::fuzz
