#ifndef LIBCHECK_REPORT_BRIEF_H_
#define LIBCHECK_REPORT_BRIEF_H_

#include <string>
#include <string_view>

namespace check::report {

/// A line of a message for people to read: if it is longer than some twenty lines of a terminal,
/// what stands in it between backquotes or double quotes is shortened in its middle, and then all
/// of it.
std::string Brief(std::string_view message);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_BRIEF_H_
