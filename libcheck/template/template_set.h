#ifndef LIBCHECK_TEMPLATE_TEMPLATE_SET_H_
#define LIBCHECK_TEMPLATE_TEMPLATE_SET_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/template/execute.h"
#include "libcheck/template/parsed_text.h"

namespace check::gotemplate {

/// What is made of the values that actions print.
enum class Escaping : std::uint8_t {
  kNone,  ///< Go's text/template.
  kHtml,  ///< Go's html/template: safe for where in the HTML they stand.
};

/// Texts that define templates for each other, as Go associates them. Those added later replace
/// definitions of earlier ones, unless they are blank. May be read by several threads at once, each
/// with its own memory.
class TemplateSet {
 public:
  /// `environment` must outlive the set.
  TemplateSet(const TemplateEnvironment& environment, MissingKey missing_key);
  TemplateSet(const TemplateSet&) = delete;
  TemplateSet& operator=(const TemplateSet&) = delete;

  /// Parses a text. `name` stands for it in messages, and what is outside of its definitions is
  /// the template of that name. Nothing if all is well; otherwise what Go says.
  std::optional<Error> Add(std::string_view text, std::string_view name);

  /// Parses and executes a text that may call the set's templates. The error has Go's words:
  /// "template: :1:2: executing ...". `dot`, `context` and so on are in `input`. `trace`, unless it
  /// is null, is told how the execution went.
  Result<std::string> Execute(std::string_view text, Escaping escaping, const ExecutionInput& input,
                              ExecutionMemory& memory, const ExecutionLimits& limits = {},
                              ExecutionTrace* trace = nullptr) const;

  /// Null if there is none.
  const Definition* Find(std::string_view name) const { return definitions_.Find(name); }

 private:
  const TemplateEnvironment& environment_;
  MissingKey missing_key_;
  std::vector<std::unique_ptr<ParsedText>> texts_;
  Definitions definitions_;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_TEMPLATE_SET_H_
