#include "libcheck/template/check_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/template/check_names.h"
#include "libcheck/template/codes.h"
#include "libcheck/template/node_text.h"
#include "libcheck/template/parse.h"
#include "libcheck/template/walk.h"

namespace check::gotemplate {
namespace {

// What the dot of a template seems to be that nobody calls: the names that it reads from it.
class DotReads final : public Watcher {
 public:
  void OnField(const TemplateType& of, std::string_view name, Span, const TemplateType*) override {
    if (&of == &kUnknown) names.insert(name);
  }
  void OnTemplate(const TemplateCall& call, const TemplateType& dot, bool) override {
    if (&dot == &kUnknown) passed_on_to.insert(call.name);
  }

  // Nothing is known of it, but it can be told from other such values.
  static constexpr TemplateType kUnknown = {.name = "a value"};

  std::set<std::string_view> names;
  std::set<std::string_view> passed_on_to;  // Templates whose dot is the same.
};

// 2: a value of the type has the field; 1: its name is close to one that it has.
int Likeness(const TemplateType& type, std::string_view name) {
  std::vector<std::string_view> names;
  for (const TemplateField& field : type.fields) {
    if (field.name == name) return 2;
    names.push_back(field.name);
  }
  return ClosestMatch(name, names) ? 1 : 0;
}

// The structures and lists that can be had from a value of `type`, and the type itself.
void CollectTypes(const TemplateType& type, std::vector<const TemplateType*>& types) {
  if (type.fields.empty() && type.element == nullptr) return;
  if (std::find(types.begin(), types.end(), &type) != types.end()) return;
  // Maps have any field.
  if (type.kind != TemplateType::Kind::kMap) types.push_back(&type);
  if (type.element != nullptr) CollectTypes(*type.element, types);
  for (const TemplateField& field : type.fields) {
    if (type.kind != TemplateType::Kind::kMap) CollectTypes(*field.type, types);
  }
}

}  // namespace

// Looks at one template, and notes what it calls and reads.
class TemplateSetCheck::Checker final : public NameChecker {
 public:
  Checker(TemplateSetCheck& set, const Call& call, Diagnostics& diagnostics)
      : NameChecker(*call.called.text->source, set.environment_, diagnostics),
        set_(set),
        call_(call) {}

  void OnField(const TemplateType& of, std::string_view name, Span where,
               const TemplateType* result) override {
    NameChecker::OnField(of, name, where, result);
    const bool is_entry = of.kind == TemplateType::Kind::kMap && result == of.element;
    if (is_entry && !call_.called.text->is_built_in) {
      set_.reads_.push_back({&of, name, {&source(), where}});
    }
  }

  void OnCall(const TemplateFunction& function, Span name,
              std::span<const Value> arguments) override {
    NameChecker::OnCall(function, name, arguments);
    if (function.since.empty() || call_.called.text->is_built_in) return;
    set_.new_calls_.push_back({&function, {&source(), name}});
  }

  void OnTemplate(const TemplateCall& node, const TemplateType& dot, bool) override {
    const Location here = {&source(), node.name_span};
    const Location caller = call_.called.text->is_built_in ? call_.caller : here;
    for (const Define* own : call_.called.text->tree->defines) {
      // Those of a text are known to it alone.
      if (own->name == node.name && Find(node.name) == nullptr) {
        set_.Follow({{own->name, own->name_span, own->body, call_.called.text}, &dot, caller});
        return;
      }
    }
    if (const Template* called = Find(node.name)) return set_.Follow({*called, &dot, caller});
    if (!set_.MayDefine(node.name)) ReportUndefined(node);
  }

 private:
  const Template* Find(std::string_view name) const { return set_.Find(name); }

  void ReportUndefined(const TemplateCall& node) {
    Diagnostic& diagnostic = Report(kUnknownTemplate, node.name_span,
                                    fmt::format("template `{}` is not defined", node.name));
    std::vector<std::string_view> names;
    for (const auto& [name, known] : set_.templates_) names.push_back(name);
    if (const auto closest = ClosestMatch(node.name, names)) {
      diagnostic.notes.push_back(fmt::format("did you mean `{}`?", *closest));
    } else {
      diagnostic.notes.emplace_back("list the file that defines it under `templates`");
    }
  }

