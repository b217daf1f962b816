#include "libcheck/template/html_escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/quote.h"
#include "libcheck/template/html_context.h"
#include "libcheck/template/node_text.h"

namespace check::gotemplate {
namespace {

using State = HtmlState;

constexpr std::size_t kNone = std::string_view::npos;

// In `<foo {{.}}` an action begins an attribute's name, and in `<foo a={{.}}` a value.
HtmlContext Nudged(HtmlContext context) {
  switch (context.state) {
    case State::kTag:
      context.state = State::kAttrName;
      break;
    case State::kBeforeValue:
      context.state = ValueState(context.attribute);
      context.delimiter = HtmlDelimiter::kSpaceOrTagEnd;
      context.attribute = HtmlAttribute::kNone;
      break;
    case State::kAfterName:
      context.state = State::kAttrName;
      context.attribute = HtmlAttribute::kNone;
      break;
    default:
      break;
  }
  return context;
}

// Both are equivalent: they escape the same characters.
std::string_view Normalized(std::string_view function) {
  if (function == "_html_template_attrescaper" || function == "_html_template_htmlescaper" ||
      function == "_html_template_rcdataescaper") {
    return "html";
  }
  if (function == "_html_template_urlescaper" || function == "_html_template_urlnormalizer") {
    return "urlquery";
  }
  return function;
}

bool IsPredefined(std::string_view function) {
  return function == "html" || function == "urlquery";
}

const Identifier* FunctionOf(const Command& command) {
  return TryAs<Identifier>(command.arguments[0]);
}

// "<script", "</script" or "<!--" at the front.
bool IsSpecialScriptTag(std::string_view text) {
  if (!text.starts_with('<')) return false;
  text.remove_prefix(1);
  if (text.starts_with("!--")) return true;
  if (text.starts_with('/')) text.remove_prefix(1);
  constexpr std::string_view kScript = "script";
  return text.size() >= kScript.size() &&
         std::equal(kScript.begin(), kScript.end(), text.begin(),
                    [](char wanted, char c) { return (c | 0x20) == wanted; });
}

bool IsDoctype(std::string_view text) {
  constexpr std::string_view kDoctype = "<!DOCTYPE";
  return text.size() >= kDoctype.size() &&
         std::equal(kDoctype.begin(), kDoctype.end(), text.begin(), [](char wanted, char c) {
           return (IsLower(c) ? static_cast<char>(c & ~0x20) : c) == wanted;
         });
}

class HtmlEscaper {
 public:
  HtmlEscaper(const Program& text, const ExecutionLimits& limits, Arena& arena,
              Definitions& escaped)
      : text_(text), limits_(limits), arena_(arena), escaped_(escaped), in_(&text) {}

  std::optional<std::string> Run(const List*& root) {
    const Definition itself = {text_.name, text_.tree->root, &text_};
    const HtmlContext context = EscapeDefinition({}, itself, std::string(text_.name));
    if (context.fault != nullptr) return Worded(*context.fault);
    if (context.state != State::kText) {
      return Worded({"ends in a non-text context: " + Describe(context)});
    }
    root = escaped_.Find(text_.name)->body;
    return std::nullopt;
  }

 private:
  // Contexts at the `break`s and `continue`s of a range.
  struct Range {
    std::vector<std::pair<HtmlContext, const Node*>> breaks;
    std::vector<std::pair<HtmlContext, const Node*>> continues;
  };
  // What is known of templates while it is being found out.
  struct Known {
    std::map<std::string, HtmlContext, std::less<>> output;
    std::set<std::string, std::less<>> called;
  };
  using Nodes = std::vector<const Node*>;

  std::string Worded(const HtmlFault& fault) const {
    if (!limit_.empty()) return limit_;
    if (fault.node == nullptr) {
      if (fault.line != 0) {
        return fmt::format("html/template:{}:{}: {}", text_.name, fault.line, fault.description);
      }
      const std::string place = text_.name.empty() ? "" : std::string(text_.name) + ":";
      return fmt::format("html/template:{} {}", place, fault.description);
    }
    const std::uint32_t at = PlaceOf(*fault.node, *fault.in);
    const std::size_t line_break = fault.in->text.substr(0, at).rfind('\n');
    const std::size_t column = line_break == kNone ? at : at - line_break - 1;
    return fmt::format("html/template:{}:{}:{}: {}", fault.in->name, LineOf(*fault.node, *fault.in),
                       column, fault.description);
  }

