#ifndef LIBCHECK_UNITTEST_ROUTE_CASE_H_
#define LIBCHECK_UNITTEST_ROUTE_CASE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/alertmanager/routing.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/model/labels.h"
#include "libcheck/report/test_run.h"
#include "libcheck/schema/reader.h"

namespace check::unittest {

/// A configuration under test. Used by one thread.
struct RoutingUnderTest {
  const SourceFile& file;
  const alertmanager::Routing& routing;
  model::LabelTable& labels;
};

/// Alerts that fire together.
struct FiringAlerts {
  std::vector<schema::Values> sections;  ///< As the test file has them: kRouteTestAlertObject.
  std::vector<model::Labels> labels;     ///< Of each.
  std::optional<std::int64_t> time;      ///< Unix time in milliseconds.
};

/// Labels as a section of a test file has them. Empty values are not labels.
model::Labels LabelsOf(const schema::Values& labels, model::LabelTable& table);

/// What is not as an alert's section expects, in the order in which it can go wrong: routes,
/// muting, inhibition.
std::vector<report::TestFailure> JudgeAlert(const RoutingUnderTest& config,
                                            const FiringAlerts& alerts, std::size_t alert);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_ROUTE_CASE_H_
