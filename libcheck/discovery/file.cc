#include <fmt/format.h>

#include <utility>

#include "libcheck/discovery/mechanisms.h"
#include "libcheck/discovery/target_list.h"
#include "libcheck/files/go_paths.h"

namespace check::discovery {
namespace {

Result<Found> Discover(const schema::Values& section, const Context& context) {
  const std::string beside = context.folder.empty() ? "-" : context.folder + "/-";
  Found found;
  for (const yaml::Node& item : section.Items("files")) {
    const std::string pattern = PathBeside(beside, section.TextOf(item));
    const Result<std::vector<std::string>> paths = GlobAsGo(context.files, pattern);
    if (!paths) {
      found.warnings.push_back(fmt::format("invalid pattern `{}`", pattern));
      continue;
    }
    if (paths->empty()) found.warnings.push_back(fmt::format("no file matches `{}`", pattern));
    for (const std::string& path : *paths) {
      Result<std::string> text = context.files.Read(path);
      if (!text) {
        found.warnings.push_back(text.error().message);
        continue;
      }
      Result<std::vector<TargetGroup>> groups =
          ReadTargetList(path, std::move(*text), "__meta_filepath", path);
      if (!groups) {
        found.warnings.push_back(fmt::format("cannot read `{}`: {}", path, groups.error().message));
        continue;
      }
      for (TargetGroup& group : *groups) found.groups.push_back(std::move(group));
    }
  }
  return found;
}

}  // namespace

const Mechanism kFile = {Discover};

}  // namespace check::discovery
