#ifndef LIBCHECK_TEMPLATE_CHECK_SET_H_
#define LIBCHECK_TEMPLATE_CHECK_SET_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"

namespace check::gotemplate {

/// An entry of a map that a template reads by its name: `.Labels.job`, `index .Labels "job"`.
struct EntryRead {
  const TemplateType* of;  ///< The map.
  std::string_view name;
  Location where;
};

/// A call of a function that some releases do not have.
struct NewFunctionCall {
  const TemplateFunction* function;
  Location where;
};

/// What is wrong with texts that define templates for each other and call them. All of them are
/// parsed first, then looked at together: what a template is given by those that call it decides
/// what fields it may read.
///
/// Sources must outlive the check; trees live in the arena.
class TemplateSetCheck {
 public:
  TemplateSetCheck(const TemplateEnvironment& environment, Arena& arena, Diagnostics& diagnostics)
      : environment_(environment), arena_(arena), diagnostics_(diagnostics) {}
  TemplateSetCheck(const TemplateSetCheck&) = delete;
  TemplateSetCheck& operator=(const TemplateSetCheck&) = delete;

  /// Definitions that are there before any file. Nothing is reported in them: where one is given
  /// what it cannot take, its caller is at fault. False: they cannot be parsed.
  bool AddBuiltIn(const SourceFile& source);
  /// A file of definitions, called `name` in upstream's messages. Those of later files replace
  /// those of earlier ones. False: it cannot be parsed, which was reported.
  bool AddFile(const SourceFile& source, std::string_view name);
  /// A text that is executed with the environment's dot. False: it cannot be parsed.
  bool AddText(const SourceFile& source);
  /// There are definitions that cannot be had: a template that is not defined is not reported.
  void SetIncomplete() { is_incomplete_ = true; }
  /// The same for a text that cannot be parsed, if it has the name of the template in quotes.
  void AddUnparsed(const SourceFile& source) { unparsed_.push_back(&source); }

  /// Looks at everything. Definitions that no text leads to are taken to be given what the fields
  /// that they read tell, if they tell it.
  void Check();

  // What Check() found, in no particular order.
  const std::vector<EntryRead>& reads() const { return reads_; }
  std::size_t definition_count() const { return definition_count_; }  ///< In files.
  const std::vector<NewFunctionCall>& new_calls() const { return new_calls_; }
  /// Definitions of files that no text leads to and that replace no built-in one: their names.
  std::vector<std::pair<std::string_view, Location>> Unused() const;
  /// The definitions of files, each with what its dot is if all its callers agree, or else null.
  std::vector<std::pair<std::string_view, const TemplateType*>> FileTemplates() const;

 private:
  class Checker;

  struct Text {
    const SourceFile* source;
    const Tree* tree;
    bool is_built_in;
  };
  struct Template {
    std::string_view name;
    Span where;  // Of the name.
    const List* body = nullptr;
    const Text* text = nullptr;
    bool replaces_built_in = false;
  };
  // A template to look at, given a dot.
  struct Call {
    Template called;
    const TemplateType* dot;
    Location caller;  // In a text or file; nowhere for those that nobody calls.
  };

  const Text* Parse(const SourceFile& source, std::string_view name, bool is_built_in,
                    Diagnostics& diagnostics);
  void AddDefinition(const Text& text, const Define& define);
  const Template* Find(std::string_view name) const;
  void Follow(Call call);
  void Run();
  void Walk(const Call& call);
  void Take(Diagnostic&& found, const Call& call);
  bool MayDefine(std::string_view name) const;
  std::vector<const TemplateType*> LikelyDots(const Template& guessed) const;
  const TemplateType* Guess(const Template& guessed) const;
  void CheckUncalled();

  const TemplateEnvironment& environment_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  bool is_incomplete_ = false;
  std::size_t definition_count_ = 0;

  std::vector<std::unique_ptr<Text>> texts_;  // Of all kinds.
  std::vector<const SourceFile*> unparsed_;
  std::vector<const Text*> executed_;  // Those of AddText.
  std::map<std::string_view, Template> templates_;
  std::vector<Call> waiting_;
  std::map<const List*, std::set<const TemplateType*>> seen_;
  std::set<std::string_view> built_in_roots_;  // Definitions that get the environment's dot.
  std::set<const List*> used_;                 // Reached from a text or a built-in definition.
  std::set<std::pair<const SourceFile*, std::pair<std::uint32_t, const CodeInfo*>>> reported_;
  std::vector<EntryRead> reads_;
  std::vector<NewFunctionCall> new_calls_;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_CHECK_SET_H_
