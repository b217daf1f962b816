#include "libcheck/template/references.h"

#include "libcheck/template/literal.h"
#include "libcheck/template/walk.h"

namespace check::gotemplate {
namespace {

std::vector<Segment> MapString(const SourceFile&, const void* context) {
  const auto& literal = *static_cast<const String*>(context);
  return UnquotedSegments(literal.quoted, literal.span.begin);
}

class Collector final : public Watcher {
 public:
  Collector(const SourceFile& source, Arena& arena, References& found)
      : source_(source), arena_(arena), found_(found) {}

  void OnField(const TemplateType& of, std::string_view name, Span where,
               const TemplateType*) override {
    if (&of == &kAlertLabels) found_.labels.push_back({name, where});
    if (&of == &kExternalLabels) found_.external_labels.push_back({name, where});
  }

  void OnRead(const TemplateType& type, Span where) override {
    if (&type == &kAlertValue) found_.values.push_back(where);
  }

  void OnCall(const TemplateFunction& function, Span, std::span<const Value> arguments) override {
    if (function.role != TemplateFunction::Role::kQueries || arguments.size() != 1) return;
    if (const auto* literal = TryAs<String>(arguments[0].literal)) {
      found_.queries.push_back({literal, EmbedString(source_, *literal, arena_)});
    }
  }

 private:
  const SourceFile& source_;
  Arena& arena_;
  References& found_;
};

}  // namespace

const SourceFile* EmbedString(const SourceFile& source, const String& literal, Arena& arena) {
  return arena.New<SourceFile>(source, literal.value, MapString,
                               static_cast<const void*>(&literal));
}

void FindReferences(const SourceFile& source, const Tree& tree,
                    const TemplateEnvironment& environment, Arena& arena, References& found) {
  found.labels.clear();
  found.external_labels.clear();
  found.values.clear();
  found.queries.clear();
  if (tree.is_plain) return;
  Collector collector(source, arena, found);
  Walk(tree, environment, collector);
}

}  // namespace check::gotemplate
