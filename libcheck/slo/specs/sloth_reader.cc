#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "libcheck/base/ascii.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/reader.h"
#include "libcheck/schema/validate.h"
#include "libcheck/slo/layouts/sloth_plugins.h"
#include "libcheck/slo/specs/codes.h"
#include "libcheck/slo/specs/resource.h"
#include "libcheck/slo/specs/sloth.h"
#include "libcheck/slo/window_query.h"
#include "libcheck/template/environment.h"

namespace check::slo {
namespace {

using schema::Values;

// Sloth: the names of services and objectives, and both together.
bool IsName(std::string_view text) {
  const auto is_part = [](char c) { return IsNamePart(c) || c == '-' || c == '.'; };
  return text.size() >= 2 && IsAlphanumeric(text.front()) && IsAlphanumeric(text.back()) &&
         std::ranges::all_of(text, is_part);
}

// The scalars below `node`, by their path.
void Flatten(const Values& values, const yaml::Node& node, const std::string& path, Pairs& out) {
  const auto below = [&](std::string_view step) {
    return path.empty() ? std::string(step) : fmt::format("{}.{}", path, step);
  };
  if (node.IsScalar()) out.emplace_back(path, values.TextOf(node));
  for (const yaml::Entry& entry : node.entries()) {
    Flatten(values, entry.value, below(values.TextOf(entry.key)), out);
  }
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    Flatten(values, node.items()[i], below(std::to_string(i)), out);
  }
}

// Reads a specification as far as it can be read: what is wrong with a field by itself has been
// reported.
class Reader {
 public:
  Reader(const Values& spec, const SlothNames& names, Diagnostics& diagnostics)
      : spec_(spec), names_(names), diagnostics_(diagnostics) {}

  void Read(const std::optional<ResourceMeta>& resource, std::vector<Slo>& slos) {
    CheckName(spec_, "service", "service");
    labels_ = ReadLabels(spec_);
    plugins_ = ReadPlugins(spec_.Sub(names_.slo_plugins), override_plugins_);
    for (const yaml::Node& node : spec_.Items("slos")) {
      if (!node.IsMapping()) continue;
      std::optional<Slo> slo = ReadSlo(spec_.Of(node));
      if (!slo) continue;
      slo->resource = resource;
      slos.push_back(std::move(*slo));
    }
  }

 private:
  Location Where(const yaml::Node& node) const { return {&spec_.input().file, node.span}; }
  Diagnostic& Report(const CodeInfo& info, const yaml::Node& at, std::string message) {
    return diagnostics_.Report(info, Where(at), std::move(message));
  }
  // The value of a field, or the first key of its section.
  static const yaml::Node& At(const Values& section, std::string_view field) {
    if (const yaml::Entry* entry = section.Find(field)) return entry->value;
    return section.entries().empty() ? section.node() : section.entries().front().key;
  }

  std::optional<Slo> ReadSlo(const Values& section);
  bool ReadObjective(const Values& section, Slo& slo);
  bool CheckName(const Values& section, std::string_view field, std::string_view what);
  Pairs ReadLabels(const Values& section);
  void CheckPairs(const Values& section, std::string_view field, bool annotations);
  std::vector<SlothPlugin> ReadPlugins(const Values& section, bool& override);
  Indicator ReadIndicator(const Values& sli, bool is_promql);
  Query ReadQuery(const Values& section, std::string_view field, bool is_promql);
  void CheckQuery(const yaml::Node& node);
  void ReadAlerting(const Values& section, const Values& slo, SlothDetails& details);
  SlothAlert ReadAlert(const Values& alerting, std::string_view field);

