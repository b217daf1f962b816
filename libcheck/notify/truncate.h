#ifndef LIBCHECK_NOTIFY_TRUNCATE_H_
#define LIBCHECK_NOTIFY_TRUNCATE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace check::notify {

/// `text` with no more than `most` characters, of which the last is an ellipsis if there were more.
std::string TruncateInRunes(std::string_view text, std::size_t most);

/// The same in bytes, without cutting a character in two.
std::string TruncateInBytes(std::string_view text, std::size_t most);

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_TRUNCATE_H_
