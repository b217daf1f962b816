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
          .doc = "The rate or number of events that failed in `{{.window}}`."};
}
constexpr Field TotalQuery(std::string_view name) {
  return {.name = name,
          .type = kString,
          .presence = Presence::kRequired,
          .doc = "The rate or number of all events in `{{.window}}`."};
}
constexpr Field ErrorRatioQuery(std::string_view name) {
  return {.name = name,
          .type = kString,
          .presence = Presence::kRequired,
          .doc = "The share of events that failed in `{{.window}}`, from 0 to 1."};
}

constexpr Field kPluginFields[] = {
    {.name = "id",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Which plugin computes the query."},
    {.name = "options", .type = kOptions, .doc = "What the plugin is told."},
};
constexpr Object kPlugin = {
    .name = "plugin",
    .doc = "An indicator whose query a plugin of Sloth, Go source that it interprets, computes.",
    .fields = kPluginFields,
};
constexpr Field kPluginField = {
    .name = "plugin", .type = SectionOf(kPlugin), .doc = "A plugin that computes the query."};

constexpr Field kChainItemFields[] = {
    {.name = "id",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Which plugin runs, such as `sloth.dev/contrib/info_labels/v1`."},
    {.name = "config", .type = kAny, .doc = "What the plugin is told."},
    {.name = "priority",
     .type = kInteger,
     .default_value = "0",
     .doc = "Its place in the chain: below zero before Sloth's own plugins, else after them."},
};
constexpr Object kChainItem = {
    .name = "SLO plugin",
    .doc = "A plugin that changes the rules that Sloth makes.",
    .fields = kChainItemFields,
};
constexpr Type kChainItemType = SectionOf(kChainItem);
constexpr Field kChainFields[] = {
    {.name = "overridePrevious",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the plugins before these, Sloth's own among them, do not run."},
    {.name = "chain", .type = ListOf(kChainItemType), .doc = "The plugins."},
};
constexpr Object kChain = {
    .name = "SLO plugins",
    .doc = "Plugins that change the rules that Sloth makes.",
    .fields = kChainFields,
    .camel_case = true,
};
constexpr Field PluginsField(std::string_view name) {
  return {.name = name, .type = SectionOf(kChain), .doc = "Plugins that change the rules."};
}

constexpr Field kAlertFields[] = {
    {.name = "disable", .type = kBool, .default_value = "false", .doc = "Make no such alert."},
    {.name = "labels", .type = kTemplates, .doc = "Labels of this alert only."},
    {.name = "annotations", .type = kTemplates, .doc = "Annotations of this alert only."},
};
constexpr Object kAlert = {
    .name = "alert",
    .doc = "One of the two alerts of an objective.",
    .fields = kAlertFields,
};
constexpr Field kAlertName = {.name = "name", .type = kString, .doc = "The name of both alerts."};
constexpr Field kAlertLabels = {
    .name = "labels", .type = kTemplates, .doc = "Labels of both alerts."};
constexpr Field kAlertAnnotations = {
    .name = "annotations", .type = kTemplates, .doc = "Annotations of both alerts."};
constexpr Field PageAlert(std::string_view name) {
  return {.name = name, .type = SectionOf(kAlert), .doc = "The alert for fast burn rates."};
}
constexpr Field TicketAlert(std::string_view name) {
  return {.name = name, .type = SectionOf(kAlert), .doc = "The alert for slow burn rates."};
}

constexpr Field kName = {.name = "name",
                         .type = kString,
                         .presence = Presence::kRequired,
                         .doc = "What the objective is called, once in a service."};
constexpr Field kDescription = {
    .name = "description", .type = kString, .doc = "What the objective means."};
constexpr Field kObjective = {.name = "objective",
                              .type = kFloat,
                              .presence = Presence::kRequired,
                              .doc = "The percentage of events that have to succeed: 99.9."};
constexpr Field kSloLabels = {
    .name = "labels", .type = kLabels, .doc = "Labels of all rules of the objective."};
constexpr Field kService = {.name = "service",
                            .type = kString,
                            .presence = Presence::kRequired,
                            .doc = "The service that the objectives are about."};
constexpr Field kServiceLabels = {
    .name = "labels", .type = kLabels, .doc = "Labels of all rules of the service."};

constexpr Constraint kOneIndicator[] = {ExactlyOne("events", "raw", "plugin")};
constexpr std::string_view kSliDoc = "How events are told to be good or bad.";
constexpr std::string_view kSloDoc = "One objective.";
constexpr std::string_view kEventsDoc = "Events that failed and all events.";
constexpr std::string_view kRawDoc = "A query that gives the share of events that failed.";
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
    Required({.name = "version", .type = OneOf(kVersions), .doc = "The version of the format."}),
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
                          .doc = "The objectives of a service.",
                          .fields = kSpecFields,
                          .camel_case = true};
constexpr Object kMetadata = {.name = "metadata",
                              .doc = "What Kubernetes knows of an object.",
                              .fields = {},
                              .any_fields = true};
constexpr std::string_view kApiVersions[] = {"sloth.slok.dev/v1"};
constexpr std::string_view kKinds[] = {"PrometheusServiceLevel"};
constexpr Field kObjectFields[] = {
    Required({.name = "apiVersion",
              .type = OneOf(kApiVersions),
              .doc = "Which API the object belongs to."}),
    Required({.name = "kind", .type = OneOf(kKinds), .doc = "The kind of object."}),
    {.name = "metadata", .type = SectionOf(kMetadata), .doc = "Its name, namespace and labels."},
    Required({.name = "spec", .type = SectionOf(kSpec), .doc = "The objectives."}),
    {.name = "status", .type = kAny, .doc = "What Sloth's controller last said of it."},
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
    .doc = "Objectives of a service, from which Sloth makes rules.",
    .fields = kPlainFields,
};
constexpr Object kSlothKubernetesTable = {
    .name = "PrometheusServiceLevel",
    .doc = "The custom resource by which Sloth's controller is given objectives.",
    .fields = kObjectFields,
    .camel_case = true,
};

}  // namespace check::slo
