#include "libcheck/rules/format.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/rules/format_edit.h"
#include "libcheck/yaml/parse.h"

namespace check::rules {
namespace {

/// A text, parsed. Stays where it is: what is parsed points into it.
class ParsedText {
 public:
  ParsedText(std::string_view name, std::string text, const LoadOptions& options)
      : source_(std::string(name), std::move(text)),
        stream_(yaml::Parse(source_, arena_, diagnostics_)),
        loaded_(Load(source_, options, arena_, diagnostics_)) {}

  Unit unit() const { return {source_, stream_, loaded_}; }
  bool ok() const { return stream_.complete && !diagnostics_.HasErrors(); }

 private:
  SourceBuffer source_;
  Arena arena_;
  Diagnostics diagnostics_;
  yaml::Stream stream_;
  LoadedFile loaded_;
};

bool SameLabels(std::span<const KeyValue> a, std::span<const KeyValue> b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const KeyValue& x, const KeyValue& y) { return x.key == y.key && x.value == y.value; });
}

bool SameRule(const Rule& a, const Rule& b) {
  if ((a.expr == nullptr) != (b.expr == nullptr)) return false;
  return a.record == b.record && a.alert == b.alert && a.hold == b.hold &&
         a.keep_firing_for == b.keep_firing_for && SameLabels(a.labels, b.labels) &&
         SameLabels(a.annotations, b.annotations) &&
         (a.expr == nullptr || promql::StructurallyEqual(*a.expr, *b.expr));
}

bool SameGroup(const Group& a, const Group& b) {
  return a.name == b.name && a.interval == b.interval && a.query_offset == b.query_offset &&
         a.limit == b.limit && SameLabels(a.labels, b.labels) &&
         std::equal(a.rules.begin(), a.rules.end(), b.rules.begin(), b.rules.end(), SameRule);
}

bool SameRules(const LoadedFile& a, const LoadedFile& b) {
  const auto same_set = [](const RuleSet& x, const RuleSet& y) {
    return x.wrapper == y.wrapper && std::equal(x.groups.begin(), x.groups.end(), y.groups.begin(),
                                                y.groups.end(), SameGroup);
  };
  return std::equal(a.sets.begin(), a.sets.end(), b.sets.begin(), b.sets.end(), same_set);
}

/// Where in the file there are scalars that formatting may change, which SameRules looks into.
std::unordered_set<std::uint32_t> Expressions(const Unit& unit) {
  std::unordered_set<std::uint32_t> found;
  for (const RuleSet& set : unit.loaded.sets) {
    if (set.file != &unit.source) {
      if (set.file == nullptr) continue;
      const auto* node = static_cast<const yaml::Node*>(set.file->context());
      if (node != nullptr) found.insert(node->span.begin);
      continue;
    }
    for (const Group& group : set.groups) {
      for (const Rule& rule : group.rules) {
        if (rule.expr_node != nullptr) found.insert(rule.expr_node->span.begin);
      }
    }
  }
  return found;
}

/// Whether two YAML trees differ in nothing but the order of keys and scalars that begin at one of
/// `may_differ` in the first.
class TreeComparison {
 public:
  explicit TreeComparison(std::unordered_set<std::uint32_t> may_differ)
      : may_differ_(std::move(may_differ)) {}

  bool Same(const yaml::Stream& a, const yaml::Stream& b) const {
    return std::equal(a.documents.begin(), a.documents.end(), b.documents.begin(),
                      b.documents.end(), [&](const auto& x, const auto& y) {
                        if (x.root == nullptr || y.root == nullptr) return x.root == y.root;
                        return Same(*x.root, *y.root);
                      });
  }

 private:
  bool Same(const yaml::Node& a, const yaml::Node& b) const {
    if (a.kind != b.kind || a.is_alias != b.is_alias || a.tag != b.tag) return false;
    if (a.is_alias) return true;  // What it stands for is compared where that is.
    if (a.IsScalar()) {
      return may_differ_.contains(a.span.begin) || a.scalar() == b.scalar();
    }
    if (a.IsSequence()) {
      return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(),
                        [&](const auto& x, const auto& y) { return Same(x, y); });
    }
    return SameEntries(a.entries(), b.entries());
  }

  bool SameEntries(std::span<const yaml::Entry> a, std::span<const yaml::Entry> b) const {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const yaml::Entry* match = &b[i];
      if (a[i].key.IsScalar() && a[i].key.scalar() != match->key.scalar()) {
        const auto* found = std::find_if(b.data(), b.data() + b.size(), [&](const auto& entry) {
          return entry.key.IsScalar() && entry.key.scalar() == a[i].key.scalar();
        });
        if (found == b.data() + b.size()) return false;
        match = found;
      }
      if (!Same(a[i].key, match->key) || !Same(a[i].value, match->value)) return false;
    }
    return true;
  }

  std::unordered_set<std::uint32_t> may_differ_;
};

