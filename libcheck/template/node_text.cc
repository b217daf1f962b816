#include "libcheck/template/node_text.h"

#include <algorithm>

#include "libcheck/base/quote.h"
#include "libcheck/base/unicode.h"
#include "libcheck/base/utf8.h"

namespace check::gotemplate {
namespace {

bool IsBlank(std::string_view text) {
  while (!text.empty()) {
    const Rune rune = DecodeRune(text);
    if (!IsUnicodeSpace(rune.code_point)) return false;
    text.remove_prefix(rune.size);
  }
  return true;
}

void AppendNames(std::string& out, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    out += '.';
    out += name;
  }
}

void AppendPipe(std::string& out, const Pipe& pipe) {
  for (std::size_t i = 0; i < pipe.declared.size(); ++i) {
    if (i > 0) out += ", ";
    AppendNodeText(out, *pipe.declared[i]);
  }
  if (!pipe.declared.empty()) out += pipe.is_assign ? " = " : " := ";
  for (std::size_t i = 0; i < pipe.commands.size(); ++i) {
    if (i > 0) out += " | ";
    AppendNodeText(out, *pipe.commands[i]);
  }
}

// An argument, in parentheses if it is a pipeline.
void AppendArgument(std::string& out, const Node& node) {
  if (node.kind != NodeKind::kPipe) return AppendNodeText(out, node);
  out += '(';
  AppendNodeText(out, node);
  out += ')';
}

}  // namespace

void AppendNodeText(std::string& out, const Node& node) {
  switch (node.kind) {
    case NodeKind::kAction:
      out += "{{";
      AppendPipe(out, *static_cast<const Action&>(node).pipe);
      out += "}}";
      return;
    case NodeKind::kTemplate: {
      const auto& call = static_cast<const TemplateCall&>(node);
      out += "{{template ";
      AppendGoQuote(out, call.name);
      if (call.pipe != nullptr) {
        out += ' ';
        AppendPipe(out, *call.pipe);
      }
      out += "}}";
      return;
    }
    case NodeKind::kPipe:
      return AppendPipe(out, static_cast<const Pipe&>(node));
    case NodeKind::kCommand: {
      const auto& arguments = static_cast<const Command&>(node).arguments;
      for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (i > 0) out += ' ';
        AppendArgument(out, *arguments[i]);
      }
      return;
    }
    case NodeKind::kDot:
      out += '.';
      return;
    case NodeKind::kNil:
      out += "nil";
      return;
    case NodeKind::kBool:
      out += static_cast<const Bool&>(node).value ? "true" : "false";
      return;
    case NodeKind::kNumber:
      out += static_cast<const Number&>(node).text;
      return;
    case NodeKind::kString:
      out += static_cast<const String&>(node).quoted;
      return;
    case NodeKind::kField:
      return AppendNames(out, static_cast<const Field&>(node).names);
    case NodeKind::kVariable: {
      const auto& names = static_cast<const Variable&>(node).names;
      out += names[0];
      return AppendNames(out, names.subspan(1));
    }
    case NodeKind::kChain: {
      const auto& chain = static_cast<const Chain&>(node);
      AppendArgument(out, *chain.node);
      return AppendNames(out, chain.names);
    }
    case NodeKind::kIdentifier:
      out += static_cast<const Identifier&>(node).name;
      return;
    case NodeKind::kList:
    case NodeKind::kText:
    case NodeKind::kIf:
    case NodeKind::kRange:
    case NodeKind::kWith:
    case NodeKind::kDefine:
    case NodeKind::kBreak:
    case NodeKind::kContinue:
      return;
  }
}

std::uint32_t GoPosition(const Node& node) {
  switch (node.kind) {
    case NodeKind::kAction:
      return GoPosition(*static_cast<const Action&>(node).pipe);
    case NodeKind::kTemplate:
      return static_cast<const TemplateCall&>(node).name_span.begin;
    case NodeKind::kPipe: {
      // Parentheses are not part of it.
      const auto& pipe = static_cast<const Pipe&>(node);
      return pipe.declared.empty() ? pipe.commands[0]->span.begin : pipe.declared[0]->span.begin;
    }
    case NodeKind::kField: {
      const auto& field = static_cast<const Field&>(node);
      return field.names.size() == 1 ? node.span.begin : field.name_spans[1].begin - 1;
    }
    case NodeKind::kVariable: {
      const auto& variable = static_cast<const Variable&>(node);
      return variable.names.size() == 1 ? node.span.begin : variable.name_spans[1].begin - 1;
    }
    case NodeKind::kChain:
      return static_cast<const Chain&>(node).name_spans[0].begin - 1;
    default:
      return node.span.begin;
  }
}

bool IsBlank(const List* list) {
  return list == nullptr || std::all_of(list->nodes.begin(), list->nodes.end(), [](const Node* n) {
           if (n->kind == NodeKind::kDefine) return true;
           const Text* text = TryAs<Text>(n);
           return text != nullptr && IsBlank(text->text);
         });
}

}  // namespace check::gotemplate
