#ifndef LIBCHECK_SLO_READ_H_
#define LIBCHECK_SLO_READ_H_

#include <span>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/slo/slo.h"
#include "libcheck/source/source_file.h"

namespace check::slo {

/// A file that may hold specifications.
struct SpecFile {
  const SourceFile* file = nullptr;
  bool found = false;  ///< In a folder rather than named, so that it may be something else.
};

/// What files of specifications hold.
struct SpecFiles {
  std::vector<Slo> slos;  ///< In the order of the files; those with errors are not all there.
  std::vector<const SourceFile*> skipped;  ///< Files in folders without a specification.
};

/// Reads all specifications of all documents of `files`: plain, objects of Kubernetes beside others
/// that are skipped, and lists of them. They may refer to each other, and no two objectives may
/// have the same identifier. The objectives point into the files and `arena`.
SpecFiles ReadSlos(std::span<const SpecFile> files, Arena& arena, Diagnostics& diagnostics);

/// The same for a single file, of which everything is known.
std::vector<Slo> ReadSlos(const SourceFile& file, Arena& arena, Diagnostics& diagnostics);

/// Whether one of the documents says of itself that it is a specification.
bool HoldsSpecification(const SourceFile& file);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_READ_H_