  const Values& spec_;
  const SlothNames& names_;
  Diagnostics& diagnostics_;
  Pairs labels_;
  std::vector<SlothPlugin> plugins_;
  bool override_plugins_ = false;
};

std::optional<Slo> Reader::ReadSlo(const Values& section) {
  Slo slo = {.format = Slo::Format::kSloth,
             .service = std::string(spec_.Text("service")),
             .name = std::string(section.Text("name")),
             .description = std::string(section.Text("description")),
             .where = Where(At(section, "name"))};
  slo.id = slo.service + "-" + slo.name;
  bool usable = CheckName(section, "name", "objective");
  usable = ReadObjective(section, slo) && IsName(slo.service) && usable;

  auto details = std::make_shared<SlothDetails>();
  slo.labels = MergePairs(labels_, ReadLabels(section));
  bool replaces = false;
  details->plugins = ReadPlugins(section.Sub("plugins"), replaces);
  if (!replaces)
    details->plugins.insert(details->plugins.begin(), plugins_.begin(), plugins_.end());
  details->override_plugins = replaces || override_plugins_;
  if (details->override_plugins && details->plugins.empty()) {
    const Values where = replaces ? section.Sub("plugins") : spec_.Sub(names_.slo_plugins);
    Report(schema::kMissingField, At(where, "overridePrevious"),
           fmt::format("`overridePrevious` leaves no plugins that generate the rules of `{}`",
                       slo.name));
  }
  slo.indicator = ReadIndicator(section.Sub("sli"), !UsesMetricsQl(*details));
  ReadAlerting(section.Sub("alerting"), section, *details);

  slo.policy = WorkbookPolicy(slo.period.length_ms);
  for (BurnAlert& alert : slo.policy.alerts) {
    if (!details->alert_name.empty()) alert.name = details->alert_name;
  }
  slo.alerts = !details->page.disabled || !details->ticket.disabled;
  slo.details = std::move(details);
  return usable ? std::optional(std::move(slo)) : std::nullopt;
}

bool Reader::ReadObjective(const Values& section, Slo& slo) {
  const yaml::Entry* entry = section.Find("objective");
  if (entry == nullptr || !entry->value.IsScalar() || entry->value.style != yaml::Style::kPlain) {
    return false;
  }
  slo.objective_where = Where(entry->value);
  const auto objective = Objective::ParsePercent(entry->value.scalar());
  if (!objective) {
    Report(schema::kBadValue, entry->value, objective.error().message);
    return false;
  }
  slo.objective = *objective;
  if (objective->ratio() < 0.01) {
    Report(
        kSloObjectiveIsRatio, entry->value,
        fmt::format("an objective of {} % allows nearly all events to fail", objective->percent()))
        .notes.emplace_back("the objective is a percentage: write 99.5, not 0.995");
  }
  return true;
}

bool Reader::CheckName(const Values& section, std::string_view field, std::string_view what) {
  const std::string_view name = section.Text(field);
  if (IsName(name)) return true;
  if (!name.empty()) {
    Report(schema::kBadValue, At(section, field), fmt::format("invalid {} name `{}`", what, name))
        .notes.emplace_back(
            "use two or more letters, digits, `-`, `_` and `.`, starting and ending with a letter "
            "or digit");
  }
  return false;
}

Pairs Reader::ReadLabels(const Values& section) {
  CheckPairs(section, "labels", false);
  return ReadPairs(section.Sub("labels"));
}

void Reader::CheckPairs(const Values& section, std::string_view field, bool annotations) {
  const Values pairs = section.Sub(field);
  for (const yaml::Entry& entry : pairs.entries()) {
    const std::string_view name = pairs.TextOf(entry.key);
    if (name == model::kMetricName && !annotations) {
      Report(schema::kBadValue, entry.key, "the label `__name__` cannot be set");
    } else if (!model::IsValidLabelName(name, model::NameValidation::kLegacy) &&
               model::IsValidLabelName(name, model::NameValidation::kUtf8)) {
      Report(kSloLabelName, entry.key, fmt::format("`{}` needs quotes in PromQL", name))
          .notes.emplace_back("use letters, digits and `_`");
    }
    if (entry.value.IsScalar() && pairs.TextOf(entry.value).empty()) {
      Report(schema::kBadValue, entry.value,
             fmt::format("the {} `{}` is empty", annotations ? "annotation" : "label", name));
    }
  }
}

std::vector<SlothPlugin> Reader::ReadPlugins(const Values& section, bool& override) {
  override = section.Bool("overridePrevious");
  std::vector<SlothPlugin> plugins;
  for (const yaml::Node& node : section.Items("chain")) {
    const Values item = section.Of(node);
    SlothPlugin plugin = {.id = std::string(item.Text("id")),
                          .priority = item.Integer("priority"),
                          .where = Where(At(item, "id"))};
    if (const yaml::Entry* config = item.Find("config")) {
      Flatten(item, config->value, "", plugin.config);
    }
    if (!plugin.id.empty()) {
      if (!IsKnownSlothPlugin(plugin.id)) {
        Report(kSloPluginNotRun, At(item, "id"),
               fmt::format("the SLO plugin `{}` is not run here", plugin.id))
            .notes.emplace_back("plugins are Go source; only those under `sloth.dev/` are known");
      } else if (const auto fault = CheckSlothPlugin(plugin)) {
        Report(schema::kBadValue, At(item, "config"), fault->message);
      }
    }
    plugins.push_back(std::move(plugin));
  }
  return plugins;
}

Indicator Reader::ReadIndicator(const Values& sli, bool is_promql) {
  Indicator indicator;
  if (sli.Has("plugin")) {
    indicator.kind = Indicator::Kind::kUnknown;
    const Values plugin = sli.Sub("plugin");
    Report(kSloPluginNotRun, At(plugin, "id"),
           fmt::format("the SLI plugin `{}` is not run here, so the query is unknown",
                       plugin.Text("id")))
        .notes.emplace_back("write the query as `events` or `raw`");
  } else if (sli.Has("events")) {
    const Values events = sli.Sub("events");
    indicator.errors = ReadQuery(events, names_.error_query, is_promql);
    indicator.total = ReadQuery(events, names_.total_query, is_promql);
    if (!indicator.errors.empty() && indicator.errors.text == indicator.total.text) {
      Report(schema::kBadValue, At(events, names_.error_query),
             fmt::format("`{}` and `{}` are the same, so all events fail", names_.error_query,
                         names_.total_query));
    }
  } else {
    indicator.kind = Indicator::Kind::kRatio;
    indicator.errors = ReadQuery(sli.Sub("raw"), names_.error_ratio_query, is_promql);
  }
  return indicator;
}

// The query with its windows written alike.
Query Reader::ReadQuery(const Values& section, std::string_view field, bool is_promql) {
  const yaml::Entry* entry = section.FindSet(field);
  if (entry == nullptr || !entry->value.IsScalar()) return {};
  const yaml::Node& node = entry->value;
  const std::string_view text = section.TextOf(node);
  if (!FindWindow(text)) {
    Diagnostic& problem =
        Report(schema::kBadValue, node, fmt::format("`{}` does not use `{{{{.window}}}}`", field));
    problem.notes.emplace_back("use it as the range, as in `rate(errors_total[{{.window}}])`");
  } else if (is_promql && text == node.scalar()) {
    CheckQuery(node);
  }
  return {.text = WithWindow(text, kWindow), .where = Where(node)};
}

void Reader::CheckQuery(const yaml::Node& node) {
  Arena& arena = spec_.input().arena;
  const SourceFile* scalar = yaml::Embed(spec_.input().file, node, arena);
  const SourceFile* query = EmbedWithWindow(*scalar, kParseWindow, arena);
  const promql::Expr* expr = promql::ParseExpr(*query, {}, arena, diagnostics_);
  if (expr == nullptr) return;
  if (const auto range = FindFixedRange(*expr, *query)) {
    diagnostics_
        .Report(kSloFixedRange, {query, *range},
                fmt::format("the range `{}` does not follow the window", query->text(*range)))
        .notes.emplace_back("write `[{{.window}}]`");
  }
}

void Reader::ReadAlerting(const Values& section, const Values& slo, SlothDetails& details) {
  details.alert_name = section.Text("name");
  CheckPairs(section, "labels", false);
  CheckPairs(section, "annotations", true);
  details.page = ReadAlert(section, names_.page_alert);
  details.ticket = ReadAlert(section, names_.ticket_alert);
  if (details.alert_name.empty() && (!details.page.disabled || !details.ticket.disabled)) {
    const yaml::Node& at = section.entries().empty() ? At(slo, "name") : At(section, "name");
    Report(schema::kMissingField, at, "missing `name` in `alerting`: the alerts need one")
        .notes.emplace_back(fmt::format("or write `disable: true` in `{}` and in `{}`",
                                        names_.page_alert, names_.ticket_alert));
  }
}

SlothAlert Reader::ReadAlert(const Values& alerting, std::string_view field) {
  const Values section = alerting.Sub(field);
  CheckPairs(section, "labels", false);
  CheckPairs(section, "annotations", true);
  return {.disabled = section.Bool("disable"),
          .labels = MergePairs(ReadPairs(alerting.Sub("labels")), ReadPairs(section.Sub("labels"))),
          .annotations = MergePairs(ReadPairs(alerting.Sub("annotations")),
                                    ReadPairs(section.Sub("annotations")))};
}

}  // namespace

void ReadSlothSpec(const Values& spec, const SlothNames& names,
                   const std::optional<ResourceMeta>& resource, Diagnostics& diagnostics,
                   std::vector<Slo>& slos) {
  Reader(spec, names, diagnostics).Read(resource, slos);
}

void ValidateSloth(const SpecDocument& document, const schema::Object& table,
                   Diagnostics& diagnostics) {
  const schema::Options options = {.dialect = yaml::Dialect::kGoYamlV2,
                                   .templates = &gotemplate::PrometheusEnvironment()};
  schema::Validate(document.root, table, document.input(), options, diagnostics);
}

}  // namespace check::slo
