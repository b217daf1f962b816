#include "libcheck/template/expand.h"

#include "libcheck/template/parsed_text.h"

namespace check::gotemplate {
namespace {

constexpr GoField kAlertDataFields[] = {
    {"Labels", &kGoStringMap,
     [](const void* object, Arena&) {
       return MakeStringMap(static_cast<const PrometheusTemplateInput*>(object)->labels);
     }},
    {"ExternalLabels", &kGoStringMap,
     [](const void* object, Arena&) {
       return MakeStringMap(static_cast<const PrometheusTemplateInput*>(object)->external_labels);
     }},
    {"ExternalURL", &kGoString,
     [](const void* object, Arena&) {
       return MakeString(static_cast<const PrometheusTemplateInput*>(object)->external_url);
     }},
    {"Value", &kGoAny,
     [](const void* object, Arena&) {
       const auto& input = *static_cast<const PrometheusTemplateInput*>(object);
       return MakeSampleValue(input.value, input.histogram).Boxed();
     }},
};

Result<std::string> Run(const ParsedText& parsed, const ExecutionInput& input,
                        ExecutionMemory& memory, const ExecutionLimits& limits) {
  if (parsed.program.tree == nullptr) {
    return Error{"error parsing template " + parsed.name + ": " + parsed.fault};
  }
  Execution execution(parsed.program, input, limits, memory);
  if (!execution.Run()) {
    return Error{"error executing template " + parsed.name + ": " + execution.error()};
  }
  return memory.output;
}

}  // namespace

constexpr GoType kAlertDataType = {
    .kind = GoKind::kStruct,
    .name =
        "struct { Labels map[string]string; ExternalLabels map[string]string; "
        "ExternalURL string; Value interface {} }",
    .fields = kAlertDataFields};

struct PrometheusTemplate::State {
  State(std::string_view text, std::string_view alert)
      : parsed(text, "__alert_" + std::string(alert), PrometheusEnvironment()) {
    parsed.program.missing_key = MissingKey::kZero;
  }
  ParsedText parsed;
};

PrometheusTemplate::PrometheusTemplate(std::string_view text, std::string_view alert)
    : text_(text) {
  if (text.find("{{") != std::string_view::npos) state_ = std::make_unique<State>(text, alert);
}
PrometheusTemplate::PrometheusTemplate(PrometheusTemplate&&) noexcept = default;
PrometheusTemplate& PrometheusTemplate::operator=(PrometheusTemplate&&) noexcept = default;
PrometheusTemplate::~PrometheusTemplate() = default;

const Tree* PrometheusTemplate::tree() const {
  return is_plain() ? nullptr : state_->parsed.program.tree;
}

Result<std::string> PrometheusTemplate::Expand(const PrometheusTemplateInput& input,
                                               ExecutionMemory& memory,
                                               const ExecutionLimits& limits) const {
  if (is_plain()) return text_;
  // What the text that Prometheus puts in front sets.
  const GoValue variables[] = {MakeStringMap(input.labels), MakeStringMap(input.external_labels),
                               MakeString(input.external_url),
                               MakeSampleValue(input.value, input.histogram)};
  const ExecutionInput execution = {.dot = MakeObject(&input, kAlertDataType),
                                    .variables = variables,
                                    .context = &input,
                                    .observer = input.observer};
  return Run(state_->parsed, execution, memory, limits);
}

std::string PrometheusTemplate::ExpandOrExplain(const PrometheusTemplateInput& input,
                                                ExecutionMemory& memory,
                                                const ExecutionLimits& limits) const {
  Result<std::string> expanded = Expand(input, memory, limits);
  if (expanded.ok()) return *std::move(expanded);
  return ExplainedError(expanded.error());
}

std::string ExplainedError(const Error& error) {
  return "<error expanding template: " + error.message + ">";
}

Result<std::string> ExpandText(std::string_view text, std::string_view name,
                               const TemplateEnvironment& environment, const GoValue& dot,
                               const PrometheusTemplateInput& input, MissingKey missing_key,
                               ExecutionMemory& memory, const ExecutionLimits& limits) {
  ParsedText parsed(text, std::string(name), environment);
  parsed.program.missing_key = missing_key;
  if (parsed.program.tree != nullptr && parsed.program.tree->is_plain) return std::string(text);
  const ExecutionInput execution = {.dot = dot, .context = &input, .observer = input.observer};
  return Run(parsed, execution, memory, limits);
}

}  // namespace check::gotemplate
