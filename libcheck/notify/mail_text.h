#ifndef LIBCHECK_NOTIFY_MAIL_TEXT_H_
#define LIBCHECK_NOTIFY_MAIL_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"

/// What texts become in an e-mail.
namespace check::notify {

/// The value of a header: as it is, or in encoded words (RFC 2047, "Q") if it is not plain ASCII.
std::string EncodeHeader(std::string_view value);

/// Quoted-printable (RFC 2045, section 6.7), with lines that end in CR LF.
std::string QuotedPrintable(std::string_view text);

/// The addresses in `Ops <ops@example.com>, second@example.com`, without the names. The error is
/// in Go's words: "mail: missing '@' or angle-addr".
Result<std::vector<std::string>> ParseAddresses(std::string_view list);

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_MAIL_TEXT_H_
