#ifndef LIBCHECK_PROMQL_MISTAKES_H_
#define LIBCHECK_PROMQL_MISTAKES_H_

#include <cstddef>
#include <string_view>

#include "libcheck/diagnostic/diagnostic.h"

namespace check::promql {

/// Goes through the faults of `text` that were reported from `first` on, for what people from other
/// languages and systems write: adds what to write in PromQL, and marks what is wrong rather than
/// all that follows it. Of faults that follow from the first, none is left, unless upstream's words
/// are collected.
void AdviseOnMistakes(std::string_view text, std::size_t first, Diagnostics& diagnostics);

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_MISTAKES_H_
