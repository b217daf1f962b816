#ifndef LIBCHECK_HTTP_CURL_FAULT_H_
#define LIBCHECK_HTTP_CURL_FAULT_H_

#include <string>
#include <string_view>

#include "libcheck/http/curl_library.h"
#include "libcheck/http/http.h"

namespace check::http {

/// Kind and words for a `result` that is not CURLE_OK; `details` are libcurl's own words.
/// `answered`: an answer had begun.
HttpFault ExplainResult(const Curl& curl, CURL* easy, CURLcode result, std::string_view details,
                        bool answered);

/// Whose certificate the server of `request` shows, for whom, and until when: it is asked for that,
/// and nothing is sent to it. Empty if it does not show one.
std::string DescribeCertificate(const Curl& curl, const HttpRequest& request);

}  // namespace check::http

#endif  // LIBCHECK_HTTP_CURL_FAULT_H_
