#ifndef LIBCHECK_HTTP_CURL_OPTIONS_H_
#define LIBCHECK_HTTP_CURL_OPTIONS_H_

#include <string>

#include "libcheck/http/curl_library.h"
#include "libcheck/http/http.h"

namespace check::http {

/// The lists and texts that libcurl looks at while it works on a request.
class CurlOptions {
 public:
  explicit CurlOptions(const Curl& curl) : curl_(curl) {}
  CurlOptions(const CurlOptions&) = delete;
  CurlOptions& operator=(const CurlOptions&) = delete;
  ~CurlOptions() { Clear(); }

  /// Makes `easy` ready for `request`, which must stay as it is until the request is over, but for
  /// what happens to the answer. Redirects are not followed.
  void Set(CURL* easy, const HttpRequest& request);
  /// No more than how to connect, and how to know the server.
  void SetConnection(CURL* easy, const HttpRequest& request);

 private:
  void Clear();
  void SetQuestion(CURL* easy, const HttpRequest& request);
  void SetTls(CURL* easy, const HttpRequest& request);
  void SetText(CURL* easy, CURLoption option, const std::string& pem);
  void Rename(CURL* easy, const HttpRequest& request);
  void Add(curl_slist*& list, const std::string& line);

  const Curl& curl_;
  std::string asked_url_;  // If another than that of the request.
  curl_slist* headers_ = nullptr;
  curl_slist* proxy_headers_ = nullptr;
  curl_slist* connect_to_ = nullptr;
};

}  // namespace check::http

#endif  // LIBCHECK_HTTP_CURL_OPTIONS_H_
