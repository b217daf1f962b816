#ifndef LIBCHECK_CONFIG_ALERTMANAGER_CHECK_TEMPLATES_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_CHECK_TEMPLATES_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/config/alertmanager/alertmanager_config.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/schema/reader.h"
#include "libcheck/template/check_set.h"

/// The templates of an alertmanager.yml: those of its receivers and routes, and of the files that
/// it names.
namespace check::config::alertmanager {

struct TemplateOptions {
  const FileSystem* files = &NoFiles();
  std::string_view target_version = {};  ///< "0.27"; empty: the newest.
  /// Warn of patterns that no file matches.
  bool warns_of_missing_files = true;
};

/// What was read on the way, and found out beside what is wrong.
struct TemplateCheck {
  /// The files of templates, to which diagnostics point.
  std::vector<std::unique_ptr<SourceBuffer>> files;
  /// Labels and annotations that receivers and files read by their names: PartOf tells which.
  std::vector<gotemplate::EntryRead> reads;
  std::size_t definition_count = 0;  ///< In files.
};

/// Reports what is wrong with all templates of `config`. What keeps Alertmanager from starting is
/// an error: faults in files. Receivers' templates fail only when there is something to send.
TemplateCheck CheckTemplates(const AlertmanagerConfig& config, const TemplateOptions& options,
                             Arena& arena, Diagnostics& diagnostics);

/// The same for a file of templates alone. Other files in its folder may define what it calls.
TemplateCheck CheckTemplateFile(const SourceFile& file, const TemplateOptions& options,
                                Arena& arena, Diagnostics& diagnostics);

/// Whether a file that is called so is one of templates, rather than a configuration.
bool IsTemplateFile(std::string_view path);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_CHECK_TEMPLATES_H_