  static std::size_t LineOf(const Node& node, const Program& in) {
    const std::string_view before = in.text.substr(0, PlaceOf(node, in));
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  }

  // Where Go has a node: loop controls at their word.
  static std::uint32_t PlaceOf(const Node& node, const Program& in) {
    if (const auto* branch = TryAs<Branch>(&node)) return GoPosition(*branch->pipe);
    if (node.kind == NodeKind::kBreak || node.kind == NodeKind::kContinue) {
      const std::string_view word = node.kind == NodeKind::kBreak ? "break" : "continue";
      return static_cast<std::uint32_t>(in.text.find(word, node.span.begin));
    }
    return GoPosition(node);
  }

  HtmlContext Fault(std::string description, const Node* node) {
    faults_.push_back({std::move(description), node, in_});
    return {.state = State::kError, .fault = &faults_.back()};
  }

  // The same error, for which `node` is to blame.
  void Blame(HtmlFault& fault, std::string_view prefix, const Node& node) {
    fault.description.insert(0, prefix);
    fault.line = LineOf(node, *in_);
  }

  bool Spend(std::size_t steps) {
    steps_ += steps;
    return steps_ <= limits_.steps;
  }

  // Gives up, whatever else is wrong.
  HtmlContext TooMuch(std::string_view what, std::uint64_t limit) {
    if (limit_.empty()) limit_ = fmt::format("template: exceeded maximum {} ({})", what, limit);
    return Fault(limit_, nullptr);
  }
  HtmlContext TooManySteps() { return TooMuch("number of template steps", limits_.steps); }

  HtmlContext EscapeList(HtmlContext context, const List* list, Nodes& out) {
    if (list == nullptr) return context;
    if (depth_ >= limits_.depth) {
      return TooMuch("nesting of template actions", static_cast<std::uint64_t>(limits_.depth));
    }
    ++depth_;
    for (const Node* node : list->nodes) {
      if (!limit_.empty()) break;
      context = EscapeNode(std::move(context), *node, out);
      if (context.state == State::kDead) break;
    }
    --depth_;
    return context;
  }

  HtmlContext EscapeNode(HtmlContext context, const Node& node, Nodes& out) {
    if (!Spend(1)) return TooManySteps();
    switch (node.kind) {
      case NodeKind::kText:
        return EscapeText(std::move(context), static_cast<const Text&>(node), out);
      case NodeKind::kAction:
        return EscapeAction(std::move(context), static_cast<const Action&>(node), out);
      case NodeKind::kIf:
      case NodeKind::kWith:
      case NodeKind::kRange:
        return EscapeBranch(context, static_cast<const Branch&>(node), out);
      case NodeKind::kTemplate:
        return EscapeCall(context, static_cast<const TemplateCall&>(node), out);
      case NodeKind::kBreak:
        out.push_back(&node);
        ranges_.back()->breaks.emplace_back(context, &node);
        return {.state = State::kDead};
      case NodeKind::kContinue:
        out.push_back(&node);
        ranges_.back()->continues.emplace_back(context, &node);
        return {.state = State::kDead};
      default:
        return context;
    }
  }

  // Actions.