/// A line break of YAML's that no editor shows as one.
bool HasLoneCarriageReturn(std::string_view text) {
  for (std::size_t at = text.find('\r'); at != std::string_view::npos;
       at = text.find('\r', at + 1)) {
    if (text.substr(at + 1, 1) != "\n") return true;
  }
  return false;
}

/// `text`, a rule file on its own or in a literal block of another file, formatted.
class Formatter {
 public:
  Formatter(std::string_view name, const FormatOptions& options) : name_(name), options_(options) {}

  Result<std::string> Run(const Unit& original) const {
    std::string formatted(original.text());
    std::unique_ptr<ParsedText> parsed;
    const auto now = [&] { return parsed == nullptr ? original : parsed->unit(); };
    const auto make = [&](std::vector<Edit> edits) {
      if (edits.empty()) return;
      formatted = Apply(formatted, edits);
      parsed = std::make_unique<ParsedText>(name_, formatted, options_.load);
    };
    make(IndentationEdits(now()));
    make(OrderEdits(now()));
    std::vector<Edit> edits = ExpressionEdits(now(), options_);
    if (auto error = EmbeddedEdits(now(), edits)) return *std::move(error);
    std::vector<Edit> space = SpaceEdits(now(), edits);
    std::move(space.begin(), space.end(), std::back_inserter(edits));
    make(std::move(edits));
    if (parsed == nullptr) return formatted;
    const TreeComparison comparison(Expressions(original));
    if (!parsed->ok() || !SameRules(original.loaded, parsed->unit().loaded) ||
        !comparison.Same(original.stream, parsed->unit().stream)) {
      return Error{
          "formatting would change the meaning of the rules, so the file was not changed; please "
          "report this"};
    }
    return formatted;
  }

 private:
  // Rule files in literal blocks of a ConfigMap.
  std::optional<Error> EmbeddedEdits(const Unit& unit, std::vector<Edit>& edits) const {
    for (const RuleSet& set : unit.loaded.sets) {
      if (set.wrapper != Wrapper::kConfigMap || set.file == nullptr || set.file == &unit.source) {
        continue;
      }
      const auto* node = static_cast<const yaml::Node*>(set.file->context());
      if (node == nullptr || node->style != yaml::Style::kLiteral || node->is_alias ||
          HasProperties(unit.text(), *node)) {
        continue;
      }
      const ParsedText text(name_, std::string(set.file->text()), options_.load);
      if (!text.ok()) continue;
      const Result<std::string> inner = Run(text.unit());
      if (!inner) return inner.error();
      if (*inner != set.file->text()) edits.push_back(ReplaceBlock(unit.text(), *node, *inner));
    }
    return std::nullopt;
  }

  // The text of a literal block, with its indentation, replaced by `lines`.
  static Edit ReplaceBlock(std::string_view text, const yaml::Node& node, std::string_view lines) {
    const std::uint32_t header_end = LineEnd(text, node.span.begin);
    const std::string_view line_break = LineBreak(text);
    std::string out;
    const std::size_t margin = MarginOf(text, node);
    lines = lines.substr(0, lines.find_last_not_of('\n') + 1);
    while (!lines.empty()) {
      const std::string_view line = lines.substr(0, lines.find('\n'));
      out += line_break;
      if (!line.empty()) out.append(margin, ' ');
      out += line;
      lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    }
    return {{header_end, node.span.end}, std::move(out)};
  }

  // How far the text of a literal block is indented: the first line with text shows it.
  static std::size_t MarginOf(std::string_view text, const yaml::Node& node) {
    const std::string_view value = node.scalar();
    const std::size_t value_text = value.find_first_not_of(" \n");
    const std::size_t raw_text = text.find_first_not_of(" \r\n", LineEnd(text, node.span.begin));
    if (value_text == std::string_view::npos || raw_text == std::string_view::npos) return 0;
    const std::size_t in_value =
        value_text - LineBegin(value, static_cast<std::uint32_t>(value_text));
    const std::size_t in_file = raw_text - LineBegin(text, static_cast<std::uint32_t>(raw_text));
    return in_file - in_value;
  }

  std::string_view name_;
  const FormatOptions& options_;
};

}  // namespace

Result<std::string> Format(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                           const FormatOptions& options) {
  Diagnostics found;
  const LoadedFile loaded = Load(file, options.load, arena, found);
  const bool refused = found.HasErrors();
  std::move(found.found().begin(), found.found().end(), std::back_inserter(diagnostics.found()));
  if (refused || !loaded.has_rules) return std::string(file.text());
  Diagnostics already_reported;
  const yaml::Stream stream = yaml::Parse(file, arena, already_reported);
  if (HasLoneCarriageReturn(file.text())) return std::string(file.text());
  // Prometheus does not mind what comes after the first document, but it cannot be formatted.
  if (!stream.complete || already_reported.HasErrors()) return std::string(file.text());
  return Formatter(file.name(), options).Run({file, stream, loaded});
}

}  // namespace check::rules
