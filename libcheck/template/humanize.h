#ifndef LIBCHECK_TEMPLATE_HUMANIZE_H_
#define LIBCHECK_TEMPLATE_HUMANIZE_H_

#include <string>

/// Numbers as Prometheus's templates show them to people.
namespace check::gotemplate {

std::string Humanize(double value);            ///< "12.35k"
std::string Humanize1024(double value);        ///< "12.06ki"
std::string HumanizeDuration(double seconds);  ///< "1h 5m 0s"
std::string HumanizePercentage(double ratio);  ///< "12.35%"

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_HUMANIZE_H_