  TemplateSetCheck& set_;
  const Call& call_;
};

const TemplateSetCheck::Text* TemplateSetCheck::Parse(const SourceFile& source,
                                                      std::string_view name, bool is_built_in,
                                                      Diagnostics& diagnostics) {
  const Tree* tree = ParseTemplateOnly(source, environment_, name, arena_, diagnostics);
  if (tree == nullptr) return nullptr;
  texts_.push_back(std::make_unique<Text>(Text{&source, tree, is_built_in}));
  return texts_.back().get();
}

bool TemplateSetCheck::AddBuiltIn(const SourceFile& source) {
  Diagnostics ignored;
  const Text* text = Parse(source, "", true, ignored);
  if (text == nullptr) return false;
  for (const Define* define : text->tree->defines) AddDefinition(*text, *define);
  for (const Define* define : text->tree->defines) {
    // Those for others, such as "__subject", are reached from the others.
    if (define->name.find(".default.") == std::string_view::npos) continue;
    const auto dots = LikelyDots({define->name, define->name_span, define->body, text});
    if (std::find(dots.begin(), dots.end(), environment_.dot) != dots.end()) {
      built_in_roots_.insert(define->name);
    }
  }
  return true;
}

bool TemplateSetCheck::AddFile(const SourceFile& source, std::string_view name) {
  const Text* text = Parse(source, name, false, diagnostics_);
  if (text == nullptr) return false;
  for (const Define* define : text->tree->defines) AddDefinition(*text, *define);
  definition_count_ += text->tree->defines.size();
  // What stands outside of definitions is a template, too, called as the file.
  if (!IsBlank(text->tree->root)) {
    const std::string_view kept = arena_.Copy(name);
    templates_.insert_or_assign(kept, Template{kept, {}, text->tree->root, text, true});
  }
  return true;
}

bool TemplateSetCheck::AddText(const SourceFile& source) {
  const Text* text = Parse(source, "", false, diagnostics_);
  if (text != nullptr) executed_.push_back(text);
  return text != nullptr;
}

// Go: a definition replaces an earlier one unless it is blank.
void TemplateSetCheck::AddDefinition(const Text& text, const Define& define) {
  const auto known = templates_.find(define.name);
  const bool is_new = known == templates_.end();
  if (!is_new && IsBlank(define.body)) return;
  const bool replaces =
      !is_new && (known->second.text->is_built_in || known->second.replaces_built_in);
  templates_.insert_or_assign(
      define.name, Template{define.name, define.name_span, define.body, &text, replaces});
}

const TemplateSetCheck::Template* TemplateSetCheck::Find(std::string_view name) const {
  const auto found = templates_.find(name);
  return found == templates_.end() ? nullptr : &found->second;
}

// Whether something that cannot be had or parsed may define the template.
bool TemplateSetCheck::MayDefine(std::string_view name) const {
  if (is_incomplete_) return true;
  return std::any_of(unparsed_.begin(), unparsed_.end(), [&](const SourceFile* source) {
    return source->text().find(fmt::format("\"{}\"", name)) != std::string_view::npos;
  });
}

void TemplateSetCheck::Follow(Call call) {
  if (call.called.body == nullptr) return;
  if (!seen_[call.called.body].insert(call.dot).second) return;
  waiting_.push_back(std::move(call));
}

void TemplateSetCheck::Run() {
  while (!waiting_.empty()) {
    const Call call = waiting_.back();
    waiting_.pop_back();
    Walk(call);
  }
}

void TemplateSetCheck::Walk(const Call& call) {
  const Text& text = *call.called.text;
  Diagnostics found;
  if (text.tree->is_plain) {
    CheckPlainText(*text.source, text.source->text(), 0, environment_, found);
  } else {
    Checker checker(*this, call, found);
    WalkBody(*text.tree, *call.called.body, *call.dot, environment_, checker);
  }
  for (Diagnostic& diagnostic : found.found()) Take(std::move(diagnostic), call);
}

void TemplateSetCheck::Take(Diagnostic&& found, const Call& call) {
  if (call.called.text->is_built_in) {
    if (call.caller.file == nullptr) return;
    found.message = fmt::format("template `{}` cannot be called with {}: {}", call.called.name,
                                call.dot->name, found.message);
    found.where = call.caller;
    found.labels.clear();
    found.notes.clear();
  } else if (call.caller.file != nullptr && found.info == &kUnknownField) {
    found.labels.push_back({call.caller, fmt::format("called here with {}", call.dot->name)});
  }
  const auto place = std::pair(found.where.file, std::pair(found.where.span.begin, found.info));
  if (reported_.insert(place).second) diagnostics_.found().push_back(std::move(found));
}

// The types that have the fields that the template, and those that it hands its dot on to, read
// from the dot; none if they read nothing.
std::vector<const TemplateType*> TemplateSetCheck::LikelyDots(const Template& guessed) const {
  DotReads reads;
  std::set<std::string_view> seen;
  std::vector<const Template*> waiting = {&guessed};
  while (!waiting.empty()) {
    const Template& next = *waiting.back();
    waiting.pop_back();
    WalkBody(*next.text->tree, *next.body, DotReads::kUnknown, environment_, reads);
    for (const std::string_view name : reads.passed_on_to) {
      const Template* called = Find(name);
      if (called != nullptr && seen.insert(name).second) waiting.push_back(called);
    }
  }
  std::vector<const TemplateType*> types;
  CollectTypes(*environment_.dot, types);
  std::vector<const TemplateType*> best;
  int most = 0;
  for (const TemplateType* type : types) {
    int likeness = 0;
    bool fits = true;
    for (const std::string_view name : reads.names) {
      const int one = Likeness(*type, name);
      likeness += one;
      fits = fits && one > 0;
    }
    if (!fits || likeness == 0 || likeness < most) continue;
    if (likeness > most) best.clear();
    best.push_back(type);
    most = likeness;
  }
  return best;
}

const TemplateType* TemplateSetCheck::Guess(const Template& guessed) const {
  const std::vector<const TemplateType*> likely = LikelyDots(guessed);
  return likely.size() == 1 ? likely[0] : &kAnyType;
}

// Templates that nobody calls, and after them those that only they call.
void TemplateSetCheck::CheckUncalled() {
  class Calls final : public Watcher {
   public:
    void OnTemplate(const TemplateCall& call, const TemplateType&, bool) override {
      names.insert(call.name);
    }
    std::set<std::string_view> names;
  };
  std::vector<const Template*> left;
  Calls calls;
  for (const auto& [name, known] : templates_) {
    if (known.text->is_built_in || seen_.count(known.body) > 0) continue;
    left.push_back(&known);
    WalkBody(*known.text->tree, *known.body, kAnyType, environment_, calls);
  }
  const auto check = [&](const Template& known) {
    if (seen_.count(known.body) > 0) return;
    Follow({known, Guess(known), {}});
    Run();
  };
  for (const Template* known : left) {
    if (calls.names.count(known->name) == 0) check(*known);
  }
  for (const Template* known : left) check(*known);
}

void TemplateSetCheck::Check() {
  for (const Text* text : executed_) {
    const Call call = {{"", {}, text->tree->root, text}, environment_.dot, {}};
    if (text->tree->is_plain) {
      Walk(call);
    } else {
      Follow(call);
      Run();
    }
  }
  for (const std::string_view name : built_in_roots_) {
    Follow({*Find(name), environment_.dot, {}});
  }
  Run();
  // Of those that replace others, what they are given cannot always be told.
  for (const auto& [name, known] : templates_) {
    if (known.replaces_built_in && seen_.count(known.body) == 0) Follow({known, Guess(known), {}});
  }
  Run();
  for (const auto& [body, dots] : seen_) used_.insert(body);
  CheckUncalled();
}

std::vector<std::pair<std::string_view, Location>> TemplateSetCheck::Unused() const {
  std::vector<std::pair<std::string_view, Location>> unused;
  for (const auto& [name, known] : templates_) {
    if (known.text->is_built_in || known.replaces_built_in || used_.count(known.body) > 0) continue;
    unused.emplace_back(name, Location{known.text->source, known.where});
  }
  return unused;
}

std::vector<std::pair<std::string_view, const TemplateType*>> TemplateSetCheck::FileTemplates()
    const {
  std::vector<std::pair<std::string_view, const TemplateType*>> templates;
  for (const auto& [name, known] : templates_) {
    if (known.text->is_built_in) continue;
    const auto dots = seen_.find(known.body);
    const bool is_one = dots != seen_.end() && dots->second.size() == 1;
    templates.emplace_back(name, is_one ? *dots->second.begin() : nullptr);
  }
  return templates;
}

}  // namespace check::gotemplate
