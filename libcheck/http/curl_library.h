#ifndef LIBCHECK_HTTP_CURL_LIBRARY_H_
#define LIBCHECK_HTTP_CURL_LIBRARY_H_

#include <curl/curl.h>

#include <string>

#include "libcheck/base/result.h"

namespace check::http {

/// The functions of libcurl that are used, looked up in it by name.
struct Curl {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_reset) easy_reset = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_pause) easy_pause = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_multi_init) multi_init = nullptr;
  decltype(&curl_multi_add_handle) multi_add_handle = nullptr;
  decltype(&curl_multi_remove_handle) multi_remove_handle = nullptr;
  decltype(&curl_multi_perform) multi_perform = nullptr;
  decltype(&curl_multi_poll) multi_poll = nullptr;
  decltype(&curl_multi_info_read) multi_info_read = nullptr;
  decltype(&curl_multi_cleanup) multi_cleanup = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;
  decltype(&curl_url) url = nullptr;
  decltype(&curl_url_set) url_set = nullptr;
  decltype(&curl_url_get) url_get = nullptr;
  decltype(&curl_url_cleanup) url_cleanup = nullptr;
  decltype(&curl_free) free = nullptr;
};

/// libcurl, loaded when this is first called.
Result<const Curl*> LoadCurl();

/// The part of `url`, or nothing if `url` cannot be read.
std::string UrlPart(const Curl& curl, const std::string& url, CURLUPart part);

/// Where `location` leads from `url`; empty if it cannot be read.
std::string ResolveUrl(const Curl& curl, const std::string& url, const std::string& location);

}  // namespace check::http

#endif  // LIBCHECK_HTTP_CURL_LIBRARY_H_
