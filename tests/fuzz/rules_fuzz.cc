#include <string>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/rules/load.h"
#include "libcheck/rules/upstream_lint.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

// Reads `source` and returns what promtool would print.
std::vector<std::string> ReadRules(const SourceFile& source, const rules::LoadOptions& options) {
  Arena arena;
  UpstreamTexts diagnostics_texts;
  Diagnostics diagnostics = Diagnostics(&diagnostics_texts);
  const rules::LoadedFile loaded = rules::Load(source, options, arena, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.found()) {
    const Location where = diagnostic.where.Outermost();
    Require(where.file == &source, "a fault leads back to the file");
    Require(where.span.begin <= where.span.end && where.span.end <= source.text().size(),
            "a fault is inside the text");
    Require(!diagnostic.message.empty(), "a fault has a message");
  }
  std::size_t rule_count = 0;
  for (const rules::RuleSet& set : loaded.sets) {
    for (const rules::Group& group : set.groups) rule_count += group.rules.size();
  }
  Require(rule_count == loaded.rule_count, "rules are counted");
  if (!options.skip_if_no_rules || loaded.has_rules) {
    Require(loaded.in_wrapper || loaded.upstream_errors.empty() == !diagnostics.HasErrors(),
            "we refuse what promtool refuses");
  } else {
    Require(diagnostics.found().empty(), "nothing is said of a file without rules");
  }
  return loaded.upstream_errors;
}

}  // namespace

void FuzzRules(std::string_view bytes) {
  const SourceBuffer source("fuzz", std::string(bytes));
  ReadRules(source, {});
  ReadRules(source, {.names = model::NameValidation::kLegacy, .skip_if_no_rules = true});
  ReadRules(source, {.ignore_unknown_fields = true});
  const rules::LoadOptions strict = {.strict_upstream = true};
  Arena arena;
  Require(ReadRules(source, strict) == rules::CheckAsUpstream(source, strict, true, arena).errors,
          "reading group by group is equivalent");
}

}  // namespace check::fuzz
