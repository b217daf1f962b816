#ifndef LIBCHECK_SLO_FORMATS_H_
#define LIBCHECK_SLO_FORMATS_H_

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/schema/reader.h"
#include "libcheck/schema/schema.h"
#include "libcheck/slo/slo.h"
#include "libcheck/yaml/node.h"
#include "libcheck/yaml/parse.h"

namespace check::slo {

/// One document of a file of specifications, as YAML, or an object of a list.
struct SpecDocument {
  const SourceFile& file;
  const yaml::Stream& stream;  ///< What it is a document of.
  const yaml::Node& root;      ///< A mapping.
  Arena& arena;                ///< Where nodes live, and what is made of them.
  /// All documents that are read together, this one among them: they may refer to each other.
  const std::vector<SpecDocument>& all;

  schema::Input input() const { return {file, stream, arena}; }
};

/// A table of the fields of one kind of document.
struct SpecTable {
  std::string_view name;  ///< What follows the format's name in that of the schema: "v1alpha".
  const schema::Object* table;
};

/// A kind of specification. A new one is a file in specs/ and a line below.
struct SpecFormat {
  std::string_view name;   ///< "sloth", as the schema is called.
  std::string_view noun;   ///< "a Sloth specification".
  std::string_view owner;  ///< Whose tool reads it: "Sloth".
  /// Whether a document says of itself that it is one: by `version`, or `apiVersion` and `kind`.
  /// Also for a version or kind that does not exist, which `read` reports then.
  bool (*is)(const yaml::Node& root);
  const schema::Object* table;
  /// Of other kinds of documents; null: there are none.
  std::span<const SpecTable> (*more_tables)() = nullptr;
  /// Compares the document with the table, reports all that is wrong with it, and appends the
  /// objectives that can be used to `slos`.
  void (*read)(const SpecDocument& document, Diagnostics& diagnostics, std::vector<Slo>& slos);
};

/// Null: the document is none of them.
const SpecFormat* FindSpecFormat(const yaml::Node& root);

std::span<const SpecFormat* const> SpecFormats();

// Every format, one line each. Its file in specs/ has the same name in small letters.
#define LIBCHECK_ALL_SPEC_FORMATS(X) \
  X(OpenSlo)                         \
  X(Pyrra)                           \
  X(Sloth)                           \
  X(SlothKubernetes)                 \
  X(AlertWindows)

#define LIBCHECK_DECLARE(name) extern const SpecFormat k##name##Spec;
LIBCHECK_ALL_SPEC_FORMATS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

}  // namespace check::slo

#endif  // LIBCHECK_SLO_FORMATS_H_
