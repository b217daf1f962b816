#ifndef LIBCHECK_TEMPLATE_NODE_TEXT_H_
#define LIBCHECK_TEMPLATE_NODE_TEXT_H_

#include <cstdint>
#include <string>

#include "libcheck/template/ast.h"

namespace check::gotemplate {

/// A node as Go writes it in messages: `humanize $value`. Of commands and what is in them, actions
/// and calls of templates.
void AppendNodeText(std::string& out, const Node& node);

/// The offset that Go takes for the node's place. Of `.Labels.job` that is the second field's.
std::uint32_t GoPosition(const Node& node);

/// Whether a list holds nothing but white space and definitions. Go lets a definition replace
/// another one that is blank.
bool IsBlank(const List* list);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_NODE_TEXT_H_
