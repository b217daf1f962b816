#include "libcheck/slo/specs/sloth.h"

// The fields of Sloth's specifications, in both forms.
namespace check::slo {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Type kLabels = MapOf(kLabelName, kString);
constexpr Type kTemplates = MapOf(kLabelName, kTemplate);
constexpr Type kOptions = MapOf(kString);

constexpr Field Required(Field field) {
  field.presence = Presence::kRequired;
  return field;
}

constexpr Field ErrorQuery(std::string_view name) {
  return {.name = name,
          .type = kString,
          .presence = Presence::kRequired,
          .doc = "Query for the rate or number of failed events in `{{.window}}`."};
}
constexpr Field TotalQuery(std::string_view name) {
  return {.name = name,
          .type = kString,
          .presence = Presence::kRequired,
          .doc = "Query for the rate or number of all events in `{{.window}}`."};
}
constexpr Field ErrorRatioQuery(std::string_view name) {
  return {.name = name,
          .type = kString,
          .presence = Presence::kRequired,
          .doc = "Query for the ratio of failed events in `{{.window}}`, from 0 to 1."};
}

constexpr Field kPluginFields[] = {
    {.name = "id",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "ID of the plugin that computes the query."},
    {.name = "options", .type = kOptions, .doc = "Options of the plugin."},
};
constexpr Object kPlugin = {
    .name = "plugin",
    .doc = "An SLI plugin: Go source, interpreted by Sloth, that computes the query.",
    .fields = kPluginFields,
};
constexpr Field kPluginField = {
    .name = "plugin", .type = SectionOf(kPlugin), .doc = "SLI plugin that computes the query."};

constexpr Field kChainItemFields[] = {
    {.name = "id",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "ID of the plugin, such as `sloth.dev/contrib/info_labels/v1`."},
    {.name = "config", .type = kAny, .doc = "Options of the plugin."},
    {.name = "priority",
     .type = kInteger,
     .default_value = "0",
     .doc =
         "Priority in the chain: negative runs before Sloth's own plugins, otherwise after them."},
};
constexpr Object kChainItem = {
    .name = "SLO plugin",
    .doc = "A plugin that changes the generated rules.",
    .fields = kChainItemFields,
};
constexpr Type kChainItemType = SectionOf(kChainItem);
constexpr Field kChainFields[] = {
    {.name = "overridePrevious",
     .type = kBool,
     .default_value = "false",
     .doc = "Skip the preceding plugins, including Sloth's own."},
    {.name = "chain", .type = ListOf(kChainItemType), .doc = "The plugins."},
};
constexpr Object kChain = {
    .name = "SLO plugins",
    .doc = "Plugins that change the generated rules.",
    .fields = kChainFields,
    .camel_case = true,
};
constexpr Field PluginsField(std::string_view name) {
  return {
      .name = name, .type = SectionOf(kChain), .doc = "Plugins that change the generated rules."};
}

constexpr Field kAlertFields[] = {
    {.name = "disable",
     .type = kBool,
     .default_value = "false",
     .doc = "Do not generate this alert."},
    {.name = "labels", .type = kTemplates, .doc = "Labels of this alert."},
    {.name = "annotations", .type = kTemplates, .doc = "Annotations of this alert."},
};
constexpr Object kAlert = {
    .name = "alert",
    .doc = "One of the two alerts of an objective.",
    .fields = kAlertFields,
};
constexpr Field kAlertName = {.name = "name", .type = kString, .doc = "Name of both alerts."};
constexpr Field kAlertLabels = {
    .name = "labels", .type = kTemplates, .doc = "Labels of both alerts."};
constexpr Field kAlertAnnotations = {
    .name = "annotations", .type = kTemplates, .doc = "Annotations of both alerts."};
constexpr Field PageAlert(std::string_view name) {
  return {.name = name, .type = SectionOf(kAlert), .doc = "Alert for fast burn rates."};
}
constexpr Field TicketAlert(std::string_view name) {
  return {.name = name, .type = SectionOf(kAlert), .doc = "Alert for slow burn rates."};
}

constexpr Field kName = {.name = "name",
                         .type = kString,
                         .presence = Presence::kRequired,
                         .doc = "Name of the objective, unique in the service."};
constexpr Field kDescription = {
    .name = "description", .type = kString, .doc = "Description of the objective."};
constexpr Field kObjective = {.name = "objective",
                              .type = kFloat,
                              .presence = Presence::kRequired,
                              .doc = "Objective in percent, such as 99.9."};
constexpr Field kSloLabels = {
    .name = "labels", .type = kLabels, .doc = "Labels of all rules of the objective."};
constexpr Field kService = {.name = "service",
                            .type = kString,
                            .presence = Presence::kRequired,
                            .doc = "Name of the service."};
constexpr Field kServiceLabels = {
    .name = "labels", .type = kLabels, .doc = "Labels of all rules of the service."};

constexpr Constraint kOneIndicator[] = {ExactlyOne("events", "raw", "plugin")};
constexpr std::string_view kSliDoc = "Service level indicator.";
constexpr std::string_view kSloDoc = "One objective.";
constexpr std::string_view kEventsDoc = "Queries for failed events and all events.";
constexpr std::string_view kRawDoc = "Query for the error ratio.";
constexpr std::string_view kAlertingDoc = "The alerts of an objective.";

// version: prometheus/v1

constexpr Field kPlainEventsFields[] = {ErrorQuery("error_query"), TotalQuery("total_query")};
constexpr Object kPlainEvents = {.name = "events", .doc = kEventsDoc, .fields = kPlainEventsFields};
constexpr Field kPlainRawFields[] = {ErrorRatioQuery("error_ratio_query")};
constexpr Object kPlainRaw = {.name = "raw", .doc = kRawDoc, .fields = kPlainRawFields};
constexpr Field kPlainSliFields[] = {
    {.name = "events", .type = SectionOf(kPlainEvents), .doc = "Two queries."},
    {.name = "raw", .type = SectionOf(kPlainRaw), .doc = "One query."},
    kPluginField,
};
constexpr Object kPlainSli = {
    .name = "sli", .doc = kSliDoc, .fields = kPlainSliFields, .constraints = kOneIndicator};
constexpr Field kPlainAlertingFields[] = {
    kAlertName,
    kAlertLabels,
    kAlertAnnotations,
    PageAlert("page_alert"),
    TicketAlert("ticket_alert"),
};
constexpr Object kPlainAlerting = {
    .name = "alerting", .doc = kAlertingDoc, .fields = kPlainAlertingFields};
constexpr Field kPlainSloFields[] = {
    kName,
    kDescription,
    kObjective,
    PluginsField("plugins"),
    kSloLabels,
    Required({.name = "sli", .type = SectionOf(kPlainSli), .doc = kSliDoc}),
    {.name = "alerting", .type = SectionOf(kPlainAlerting), .doc = kAlertingDoc},
};
constexpr Object kPlainSlo = {.name = "slo", .doc = kSloDoc, .fields = kPlainSloFields};
constexpr Type kPlainSloType = SectionOf(kPlainSlo);
constexpr std::string_view kVersions[] = {"prometheus/v1"};
constexpr Field kPlainFields[] = {
    Required({.name = "version", .type = OneOf(kVersions), .doc = "Version of the format."}),
    kService,
    kServiceLabels,
    PluginsField("slo_plugins"),
    Required({.name = "slos", .type = ListOf(kPlainSloType), .doc = "The objectives."}),
};

// kind: PrometheusServiceLevel

constexpr Field kCamelEventsFields[] = {ErrorQuery("errorQuery"), TotalQuery("totalQuery")};
constexpr Object kCamelEvents = {
    .name = "events", .doc = kEventsDoc, .fields = kCamelEventsFields, .camel_case = true};
constexpr Field kCamelRawFields[] = {ErrorRatioQuery("errorRatioQuery")};
constexpr Object kCamelRaw = {
    .name = "raw", .doc = kRawDoc, .fields = kCamelRawFields, .camel_case = true};
constexpr Field kCamelSliFields[] = {
    {.name = "events", .type = SectionOf(kCamelEvents), .doc = "Two queries."},
    {.name = "raw", .type = SectionOf(kCamelRaw), .doc = "One query."},
    kPluginField,
};
constexpr Object kCamelSli = {
    .name = "sli", .doc = kSliDoc, .fields = kCamelSliFields, .constraints = kOneIndicator};
constexpr Field kCamelAlertingFields[] = {
    kAlertName, kAlertLabels, kAlertAnnotations, PageAlert("pageAlert"), TicketAlert("ticketAlert"),
};
constexpr Object kCamelAlerting = {
    .name = "alerting", .doc = kAlertingDoc, .fields = kCamelAlertingFields, .camel_case = true};
constexpr Field kCamelSloFields[] = {
    kName,
    kDescription,
    kObjective,
    PluginsField("plugins"),
    kSloLabels,
    Required({.name = "sli", .type = SectionOf(kCamelSli), .doc = kSliDoc}),
    {.name = "alerting", .type = SectionOf(kCamelAlerting), .doc = kAlertingDoc},
};
constexpr Object kCamelSlo = {.name = "slo", .doc = kSloDoc, .fields = kCamelSloFields};
constexpr Type kCamelSloType = SectionOf(kCamelSlo);
constexpr Field kSpecFields[] = {
    kService,
    kServiceLabels,
    PluginsField("sloPlugins"),
    Required({.name = "slos", .type = ListOf(kCamelSloType), .doc = "The objectives."}),
};
constexpr Object kSpec = {.name = "PrometheusServiceLevel spec",
                          .doc = "Objectives of the service.",
                          .fields = kSpecFields,
                          .camel_case = true};
constexpr Object kMetadata = {.name = "metadata",
                              .doc = "Metadata of the Kubernetes object.",
                              .fields = {},
                              .any_fields = true};
constexpr std::string_view kApiVersions[] = {"sloth.slok.dev/v1"};
constexpr std::string_view kKinds[] = {"PrometheusServiceLevel"};
constexpr Field kObjectFields[] = {
    Required({.name = "apiVersion",
              .type = OneOf(kApiVersions),
              .doc = "API group and version of the object."}),
    Required({.name = "kind", .type = OneOf(kKinds), .doc = "Kind of the object."}),
    {.name = "metadata", .type = SectionOf(kMetadata), .doc = "Name, namespace and labels."},
    Required({.name = "spec", .type = SectionOf(kSpec), .doc = "The objectives."}),
    {.name = "status", .type = kAny, .doc = "Status, written by Sloth's controller."},
};

}  // namespace

constexpr SlothNames kSlothPlainNames = {
    .slo_plugins = "slo_plugins",
    .error_query = "error_query",
    .total_query = "total_query",
    .error_ratio_query = "error_ratio_query",
    .page_alert = "page_alert",
    .ticket_alert = "ticket_alert",
};
constexpr SlothNames kSlothKubernetesNames = {
    .slo_plugins = "sloPlugins",
    .error_query = "errorQuery",
    .total_query = "totalQuery",
    .error_ratio_query = "errorRatioQuery",
    .page_alert = "pageAlert",
    .ticket_alert = "ticketAlert",
};

constexpr Object kSlothTable = {
    .name = "Sloth specification",
    .doc = "A Sloth specification with the objectives of a service.",
    .fields = kPlainFields,
};
constexpr Object kSlothKubernetesTable = {
    .name = "PrometheusServiceLevel",
    .doc = "Custom resource with objectives for Sloth's controller.",
    .fields = kObjectFields,
    .camel_case = true,
};

}  // namespace check::slo
