#ifndef LIBCHECK_UNITTEST_ROUTE_REASONS_H_
#define LIBCHECK_UNITTEST_ROUTE_REASONS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "libcheck/alertmanager/muting.h"
#include "libcheck/unittest/route_case.h"

/// Why a configuration does something else with an alert than a test expects: places in the
/// configuration, for reports. Each function adds a few at the most.
namespace check::unittest {

/// The first line of a section, which may be long.
Location FirstLine(const SourceFile& file, Span span);
Location PlaceOf(const RoutingUnderTest& config, std::uint32_t route);

/// Where the alert ends against the expectation, and where it was lost on the way to the receivers
/// that were expected.
void AddReceiverReasons(const RoutingUnderTest& config, model::Labels alert,
                        const std::vector<std::string>& expected, Diagnostic& problem);

/// "muted by `weekend`", "muted outside of `office`", "not muted"
std::string MutingText(const alertmanager::Route& route, const alertmanager::Muting& muting);

/// What keeps each inhibition rule from inhibiting the alert.
void AddInhibitionReasons(const RoutingUnderTest& config, const FiringAlerts& alerts,
                          std::size_t alert, Diagnostic& problem);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_ROUTE_REASONS_H_
