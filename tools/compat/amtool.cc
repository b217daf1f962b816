#include "tools/compat/amtool.h"

#include <string_view>
#include <utility>

#include "tools/compat/amtool_alert.h"
#include "tools/compat/amtool_config.h"
#include "tools/compat/amtool_import.h"
#include "tools/compat/amtool_log.h"
#include "tools/compat/amtool_settings.h"
#include "tools/compat/amtool_silence.h"
#include "tools/compat/amtool_status.h"
#include "tools/compat/amtool_template.h"

namespace tools::compat {
namespace {

using Kind = Flag::Kind;

constexpr std::string_view kUrl = "alertmanager.url";

constexpr std::string_view kOutputs[] = {"simple", "extended", "json"};
constexpr Flag kGlobalFlags[] = {
    {.name = "date.format",
     .kind = Kind::kText,
     .default_value = "2006-01-02 15:04:05 MST",
     .help = "Format of dates, as a Go layout."},
    {.name = "verbose", .short_name = 'v', .help = "Log every matcher that is parsed."},
    {.name = kUrl, .kind = Kind::kUrl, .help = "URL of Alertmanager."},
    {.name = "output",
     .short_name = 'o',
     .kind = Kind::kEnum,
     .default_value = "simple",
     .help = "Output format: simple, extended or json.",
     .choices = kOutputs},
    {.name = "timeout",
     .kind = Kind::kDuration,
     .default_value = "30s",
     .help = "Timeout of the command."},
    {.name = "http.config.file",
     .kind = Kind::kFile,
     .help = "HTTP client configuration file: credentials, TLS, proxies.",
     .placeholder = "<filename>"},
    {.name = "version-check",
     .default_value = "true",
     .help = "Warn if the server has another version than amtool."},
    {.name = "enable-feature",
     .kind = Kind::kText,
     .default_value = "",
     .help = "Features to enable, separated by commas: alert-names-in-metrics, "
             "receiver-name-in-metrics, group-key-in-metrics, classic-mode, utf8-strict-mode, "
             "auto-gomemlimit, event-recorder."},
    kVersionFlag,
};

constexpr Flag kAnnotation = {
    .name = "annotation", .kind = Kind::kList, .help = "An annotation to add, as NAME=VALUE."};
constexpr Flag kStart = {.name = "start", .kind = Kind::kText, .help = "Start time, in RFC 3339."};
constexpr Flag kEnd = {.name = "end", .kind = Kind::kText, .help = "End time, in RFC 3339."};
constexpr Flag kComment = {
    .name = "comment", .short_name = 'c', .kind = Kind::kText, .help = "Reason for the silence."};
constexpr Flag kQuiet = {.name = "quiet", .short_name = 'q', .help = "Print identifiers only."};
constexpr Argument kMatchers = {
    .name = "matcher-groups",
    .help = "Matchers; a first word without an operator is an alert name.",
    .repeated = true};

constexpr Flag kAlertQueryFlags[] = {
    {.name = "inhibited", .short_name = 'i', .help = "Show inhibited alerts."},
    {.name = "silenced", .short_name = 's', .help = "Show silenced alerts."},
    {.name = "active", .short_name = 'a', .help = "Show active alerts."},
    {.name = "unprocessed", .short_name = 'u', .help = "Show unprocessed alerts."},
    {.name = "receiver",
     .short_name = 'r',
     .kind = Kind::kText,
     .help = "Show alerts for receivers that match a regular expression."},
};
constexpr Argument kQueryArguments[] = {kMatchers};
constexpr Flag kAlertAddFlags[] = {
    {.name = "generator-url", .kind = Kind::kText, .help = "URL of the source of the alert."},
    kStart,
    kEnd,
    kAnnotation,
};
constexpr Argument kAlertAddArguments[] = {
    {.name = "labels",
     .help = "Labels, as NAME=VALUE; a first word without `=` is the alert name.",
     .repeated = true},
};

constexpr Flag kSilenceAddFlags[] = {
    {.name = "author",
     .short_name = 'a',
     .kind = Kind::kText,
     .help = "Author of the silence.",
     .find_default = UserName},
    {.name = "require-comment",
     .default_value = "true",
     .help = "Fail without a comment.",
     .hidden = true},
    {.name = "duration",
     .short_name = 'd',
     .kind = Kind::kText,
     .default_value = "1h",
     .help = "Duration of the silence."},
    kStart,
    kEnd,
    kComment,
    kAnnotation,
};
constexpr Argument kExpireArguments[] = {
    {.name = "silence-ids", .help = "Identifiers of silences.", .repeated = true},
};
constexpr Flag kImportFlags[] = {
    {.name = "force",
     .short_name = 'f',
     .help = "Create new silences, even if they exist already."},
    {.name = "worker",
     .short_name = 'w',
     .kind = Kind::kInteger,
     .default_value = "8",
     .help = "Number of concurrent requests."},
};
constexpr Argument kImportArguments[] = {
    {.name = "input-file",
     .help = "A JSON file of silences; without one, standard input.",
     .existing_file = true},
};
constexpr Flag kSilenceQueryFlags[] = {
    {.name = "expired", .help = "Show expired silences instead of others."},
    kQuiet,
    {.name = "created-by", .kind = Kind::kText, .help = "Show silences of an author."},
    {.name = "id", .kind = Kind::kText, .help = "Show the silence with this identifier."},
    {.name = "within",
     .kind = Kind::kDuration,
     .help = "Show silences that end, or have ended, within this time."},
};
constexpr Flag kUpdateFlags[] = {
    kQuiet,
    {.name = "duration",
     .short_name = 'd',
     .kind = Kind::kText,
     .help = "Duration of the silence."},
    kStart,
    kEnd,
    kComment,
};
constexpr Argument kUpdateArguments[] = {
    {.name = "update-ids", .help = "Identifiers of silences.", .repeated = true},
};

constexpr Argument kCheckArguments[] = {
    {.name = "check-files",
     .help = "Configuration files; without any, standard input.",
     .repeated = true,
     .existing_file = true},
};

constexpr Flag kRoutesFlags[] = {
    {.name = "config.file", .kind = Kind::kFile, .help = "Configuration file to use."},
};
constexpr Flag kRoutesTestFlags[] = {
    {.name = "verify.receivers",
     .kind = Kind::kText,
     .help = "Fail unless these receivers are notified, in this order, separated by commas."},
    {.name = "tree", .help = "Print the routes that match as a tree."},
};
constexpr Argument kRoutesTestArguments[] = {
    {.name = "labels", .help = "The labels of an alert, as NAME=VALUE.", .repeated = true},
};

constexpr std::string_view kTemplateTypes[] = {"html", "text"};
constexpr Flag kRenderFlags[] = {
    {.name = "template.glob",
     .kind = Kind::kList,
     .help = "Template files, as a pattern.",
     .required = true},
    {.name = "template.text",
     .kind = Kind::kText,
     .help = "The template to render.",
     .required = true},
    {.name = "template.type",
     .kind = Kind::kEnum,
     .help = "Type of the template: text (default) or html.",
     .choices = kTemplateTypes},
    {.name = "template.data",
     .kind = Kind::kInputFile,
     .help = "JSON file with the data of a notification (default: an example)."},
};

constexpr std::string_view kRoutesHelp =
    "Print the route tree.\n\nThe configuration is read from a file, or else from an Alertmanager.";
constexpr std::string_view kShowHelp =
    "Print the configuration of an Alertmanager; with --output=extended or json, also its uptime "
    "and version.";
constexpr std::string_view kClusterHelp = "Print the state of a cluster and its peers.";

constexpr KingpinCommand kCommands[] = {
    {.path = "alert", .help = "Query alerts, or add one.", .needs = kUrl},
    {.path = "alert query",
     .help = "List alerts, by default those that are active.",
     .flags = kAlertQueryFlags,
     .arguments = kQueryArguments,
     .run = AmtoolQueryAlerts,
     .is_default = true},
    {.path = "alert add",
     .help = "Add an alert.",
     .flags = kAlertAddFlags,
     .arguments = kAlertAddArguments,
     .run = AmtoolAddAlert},
    {.path = "silence", .help = "Add, expire, import, query or update silences.", .needs = kUrl},
    {.path = "silence add",
     .help = "Silence alerts that match.",
     .flags = kSilenceAddFlags,
     .arguments = kQueryArguments,
     .run = AmtoolAddSilence},
    {.path = "silence expire",
     .help = "End silences now.",
     .arguments = kExpireArguments,
     .run = AmtoolExpireSilences},
    {.path = "silence import",
     .help = "Add the silences of a JSON file, as `silence query -o json` prints them.",
     .flags = kImportFlags,
     .arguments = kImportArguments,
     .run = AmtoolImportSilences},
    {.path = "silence query",
     .help = "List silences, by default those that have not ended.",
     .flags = kSilenceQueryFlags,
     .arguments = kQueryArguments,
     .run = AmtoolQuerySilences,
     .is_default = true},
    {.path = "silence update",
     .help = "Change silences.",
     .flags = kUpdateFlags,
     .arguments = kUpdateArguments,
     .run = AmtoolUpdateSilences},
    {.path = "check-config",
     .help = "Check configuration files, and the template files they refer to.",
     .arguments = kCheckArguments,
     .run = AmtoolCheckConfig},
    {.path = "cluster", .help = kClusterHelp},
    {.path = "cluster show",
     .help = kClusterHelp,
     .run = AmtoolShowCluster,
     .is_default = true,
     .needs = kUrl},
    {.path = "config", .help = kShowHelp},
    {.path = "config show",
     .help = kShowHelp,
     .run = AmtoolShowConfig,
     .is_default = true,
     .needs = kUrl},
    {.path = "config routes", .help = kRoutesHelp, .flags = kRoutesFlags},
    {.path = "config routes show",
     .help = kRoutesHelp,
     .run = AmtoolShowRoutes,
     .is_default = true},
    {.path = "config routes test",
     .help = "Print the receivers that are notified of an alert.",
     .flags = kRoutesTestFlags,
     .arguments = kRoutesTestArguments,
     .run = AmtoolTestRoutes},
    {.path = "template", .help = "Render templates."},
    {.path = "template render",
     .help = "Render a template with the data of a notification.",
     .flags = kRenderFlags,
     .run = RenderTemplate},
};

}  // namespace

const Program kAmtool = {
    .name = "amtool",
    .help =
        "The commands of Alertmanager's amtool, by pronoia.\n\n"
        "Flags have their defaults from $HOME/.config/amtool/config.yml and "
        "/etc/amtool/config.yml: mappings of names of flags to values, such as "
        "alertmanager.url, author, require-comment, output, date.format and http.config.file.",
    .flags = kGlobalFlags,
    .commands = kCommands,
    .version = "amtool, version 0.34.0 (pronoia " PRONOIA_VERSION ")\n",
    .before = ApplyAmtoolFeatures,
    .error_end = "\n",
    .defaults = ReadAmtoolSettings,
    .checks_line_first = true,
    .lists_compactly = true,
};

int RunAmtool(std::vector<std::string> arguments) { return Run(kAmtool, std::move(arguments)); }

}  // namespace tools::compat
