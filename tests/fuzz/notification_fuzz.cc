#include <string>

#include "libcheck/template/alertmanager.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace gotemplate;

constexpr TextPair kLabels[] = {
    {"alertname", "Down \"<b>\""}, {"job", "a'b"}, {"url", "javascript:x"}};
constexpr TextPair kRouteLabels[] = {{"a", "{{ routeLabels \"b\" }}"}, {"b", "{{ .Receiver }}"}};
constexpr NotifiedAlert kAlerts[] = {
    {.status = "firing", .labels = kLabels, .annotations = {}, .starts_at = {1'767'225'600}},
    {.status = "resolved", .labels = kLabels, .annotations = kLabels, .ends_at = {1'767'225'601}}};

}  // namespace

void FuzzNotification(std::string_view bytes) {
  constexpr ExecutionLimits kLimits = {.templates = 50,
                                       .depth = 500,
                                       .steps = 50'000,
                                       .output_bytes = 1 << 16,
                                       .memory_bytes = 1 << 20};
  static const NotificationTemplates templates;
  const NotificationData data = {.receiver = "team",
                                 .status = "firing",
                                 .alerts = kAlerts,
                                 .group_labels = kLabels,
                                 .common_labels = kLabels,
                                 .route_labels = kRouteLabels,
                                 .external_url = "http://am"};
  // The first byte says whether the text is HTML.
  const bool is_html = !bytes.empty() && (bytes[0] & 1) != 0;
  const std::string_view text = bytes.substr(bytes.empty() ? 0 : 1);
  ExecutionMemory memory;
  const auto expand = [&] {
    return templates.Expand(text, is_html ? Escaping::kHtml : Escaping::kNone,
                            MakeNotification(data), {1'767'225'700}, memory, kLimits);
  };
  const auto first = expand();
  if (first.ok()) {
    Require(first->size() <= kLimits.output_bytes, "output has its limit");
  } else {
    const std::string& error = first.error().message;
    Require(error.starts_with("template: ") || error.starts_with("html/template:"),
            "an error says where it is from");
  }
  const auto second = expand();
  Require(first.ok() == second.ok(), "a second time is like the first");
  Require(first.ok() ? *first == *second : first.error().message == second.error().message,
          "a second time gives what the first did");
}

}  // namespace check::fuzz