  // What has to be at the end of a pipeline. False: `context` is an error.
  bool ChooseFunctions(HtmlContext& context, const Action& action,
                       std::vector<std::string_view>& functions) {
    switch (context.state) {
      case State::kUrl:
      case State::kCssDoubleQuoted:
      case State::kCssSingleQuoted:
      case State::kCssDoubleQuotedUrl:
      case State::kCssSingleQuotedUrl:
      case State::kCssUrl: {
        const bool is_css_string =
            context.state == State::kCssDoubleQuoted || context.state == State::kCssSingleQuoted;
        if (context.url_part == UrlPart::kUnknown) {
          std::string text;
          AppendNodeText(text, action);
          context = Fault(text + " appears in an ambiguous context within a URL", &action);
          return false;
        }
        if (context.url_part == UrlPart::kQueryOrFragment) {
          functions.push_back("_html_template_urlescaper");
          break;
        }
        if (context.url_part == UrlPart::kNone) functions.push_back("_html_template_urlfilter");
        functions.push_back(is_css_string ? "_html_template_cssescaper"
                                          : "_html_template_urlnormalizer");
        break;
      }
      case State::kMetaContentUrl:
        functions.push_back("_html_template_urlfilter");
        break;
      case State::kJs:
        functions.push_back("_html_template_jsvalescaper");
        context.slash = JsSlash::kDivision;
        break;
      case State::kJsDoubleQuoted:
      case State::kJsSingleQuoted:
        functions.push_back("_html_template_jsstrescaper");
        break;
      case State::kJsTemplate:
        functions.push_back("_html_template_jstmpllitescaper");
        break;
      case State::kJsRegexp:
        functions.push_back("_html_template_jsregexpescaper");
        break;
      case State::kCss:
        functions.push_back("_html_template_cssvaluefilter");
        break;
      case State::kText:
        functions.push_back("_html_template_htmlescaper");
        break;
      case State::kRcdata:
        functions.push_back("_html_template_rcdataescaper");
        break;
      case State::kAttrName:
        functions.push_back("_html_template_htmlnamefilter");
        break;
      case State::kSrcset:
        functions.push_back("_html_template_srcsetescaper");
        break;
      default:
        if (IsComment(context.state)) functions.push_back("_html_template_commentescaper");
    }
    if (context.delimiter == HtmlDelimiter::kSpaceOrTagEnd) {
      functions.push_back("_html_template_nospaceescaper");
    } else if (context.delimiter != HtmlDelimiter::kNone) {
      functions.push_back("_html_template_attrescaper");
    }
    return true;
  }

  HtmlContext EscapeAction(HtmlContext context, const Action& action, Nodes& out) {
    const Pipe& pipe = *action.pipe;
    if (!pipe.declared.empty()) {
      out.push_back(&action);
      return context;
    }
    context = Nudged(std::move(context));
    for (const Command* command : pipe.commands) {
      const Identifier* name = FunctionOf(*command);
      if (name == nullptr || !IsPredefined(name->name)) continue;
      const bool is_last = command == pipe.commands.back();
      const bool is_unquoted =
          context.state == State::kAttr && context.delimiter == HtmlDelimiter::kSpaceOrTagEnd;
      if (is_last && !(is_unquoted && name->name == "html")) continue;
      return Fault(fmt::format("predefined escaper {} disallowed in template", GoQuote(name->name)),
                   &action);
    }
    if (context.state == State::kError) return context;
    std::vector<std::string_view> functions;
    if (!ChooseFunctions(context, action, functions)) return context;
    Action escaped = action;
    escaped.pipe = WithFunctions(pipe, std::move(functions));
    out.push_back(arena_.New<Action>(escaped));
    return context;
  }

  const Command* Call(std::string_view function, const Pipe& pipe) {
    const TemplateFunction* found = FindHtmlFunction(function);
    if (found == nullptr) found = FindFunction(*in_->environment, function);
    const std::uint32_t at = GoPosition(pipe);
    const Node* name =
        arena_.New<Identifier>(Identifier{{NodeKind::kIdentifier, {at, at}}, found->name, found});
    return arena_.New<Command>(Command{{NodeKind::kCommand, {at, at}},
                                       arena_.Copy(std::span<const Node* const>(&name, 1))});
  }

