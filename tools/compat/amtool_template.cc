#include "tools/compat/amtool_template.h"

#include <fmt/format.h>

#include <chrono>
#include <string_view>

#include "libcheck/config/alertmanager/notification_json.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/template/alertmanager.h"
#include "libcheck/template/template_files.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools::compat {

namespace gt = check::gotemplate;
namespace am = check::config::alertmanager;

check::Result<std::string> RenderAsAmtool(const check::FileSystem& files,
                                          const TemplateRenderOptions& options,
                                          const gt::GoTime& now) {
  gt::NotificationTemplates templates;
  for (const std::string& pattern : options.globs) {
    if (auto error = gt::AddTemplateFiles(files, pattern, templates)) return *error;
  }
  check::Arena memory;
  std::string json;
  gt::NotificationData data = am::ExampleNotificationData(now, memory);
  if (!options.data.empty()) {
    auto text = check::ReadAsGo(files, options.data);
    if (!text) return text.error();
    json = *std::move(text);
    const auto read = am::ReadNotificationData(json, memory);
    if (!read) return read.error();
    data = *read;
  }
  // amtool hands over the data itself, where Alertmanager has a pointer.
  const gt::GoValue dot = gt::MakeObject(&data, gt::kNotificationType);
  const gt::Escaping escaping = options.type == "html" ? gt::Escaping::kHtml : gt::Escaping::kNone;
  gt::ExecutionMemory execution;
  return templates.Expand(options.text, escaping, dot, now, execution);
}

int RenderTemplate(const Parsed& parsed) {
  const TemplateRenderOptions options = {.globs = parsed.List("template.glob"),
                                         .text = parsed.Text("template.text"),
                                         .type = parsed.Text("template.type"),
                                         .data = parsed.Text("template.data")};
  const auto rendered = RenderAsAmtool(check::Disk(), options, LocalNow());
  if (!rendered) {
    WriteErr(fmt::format("amtool: error: {}\n\n", rendered.error().message));
    return 1;
  }
  WriteKept(*rendered);
  return 0;
}

gt::GoTime LocalNow() {
  using namespace std::chrono;
  const auto now = system_clock::now().time_since_epoch();
  const auto whole = duration_cast<seconds>(now);
  return {whole.count(), static_cast<std::int32_t>(duration_cast<nanoseconds>(now - whole).count()),
          &gt::kLocalTime};
}

}  // namespace tools::compat
