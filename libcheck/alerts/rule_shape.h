#ifndef LIBCHECK_ALERTS_RULE_SHAPE_H_
#define LIBCHECK_ALERTS_RULE_SHAPE_H_

#include <optional>
#include <span>
#include <string>

#include "libcheck/alertmanager/alert_shape.h"
#include "libcheck/config/common/relabel_config.h"
#include "libcheck/config/prometheus/semantics.h"
#include "libcheck/rules/rule_file.h"

/// What happens to the labels of alerts, step by step.
namespace check::alerts {

/// What is known of the alerts of a rule before they are sent. Of an expression that does not parse
/// nothing is known.
alertmanager::AlertShape ShapeOf(const rules::Rule& rule, const rules::Group& group);

/// Adds labels to alerts that have none of that name. Values with a `$`, which Prometheus takes for
/// variables of its environment, can be anything.
void AddExternalLabels(std::span<const std::pair<std::string, std::string>> labels,
                       alertmanager::AlertShape& shape);

/// What is left of alerts behind rules that relabel them; nothing if they are all dropped. `labels`
/// are names that will be asked for.
std::optional<alertmanager::AlertShape> Relabelled(
    const alertmanager::AlertShape& shape, std::span<const config::WrittenRelabelRule> rules,
    std::span<const std::string> labels);

}  // namespace check::alerts

#endif  // LIBCHECK_ALERTS_RULE_SHAPE_H_