  // `html` and `urlquery` at the end of a pipeline stand for what would do the same.
  const Pipe* WithFunctions(const Pipe& pipe, std::vector<std::string_view> functions) {
    if (functions.empty()) return &pipe;
    std::vector<const Command*> commands(pipe.commands.begin(), pipe.commands.end());
    const Identifier* last = FunctionOf(*commands.back());
    if (last != nullptr && IsPredefined(last->name)) {
      const Command& command = *commands.back();
      const bool is_alone = commands.size() == 1 && command.arguments.size() > 1;
      if (is_alone) {
        // `html a b` is `_eval_args_ a b | html`.
        Command evaluated = command;
        std::vector<const Node*> arguments(command.arguments.begin(), command.arguments.end());
        Identifier name = *last;
        name.function = FindHtmlFunction("_eval_args_");
        name.name = name.function->name;
        arguments[0] = arena_.New<Identifier>(name);
        evaluated.arguments = arena_.Copy(arguments);
        commands = {arena_.New<Command>(evaluated), Call(last->name, pipe)};
      }
      bool replaces = false;
      for (std::string_view& function : functions) {
        if (Normalized(function) != Normalized(last->name)) continue;
        function = last->name;
        replaces = true;
      }
      if (replaces) commands.pop_back();
    }
    std::set<std::string_view> present;
    for (const Command* command : commands) {
      if (const Identifier* name = FunctionOf(*command)) present.insert(Normalized(name->name));
    }
    for (const std::string_view function : functions) {
      if (!present.contains(Normalized(function))) commands.push_back(Call(function, pipe));
    }
    Pipe escaped = pipe;
    escaped.commands = arena_.Copy(commands);
    return arena_.New<Pipe>(escaped);
  }

  // Branches.

  HtmlContext Join(const HtmlContext& a, const HtmlContext& b, const Node& node,
                   std::string_view word) {
    if (a.state == State::kError) return a;
    if (b.state == State::kError) return b;
    if (a.state == State::kDead) return b;
    if (b.state == State::kDead || a == b) return a;
    HtmlContext both = a;
    both.url_part = b.url_part;
    if (both == b) {
      both.url_part = UrlPart::kUnknown;
      return both;
    }
    both = a;
    both.slash = b.slash;
    if (both == b) {
      both.slash = JsSlash::kUnknown;
      return both;
    }
    // `<p title={{if .C}}{{.}}{{end}}`: one of both has not begun its value.
    const HtmlContext c = Nudged(a);
    const HtmlContext d = Nudged(b);
    if (!(c == a && d == b)) {
      both = Join(c, d, node, word);
      if (both.state != State::kError) return both;
    }
    return Fault(fmt::format("{{{{{}}}}} branches end in different contexts: {}, {}", word,
                             Describe(a), Describe(b)),
                 &node);
  }

  HtmlContext JoinRange(HtmlContext context, const Range& range) {
    const auto join = [&](const auto& ends, std::string_view what) {
      for (const auto& [end, node] : ends) {
        context = Join(context, end, *node, "range");
        if (context.state != State::kError) continue;
        Blame(*context.fault, fmt::format("at range loop {}: ", what), *node);
        return;
      }
    };
    join(range.breaks, "break");
    if (context.state != State::kError) join(range.continues, "continue");
    return context;
  }

  HtmlContext EscapeBranch(const HtmlContext& context, const Branch& branch, Nodes& out) {
    const bool is_range = branch.kind == NodeKind::kRange;
    const std::string_view word = is_range ? "range" : branch.kind == NodeKind::kIf ? "if" : "with";
    Branch escaped = branch;
    Nodes body;
    Range range;
    if (is_range) ranges_.push_back(&range);
    HtmlContext after = EscapeList(context, branch.body, body);
    if (is_range) {
      if (after.state != State::kError) after = JoinRange(after, range);
      ranges_.pop_back();
      if (after.state == State::kError) return after;
      after = EscapeAgain(after, branch);
      if (after.state == State::kError) return after;
    }
    escaped.body = Copied(*branch.body, body);
    Nodes other;
    const HtmlContext otherwise = EscapeList(context, branch.else_body, other);
    if (branch.else_body != nullptr) escaped.else_body = Copied(*branch.else_body, other);
    out.push_back(arena_.New<Branch>(escaped));
    return Join(after, otherwise, branch, word);
  }

  // A range's body can follow upon itself.
  HtmlContext EscapeAgain(HtmlContext after, const Branch& branch) {
    Range range;
    ranges_.push_back(&range);
    const Known before = known_;
    known_.called.clear();
    Nodes dropped;
    const HtmlContext again = EscapeList(after, branch.body, dropped);
    known_ = before;
    if (!Spend(known_.output.size())) return TooManySteps();
    after = Join(after, again, branch, "range");
    if (after.state == State::kError) {
      Blame(*after.fault, "on range loop re-entry: ", branch);
    } else {
      after = JoinRange(after, range);
    }
    ranges_.pop_back();
    return after;
  }

