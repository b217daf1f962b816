#include "libcheck/template/template_files.h"

#include <string_view>

#include "libcheck/files/go_paths.h"

namespace check::gotemplate {

std::optional<Error> AddTemplateFiles(const FileSystem& files, const std::string& pattern,
                                      NotificationTemplates& templates) {
  const Result<std::vector<std::string>> paths = GlobAsGo(files, pattern);
  if (!paths) return paths.error();
  for (const std::string& path : *paths) {
    const Result<std::string> text = ReadAsGo(files, path);
    if (!text) return text.error();
    const std::string_view name = std::string_view(path).substr(path.find_last_of('/') + 1);
    if (auto error = templates.Add(*text, name)) return error;
  }
  return std::nullopt;
}

}  // namespace check::gotemplate
