#ifndef LIBCHECK_REFERENCE_FILES_H_
#define LIBCHECK_REFERENCE_FILES_H_

#include <span>
#include <string_view>

#include "libcheck/schema/schema.h"

namespace check::reference {

/// A kind of file that a table describes.
struct FileKind {
  std::string_view name;  ///< "prometheus"
  const schema::Object* object;
};

/// Every one, sorted by name.
std::span<const FileKind> FileKinds();
const FileKind* FindFileKind(std::string_view name);

}  // namespace check::reference

#endif  // LIBCHECK_REFERENCE_FILES_H_
