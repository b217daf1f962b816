#include "libcheck/schema/load.h"

#include <iterator>
#include <utility>

#include "libcheck/schema/explained.h"

namespace check::schema {

LoadedFile Load(const SourceFile& file, const Object* object, const LoadOptions& options,
                Arena& arena, Diagnostics& diagnostics, const FurtherChecks& further) {
  LoadedFile loaded;
  Diagnostics found(diagnostics.upstream());
  loaded.stream = yaml::Parse(
      file, arena, found,
      {.max_documents = 1, .report_duplicate_keys = false, .dialect = options.validate.dialect});
  if (!found.HasErrors()) {
    if (!loaded.stream.documents.empty()) loaded.root = loaded.stream.documents.front().root;
    const Input input = {file, loaded.stream, arena, options.validate.target_version};
    if (loaded.root != nullptr && object != nullptr) {
      Validate(*loaded.root, *object, input, options.validate, found);
    }
    if (further) further(loaded.root, input, found);
    if (further && loaded.root != nullptr) DropExplained(*loaded.root, file, 0, found);
  }
  ReportIgnoredDocument(file, loaded.stream, options.reader, found);
  loaded.valid = !found.HasErrors();
  loaded.upstream_error = UpstreamError(found).value_or("");
  std::move(found.found().begin(), found.found().end(), std::back_inserter(diagnostics.found()));
  return loaded;
}

}  // namespace check::schema
