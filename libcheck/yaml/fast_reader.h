#ifndef LIBCHECK_YAML_FAST_READER_H_
#define LIBCHECK_YAML_FAST_READER_H_

#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/builder.h"
#include "libcheck/yaml/encoding.h"

namespace check::yaml {

/// Reads text that is written as nearly all of it is: one document of block and flow collections
/// and scalars, without anchors, tags, tabs and the rarer escapes. Hands `builder` just what Reader
/// would, in a tenth of the time. `check` is what CheckText said of the text, which was good.
///
/// Gives up on all else, and on whatever could be a mistake, which takes libyaml to judge: then it
/// returns false, and what `builder` was told is to be forgotten.
bool ReadFast(std::string_view text, const TextCheck& check, Arena& arena, Builder& builder);

/// What Parse does with all that ReadFast refuses, for tests to hold the rest against.
Stream ParseWithLibyaml(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                        const ParseLimits& limits = {});

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_FAST_READER_H_
