#ifndef LIBCHECK_YAML_SCALAR_H_
#define LIBCHECK_YAML_SCALAR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/dialect.h"
#include "libcheck/yaml/node.h"
#include "libcheck/yaml/parse.h"
#include "libcheck/yaml/resolve.h"

/// What go-yaml makes of scalars when it fills the fields of a Go struct.
namespace check::yaml {

/// A scalar as go-yaml sees it before it knows what is wanted.
struct Resolved {
  ScalarType type = ScalarType::kString;
  /// What a string would become: the text, decoded if it is tagged `!!binary`.
  std::string_view text;
  /// Why go-yaml refuses it whatever is wanted: "yaml: cannot decode !!str `x` as a !!int". Empty
  /// if it does not.
  std::string fault = {};
};

/// `node` must be a scalar. Decoded text is put into `arena`.
Resolved Resolve(const Node& node, Dialect dialect, Arena& arena);

/// What the fields of each type become, or nothing where go-yaml would refuse the value. Null has
/// no value: it leaves a field as it is.
std::optional<bool> ToBool(const Resolved& scalar, Dialect dialect);
std::optional<std::int64_t> ToInteger(const Resolved& scalar);
std::optional<std::uint64_t> ToUnsigned(const Resolved& scalar);
std::optional<double> ToFloat(const Resolved& scalar);

/// "!!int", "!local": the tag that go-yaml gives a node, written or not.
std::string_view TagText(const Node& node, const Stream& stream, Dialect dialect);

/// The node that an alias stands for begins here; any other node where it begins.
std::uint32_t ContentBegin(const Node& node, const Stream& stream);

/// "line 7: cannot unmarshal !!str `abc` into int": go-yaml on a node that is not a Go `type`.
std::string CannotUnmarshal(const SourceFile& file, const Stream& stream, const Node& node,
                            std::string_view type, Dialect dialect);

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_SCALAR_H_