  const List* Copied(const List& list, const Nodes& nodes) {
    List copy = list;
    copy.nodes = arena_.Copy(nodes);
    return arena_.New<List>(copy);
  }

  // Templates.

  HtmlContext EscapeCall(const HtmlContext& context, const TemplateCall& call, Nodes& out) {
    const std::string name = MangledName(call.name, context);
    known_.called.insert(name);
    TemplateCall escaped = call;
    escaped.name = arena_.Copy(std::string_view(name));
    out.push_back(name == call.name ? &call : arena_.New<TemplateCall>(escaped));
    if (const auto known = known_.output.find(name); known != known_.output.end()) {
      return known->second;
    }
    const Definition* definition = text_.definitions->Find(call.name);
    if (definition == nullptr) {
      return Fault(fmt::format("no such template {}", GoQuote(call.name)), &call);
    }
    return EscapeDefinition(context, *definition, name);
  }

  HtmlContext EscapeDefinition(const HtmlContext& context, const Definition& definition,
                               const std::string& name) {
    bool is_sure = false;
    HtmlContext after = EscapeBody(context, definition, name, is_sure);
    // Go tries again even after an error, which takes twice as long for each template that calls
    // another.
    if (is_sure || after.state == State::kError) return after;
    // Perhaps it ends in the context that it was found to end in.
    const HtmlContext again = EscapeBody(after, definition, name, is_sure);
    if (is_sure) return again;
    const Program* const caller = std::exchange(in_, definition.in);
    after = Fault("cannot compute output context for template " + name, definition.body);
    in_ = caller;
    return after;
  }

  // Takes for granted that a template which calls itself ends in the context it begins in, and
  // says whether that was right.
  HtmlContext EscapeBody(const HtmlContext& context, const Definition& definition,
                         const std::string& name, bool& is_sure) {
    known_.output[name] = context;
    Known before = known_;
    known_.called.clear();
    if (!Spend(before.output.size() + before.called.size())) return TooManySteps();
    const Program* const caller = std::exchange(in_, definition.in);
    Nodes nodes;
    HtmlContext after = EscapeList(context, definition.body, nodes);
    in_ = caller;
    is_sure = after.state != State::kError && (!known_.called.contains(name) || after == context);
    if (!is_sure) {
      known_ = std::move(before);
      return after;
    }
    known_.called.merge(before.called);
    const std::string_view kept = arena_.Copy(std::string_view(name));
    escaped_.Set({kept, Copied(*definition.body, nodes), definition.in});
    return after;
  }

  // Text.

  // Moves `context` over the front of `text`, and returns how much of it that is.
  std::size_t AfterText(HtmlContext& context, std::string_view text) {
    std::string fault;
    const auto transition = [&](std::string_view part) {
      const std::size_t size = HtmlTransition(context, part, fault);
      if (!fault.empty()) context = Fault(std::move(fault), nullptr);
      fault.clear();
      return size;
    };
    if (context.delimiter == HtmlDelimiter::kNone) {
      const HtmlElement element = context.element;
      HtmlContext closed = context;
      const std::size_t end = FindSpecialTagEnd(closed, text);
      if (element != HtmlElement::kNone && end == 0) {
        context = closed;
        return 0;
      }
      return transition(text.substr(0, end));
    }
    const std::size_t end =
        std::min(text.find_first_of(DelimiterEnds(context.delimiter)), text.size());
    const std::string_view value = text.substr(0, end);
    if (context.delimiter == HtmlDelimiter::kSpaceOrTagEnd) {
      if (const std::size_t bad = value.find_first_of("\"'<=`"); bad != kNone) {
        context = Fault(
            fmt::format("{} in unquoted attr: {}", GoQuote(value.substr(bad, 1)), GoQuote(value)),
            nullptr);
        return text.size();
      }
    }
    if (end == text.size()) {
      // The value goes on. Entities in it mean what they stand for.
      const std::string unescaped = UnescapeHtml(text);
      for (std::string_view rest = unescaped; !rest.empty();) rest.remove_prefix(transition(rest));
      return text.size();
    }
    HtmlElement element = context.element;
    if (context.state == State::kAttr && element == HtmlElement::kScript &&
        context.attribute == HtmlAttribute::kScriptType && !IsJavaScript(value)) {
      element = HtmlElement::kNone;
    }
    const bool is_quoted = context.delimiter != HtmlDelimiter::kSpaceOrTagEnd;
    context = {.state = State::kTag, .element = element};
    return end + (is_quoted ? 1 : 0);
  }

