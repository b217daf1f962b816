#ifndef LIBCHECK_ALERTS_ALERT_ROUTES_H_
#define LIBCHECK_ALERTS_ALERT_ROUTES_H_

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libcheck/alertmanager/route_classes.h"
#include "libcheck/alertmanager/routing.h"
#include "libcheck/alerts/rule_alerts.h"

/// Where Alertmanager sends the alerts of rules.
namespace check::alerts {

/// An alert that Alertmanager gets, and how routes treat it: by its labels, it is in one of the
/// classes.
struct RoutedAlert {
  SentAlert sent;
  const alertmanager::RouteClasses* routes;
};

std::vector<alertmanager::AlertShape> ShapesOf(std::span<const SentAlert> alerts);

/// All labels that routes, grouping and inhibition rules name.
std::vector<std::string> LabelsOf(const alertmanager::Routing& routing);

/// The alerts of some rules in one configuration of Alertmanager.
class AlertRoutes {
 public:
  /// Both have to live as long.
  AlertRoutes(const alertmanager::Routing& routing, const RuleAlerts& rules);
  AlertRoutes(const AlertRoutes&) = delete;
  AlertRoutes& operator=(const AlertRoutes&) = delete;

  /// In the order of the rules.
  std::span<const RoutedAlert> alerts() const { return alerts_; }
  /// One of the alerts in a class, with the labels of that rule.
  alertmanager::ExampleAlert ExampleOf(const RoutedAlert& alert,
                                       const alertmanager::RouteClass& of_class) const {
    return classifier_.space().LabelsIn(of_class.example_parts, &alert.sent.shape);
  }
  /// Rules whose alerts are not sent at all: relabelling drops them.
  std::vector<const RuleAlert*> Dropped() const;

 private:
  AlertRoutes(const alertmanager::Routing& routing, const RuleAlerts& rules,
              std::vector<SentAlert> sent);

  const RuleAlerts& rules_;
  alertmanager::RouteClassifier classifier_;
  std::vector<RoutedAlert> alerts_;
  // By what is known about the labels that routes look at: most rules are alike in it. Examples in
  // them are of one of the rules.
  std::map<std::vector<alertmanager::PartSet>, std::unique_ptr<alertmanager::RouteClasses>>
      classes_;
};

}  // namespace check::alerts

#endif  // LIBCHECK_ALERTS_ALERT_ROUTES_H_
