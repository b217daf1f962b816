#ifndef LIBCHECK_API_PAGE_TEXT_H_
#define LIBCHECK_API_PAGE_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace check::api {

/// What a page or a short text of a server says, for a message: its title, or else its first words,
/// without tags, on one line, shortened, with nothing in it that looks like a secret or moves the
/// cursor. Empty if there are no words.
std::string PageText(std::string_view body);

/// `text` of a server on one line, shortened to about `most` bytes, without backticks and what
/// moves the cursor.
std::string OneLine(std::string_view text, std::size_t most = 160);

/// Whether `body` begins like HTML.
bool IsHtml(std::string_view body);

}  // namespace check::api

#endif  // LIBCHECK_API_PAGE_TEXT_H_
