#ifndef TOOLS_COMPAT_AMTOOL_TEMPLATE_H_
#define TOOLS_COMPAT_AMTOOL_TEMPLATE_H_

#include <span>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/template/time_value.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

/// What `amtool template render` is told.
struct TemplateRenderOptions {
  std::span<const std::string> globs;
  std::string text;
  std::string type;  ///< "html", or anything else for text.
  std::string data;  ///< A file with JSON; empty: amtool's example.
};

/// What it prints, or else what it says is wrong.
check::Result<std::string> RenderAsAmtool(const check::FileSystem& files,
                                          const TemplateRenderOptions& options,
                                          const check::gotemplate::GoTime& now);

/// The command itself.
int RenderTemplate(const Parsed& parsed);

/// The time of now, in the zone of this machine.
check::gotemplate::GoTime LocalNow();

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_TEMPLATE_H_
