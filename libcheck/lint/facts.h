#ifndef LIBCHECK_LINT_FACTS_H_
#define LIBCHECK_LINT_FACTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/rules/rule_file.h"

namespace check::lint {

/// A metric name kept once for all files. Names are the same if their symbols are; which number a
/// name gets depends on the order in which threads meet it, so nothing may be sorted by it.
enum class Symbol : std::uint32_t { kNone = 0xFFFFFFFF };

/// A place in a file that has been closed again: bytes of the file on disk, never of embedded text.
struct FactPlace {
  std::uint32_t file = 0;  ///< Index among the inputs.
  Span span;
};

/// What is remembered of a rule once its syntax tree is gone, for checks that look across files.
/// Kept small: there is one for each rule that loads.
struct RuleFact {
  /// Stands for the rule's kind, name, labels (its group's among them), `for` and the structure of
  /// its expression: rules that agree in it do the same. Kept apart from the names of metrics.
  Symbol identity = Symbol::kNone;
  Symbol group = Symbol::kNone;    ///< The name of its group, kept with the names of metrics.
  FactPlace where;                 ///< Of the value of `record` or `alert`.
  Symbol records = Symbol::kNone;  ///< The metric that a recording rule writes; kNone: an alert.

  bool is_alert() const { return records == Symbol::kNone; }
};

/// A selector by a name that has a colon in it, which by convention only recording rules give.
struct ReferenceFact {
  Symbol metric = Symbol::kNone;
  FactPlace where;
};

/// Names, or other texts, kept once each. Not for use by two threads at once.
class SymbolTable {
 public:
  Symbol Intern(std::string_view name);
  std::string_view Name(Symbol symbol) const { return names_[static_cast<std::uint32_t>(symbol)]; }
  std::size_t size() const { return names_.size(); }

 private:
  Arena text_;
  std::vector<std::string_view> names_;
  std::vector<std::uint32_t> slots_;  // Open addressing: 1 + index into names_; 0 is free.
};

/// Rules that are not among the facts: in files that were not given, or that were refused.
class RulesElsewhere {
 public:
  virtual ~RulesElsewhere() = default;

  enum class Answer : std::uint8_t {
    kRecorded,     ///< A rule elsewhere records the metric.
    kNotRecorded,  ///< No rule of the servers does.
    kUnknown,      ///< There may be rules that were not found.
  };
  /// May be called by several threads; only looks for other files when it is first asked.
  virtual Answer Find(std::string_view metric) const = 0;
};

/// What all the files together hold. Facts come in the order of the inputs, and of the places in a
/// file.
struct Project {
  std::span<const RuleFact> rules;
  std::span<const ReferenceFact> references;
  std::span<const Symbol> refused;  ///< Metrics of recording rules that do not load. In no order.
  const SymbolTable& symbols;
  std::span<const std::string_view> paths;  ///< Of the inputs, as the user named them.
  /// For each input, the number of the configuration that names it; 0 if none of the run does.
  std::span<const std::uint32_t> servers;
  const RulesElsewhere& elsewhere;

  std::string_view Name(Symbol symbol) const { return symbols.Name(symbol); }
};

/// A problem found by looking at all files together. Its places are turned into lines, columns and
/// excerpts once all have been reported.
struct ProjectDiagnostic {
  const CodeInfo* info;
  FactPlace where;
  std::string message;
  std::vector<std::pair<FactPlace, std::string>> labels = {};  ///< Places that help explain it.
  std::vector<std::string> notes = {};
  /// Not everything is known that it depends on: it is a hint, and no more serious than `info`.
  bool is_hint = false;
};

/// Where checks of the whole project put what they find.
class ProjectDiagnostics {
 public:
  /// As Diagnostics::Report.
  ProjectDiagnostic& Report(const CodeInfo& info, FactPlace where, std::string message) {
    return found_.emplace_back(ProjectDiagnostic{&info, where, std::move(message)});
  }
  std::vector<ProjectDiagnostic>& found() { return found_; }

 private:
  std::vector<ProjectDiagnostic> found_;
};

/// The facts of one file while it is being read, by one thread. Reused for the next file.
struct FileFacts {
  struct NamedRule {
    RuleFact fact;
    std::string_view records;   ///< In `names`; empty for an alert.
    std::string_view identity;  ///< In `names`: what `fact.identity` will stand for.
    std::string_view group;     ///< In `names`.
  };
  struct NamedReference {
    std::string_view metric;
    Span span;
  };
  std::vector<NamedRule> rules;
  std::vector<NamedReference> references;
  std::vector<std::string_view> refused;  ///< As Project::refused; in `names`.
  Arena names;

  void Clear();
};

/// Adds the facts of a group's rules to `facts`, leaving the file's index to be filled in.
void GatherFacts(const rules::Group& group, const rules::RuleSet& set, FileFacts& facts);

}  // namespace check::lint

#endif  // LIBCHECK_LINT_FACTS_H_
