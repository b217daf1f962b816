#ifndef LIBCHECK_TEMPLATE_PARSED_TEXT_H_
#define LIBCHECK_TEMPLATE_PARSED_TEXT_H_

#include <string>
#include <string_view>

#include "libcheck/source/source_file.h"
#include "libcheck/template/execute.h"

namespace check::gotemplate {

/// A text that has been parsed, or that could not be.
struct ParsedText {
  ParsedText(std::string_view text, std::string upstream_name,
             const TemplateEnvironment& environment);
  ParsedText(const ParsedText&) = delete;
  ParsedText& operator=(const ParsedText&) = delete;

  std::string name;
  SourceBuffer source;
  Arena arena;
  Program program;    ///< Without a tree if it could not be parsed.
  std::string fault;  ///< Why Go would not parse it.
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_PARSED_TEXT_H_
