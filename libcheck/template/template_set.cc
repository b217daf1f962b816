#include "libcheck/template/template_set.h"

#include "libcheck/template/html_escape.h"
#include "libcheck/template/node_text.h"
#include "libcheck/template/parse.h"

namespace check::gotemplate {

ParsedText::ParsedText(std::string_view text, std::string upstream_name,
                       const TemplateEnvironment& environment)
    : name(std::move(upstream_name)), source(name, std::string(text)) {
  UpstreamTexts texts;
  Diagnostics diagnostics(&texts);
  const Tree* tree = ParseTemplate(source, environment, name, arena, diagnostics);
  program = {.tree = tree, .name = name, .text = source.text(), .environment = &environment};
  if (tree == nullptr) fault = diagnostics.found()[0].upstream.str();
}

TemplateSet::TemplateSet(const TemplateEnvironment& environment, MissingKey missing_key)
    : environment_(environment), missing_key_(missing_key) {}

namespace {

// Puts in what a text defines, so that the right one of several wins.
void Collect(const ParsedText& parsed, Definitions& definitions) {
  const auto define = [&](std::string_view name, const List* body) {
    const Definition* found = definitions.Find(name);
    if (found == nullptr || !IsBlank(body)) definitions.Set({name, body, &parsed.program});
  };
  for (const Define* definition : parsed.program.tree->defines) {
    define(definition->name, definition->body);
  }
  define(parsed.name, parsed.program.tree->root);
}

// A text without actions has no nodes; where it is one of several it needs them.
void GiveNodes(ParsedText& parsed) {
  const Tree* tree = parsed.program.tree;
  if (tree == nullptr || !tree->is_plain) return;
  const std::string_view whole = parsed.source.text();
  const Span span = {0, static_cast<std::uint32_t>(whole.size())};
  const Node* const text = parsed.arena.New<Text>(Text{{NodeKind::kText, span}, whole});
  const auto nodes = parsed.arena.Copy(std::span<const Node* const>(&text, whole.empty() ? 0 : 1));
  Tree with_nodes = *tree;
  with_nodes.root = parsed.arena.New<List>(List{{NodeKind::kList, span}, nodes});
  parsed.program.tree = parsed.arena.New<Tree>(with_nodes);
}

}  // namespace

std::optional<Error> TemplateSet::Add(std::string_view text, std::string_view name) {
  auto parsed = std::make_unique<ParsedText>(text, std::string(name), environment_);
  if (parsed->program.tree == nullptr) return Error{parsed->fault};
  GiveNodes(*parsed);
  parsed->program.missing_key = missing_key_;
  Collect(*parsed, definitions_);
  texts_.push_back(std::move(parsed));
  return std::nullopt;
}

Result<std::string> TemplateSet::Execute(std::string_view text, Escaping escaping,
                                         const ExecutionInput& input, ExecutionMemory& memory,
                                         const ExecutionLimits& limits,
                                         ExecutionTrace* trace) const {
  ParsedText parsed(text, "", environment_);
  if (parsed.program.tree == nullptr) return Error{parsed.fault};
  GiveNodes(parsed);
  Definitions definitions(&definitions_);
  Collect(parsed, definitions);
  parsed.program.missing_key = missing_key_;
  parsed.program.definitions = &definitions;
  Definitions escaped;
  if (escaping == Escaping::kHtml) {
    const List* root = nullptr;
    if (auto why = EscapeForHtml(parsed.program, limits, parsed.arena, escaped, root)) {
      return Error{*std::move(why)};
    }
    Tree tree = *parsed.program.tree;
    tree.root = root;
    parsed.program.tree = parsed.arena.New<Tree>(tree);
    parsed.program.definitions = &escaped;
  }
  Execution execution(parsed.program, input, limits, memory);
  const bool done = execution.Run();
  if (trace != nullptr) *trace = execution.trace();
  if (!done) return Error{execution.error()};
  return memory.output;
}

}  // namespace check::gotemplate