  // Escapes stray "<", and leaves comments out.
  HtmlContext EscapeText(HtmlContext context, const Text& node, Nodes& out) {
    const std::string_view text = node.text;
    if (!Spend(text.size() / 16)) return TooManySteps();
    std::string written;
    std::size_t copied = 0;
    const auto copy_up_to = [&](std::size_t end) {
      written += text.substr(copied, end - copied);
      copied = end;
    };
    for (std::size_t at = 0; at < text.size();) {
      HtmlContext next = context;
      const std::size_t end = at + AfterText(next, text.substr(at));
      if (context.state == State::kText || context.state == State::kRcdata) {
        std::size_t last = end;
        if (next.state != context.state) {
          const std::size_t tag = text.substr(0, end).rfind('<');
          if (tag != kNone && tag >= at) last = tag;
        }
        for (std::size_t i = at; i < last; ++i) {
          if (text[i] != '<' || IsDoctype(text.substr(i))) continue;
          copy_up_to(i);
          written += "&lt;";
          copied = i + 1;
        }
      } else if (IsComment(context.state) && context.delimiter == HtmlDelimiter::kNone) {
        if (context.state == State::kJsBlockComment) {
          const std::string_view comment = text.substr(copied, end - copied);
          const bool has_break = comment.find_first_of("\n\r") != kNone ||
                                 comment.find("\u2028") != kNone || comment.find("\u2029") != kNone;
          written += has_break ? '\n' : ' ';
        } else if (context.state == State::kCssBlockComment) {
          written += ' ';
        }
        copied = end;
      }
      if (context.state != next.state && IsComment(next.state) &&
          next.delimiter == HtmlDelimiter::kNone) {
        std::size_t begin = end - 2;  // "/*" or "//"
        if (next.state == State::kHtmlComment || next.state == State::kJsHtmlOpenComment) {
          begin -= 2;  // "<!--"
        } else if (next.state == State::kJsHtmlCloseComment) {
          begin -= 1;  // "-->"
        }
        copy_up_to(begin);
        copied = end;
      }
      if (IsInScriptLiteral(context.state)) EscapeScriptTags(text, at, end, written, copied);
      if (end == at && next == context) break;
      context = std::move(next);
      at = end;
    }
    if (copied == 0 || context.state == State::kError) {
      out.push_back(&node);
      return context;
    }
    if (!IsComment(context.state) || context.delimiter != HtmlDelimiter::kNone) {
      copy_up_to(text.size());
    }
    Text escaped = node;
    escaped.text = arena_.Copy(std::string_view(written));
    out.push_back(arena_.New<Text>(escaped));
    return context;
  }

  static void EscapeScriptTags(std::string_view text, std::size_t begin, std::size_t end,
                               std::string& written, std::size_t& copied) {
    const std::string_view part = text.substr(begin, end - begin);
    std::string replaced;
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (IsSpecialScriptTag(part.substr(i))) {
        replaced += "\\x3C";
      } else {
        replaced += part[i];
      }
    }
    if (replaced == part) return;
    written += text.substr(copied, begin - copied);
    written += replaced;
    copied = end;
  }

  const Program& text_;
  const ExecutionLimits& limits_;
  Arena& arena_;
  Definitions& escaped_;
  const Program* in_;  // What is being escaped is from there.
  Known known_;
  std::vector<Range*> ranges_;
  std::deque<HtmlFault> faults_;
  std::uint64_t steps_ = 0;
  int depth_ = 0;
  std::string limit_;  // Why it was given up.
};

}  // namespace

std::optional<std::string> EscapeForHtml(const Program& text, const ExecutionLimits& limits,
                                         Arena& arena, Definitions& escaped, const List*& root) {
  return HtmlEscaper(text, limits, arena, escaped).Run(root);
}

}  // namespace check::gotemplate
