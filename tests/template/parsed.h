#ifndef TESTS_TEMPLATE_PARSED_H_
#define TESTS_TEMPLATE_PARSED_H_

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "libcheck/template/parse.h"

namespace check::gotemplate {

/// A template parsed as an alert's annotation, and what was said about it.
struct Parsed {
  explicit Parsed(std::string text, std::string_view name = "__alert_X")
      : source("rule", std::move(text)),
        tree(ParseTemplate(source, PrometheusEnvironment(), name, arena, diagnostics)) {}

  /// The line Go prints, or nothing if it would accept the template.
  std::string upstream() const {
    for (const Diagnostic& diagnostic : diagnostics.found()) {
      if (!diagnostic.upstream.empty()) return diagnostic.upstream.str();
    }
    return {};
  }
  /// "code: message [what it points at] = note", one line each.
  std::string report() const {
    std::string lines;
    for (const Diagnostic& diagnostic : diagnostics.found()) {
      if (!lines.empty()) lines += '\n';
      lines += fmt::format("{}: {} [{}]", diagnostic.info->code, diagnostic.message,
                           source.text(diagnostic.where.span));
      for (const std::string& note : diagnostic.notes) lines += " = " + note;
    }
    return lines;
  }

  SourceBuffer source;
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const Tree* tree;
};

}  // namespace check::gotemplate

#endif  // TESTS_TEMPLATE_PARSED_H_
