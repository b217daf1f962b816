#ifndef TOOLS_COMPAT_GO_OAUTH2_H_
#define TOOLS_COMPAT_GO_OAUTH2_H_

#include <functional>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/http/client_settings.h"
#include "tools/compat/go_http.h"

namespace tools::compat {

/// The value of an Authorization header with a token: "Bearer abc". The server of tokens is asked
/// through `send`, in the way and with the errors of Go's package oauth2.
check::Result<std::string> FetchGoToken(
    const check::http::ClientSettings::OAuth2& oauth2, const std::string& secret,
    const std::function<GoHttp::Answer(const GoHttp::Request&)>& send);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_OAUTH2_H_
