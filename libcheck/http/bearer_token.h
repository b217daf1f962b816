#ifndef LIBCHECK_HTTP_BEARER_TOKEN_H_
#define LIBCHECK_HTTP_BEARER_TOKEN_H_

#include <optional>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/http.h"

namespace check::http {

/// Has `request` send the token in `file`, as `authorization` with a `credentials_file` does.
/// Returns why it cannot be sent, if so, without showing it.
std::optional<Error> SetBearerToken(const std::string& file, const FileSystem& files,
                                    HttpRequest& request);

}  // namespace check::http

#endif  // LIBCHECK_HTTP_BEARER_TOKEN_H_
