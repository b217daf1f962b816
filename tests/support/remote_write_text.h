#ifndef TESTS_SUPPORT_REMOTE_WRITE_TEXT_H_
#define TESTS_SUPPORT_REMOTE_WRITE_TEXT_H_

#include <string>
#include <string_view>

#include "libcheck/push/remote_write.h"

namespace check::test {

/// What a receiver makes of a remote write message, a line for each sample, histogram, exemplar and
/// metric: `up{job="a"} 1 @1700000000000`. "invalid: ..." if it is none.
std::string RemoteWriteText(std::string_view message, push::Version version);

/// The same of what is sent: such a message in snappy's format.
std::string ReceivedText(std::string_view body, push::Version version);

}  // namespace check::test

#endif  // TESTS_SUPPORT_REMOTE_WRITE_TEXT_H_
