#include <memory>
#include <string>
#include <vector>

#include "libcheck/files/file_system.h"
#include "libcheck/template/alertmanager.h"
#include "libcheck/template/template_files.h"
#include "tools/command.h"
#include "tools/compat/amtool_template.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/render_receiver.h"
#include "tools/template_data.h"

// The command that shows what templates of notifications make of alerts.
namespace tools {
namespace {

namespace gt = check::gotemplate;

struct Options {
  std::vector<std::string> templates;
  std::string text;
  std::string type = "text";
  ReceiverFlags receiver;
  std::string external_url = "http://localhost:9093";
  TemplateDataFlags data;
};

Exit Fail(const std::string& message, Exit status) {
  WriteError(message);
  return status;
}

// False: one cannot be read or parsed, which was told.
bool AddFiles(const std::vector<std::string>& patterns, gt::NotificationTemplates& templates) {
  for (const std::string& pattern : patterns) {
    if (const auto error = gt::AddTemplateFiles(check::Disk(), pattern, templates)) {
      WriteError(error->message);
      return false;
    }
  }
  return true;
}

// What a text becomes.
Exit RenderText(const Options& options) {
  gt::NotificationTemplates templates;
  if (!AddFiles(options.templates, templates)) return Exit::kProblems;
  TemplateData data;
  if (const auto read = data.Read(options.data, compat::LocalNow()); !read) {
    return Fail(read.error().message, Exit::kFailed);
  }
  const gt::NotificationData notification = data.Make("receiver", options.external_url);
  gt::ExecutionMemory memory;
  const auto rendered = templates.Expand(
      options.text, options.type == "html" ? gt::Escaping::kHtml : gt::Escaping::kNone,
      gt::MakeNotification(notification), data.now(), memory);
  if (!rendered) return Fail(rendered.error().message, Exit::kProblems);
  WriteKept(rendered->ends_with('\n') ? *rendered : *rendered + "\n");
  return Exit::kOk;
}

// What a receiver of a configuration sends.
Exit RenderReceiver(const Options& options) {
  ReceiverRender receiver(options.receiver);
  if (const auto status = receiver.Read()) return *status;
  gt::NotificationTemplates templates;
  if (!AddFiles(receiver.TemplatePatterns(), templates)) return Exit::kProblems;
  if (!AddFiles(options.templates, templates)) return Exit::kProblems;
  TemplateData data;
  if (const auto read = data.Read(options.data, compat::LocalNow()); !read) {
    return Fail(read.error().message, Exit::kFailed);
  }
  if (options.data.group_by.empty()) data.Group(receiver.GroupBy());
  return receiver.Print(data.Make(options.receiver.receiver, options.external_url), templates,
                        data.now());
}

Exit Render(const Options& options) {
  const bool has_receiver = !options.receiver.receiver.empty();
  if (has_receiver != options.text.empty()) {
    return Fail("`--text` or `--receiver` is required", Exit::kFailed);
  }
  return has_receiver ? RenderReceiver(options) : RenderText(options);
}

constexpr Example kExamples[] = {
    {"pronoia template render --templates 'templates/*.tmpl' "
     "--text '{{ template \"slack.title\" . }}'",
     "Render a template with an example"},
    {"amtool alert query -o json | pronoia template render --alerts - "
     "--text '{{ template \"slack.default.text\" . }}'",
     "Render it with the alerts of a server"},
    {"pronoia template render --rule rules.yml:DiskFull --labels instance=db1 "
     "--text '{{ .CommonAnnotations.summary }}'",
     "Show the annotations of a rule in a message"},
    {"pronoia template render --config alertmanager.yml --receiver pager --rule rules.yml:DiskFull",
     "Show everything that a receiver sends for an alert"},
};

}  // namespace

extern const Command kTemplateRenderCommand = {
    .path = "template render",
    .summary = "Render a notification template with alerts",
    .description =
        "Expand a template as Alertmanager 0.34 does, with its built-in templates and those of "
        "files. The data is an example unless flags set it: a whole notification as JSON, a list "
        "of alerts, or an alert made from a rule and the labels of a series. With --receiver, show "
        "every field and every request or e-mail of a receiver: nothing is sent, and secrets are "
        "hidden. Where a request depends on the response to an earlier one, the usual response is "
        "assumed: Jira has no issue yet, Slack no message to update.\n\nAs JSON, `integrations` "
        "lists what each integration sends: `type`, `index`, `error` (why the notification is "
        "lost, or null), `notes`, `fields` (`name`, `text`, `html`, `error`, and `cut` with "
        "`limit`, `size` and `unit` where the text was too long), `requests` (`method`, `url`, "
        "`headers`, `body`, and the same as `json` or `form`) and `mails` (`server`, `commands`, "
        "`headers`, `parts`).\n\nExit status: 0 rendered, 1 a template cannot be parsed or fails, "
        "2 something could not be read.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Option("--templates,--template.glob", &options->templates, "PATTERN", "Template files");
      flags.Option("--text,--template.text", &options->text, "TEMPLATE", "Template to expand");
      flags.Option("--type,--template.type", &options->type, "TEMPLATE_TYPE",
                   "Type of the template's output");
      options->data.Declare(flags);
      options->receiver.Declare(flags);
      flags.Option("--external-url", &options->external_url, "URL",
                   "URL of Alertmanager, for links");
      return [options] { return Render(*options); };
    },
};

}  // namespace tools
