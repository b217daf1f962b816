#ifndef LIBCHECK_CATALOG_FILES_H_
#define LIBCHECK_CATALOG_FILES_H_

#include <span>
#include <string_view>

#include "libcheck/schema/schema.h"

namespace check::catalog {

/// A kind of file that a table describes.
struct FileKind {
  std::string_view name;  ///< "prometheus"
  const schema::Object* object;
};

/// Every one, sorted by name.
std::span<const FileKind> FileKinds();
const FileKind* FindFileKind(std::string_view name);

}  // namespace check::catalog

#endif  // LIBCHECK_CATALOG_FILES_H_
