#include "libcheck/http/curl_library.h"

#include "libcheck/base/shared_library.h"

namespace check::http {
namespace {

bool FindAll(const SharedLibrary& library, Curl& curl) {
  return library.Find("curl_global_init", curl.global_init) &&
         library.Find("curl_easy_init", curl.easy_init) &&
         library.Find("curl_easy_reset", curl.easy_reset) &&
         library.Find("curl_easy_setopt", curl.easy_setopt) &&
         library.Find("curl_easy_getinfo", curl.easy_getinfo) &&
         library.Find("curl_easy_pause", curl.easy_pause) &&
         library.Find("curl_easy_strerror", curl.easy_strerror) &&
         library.Find("curl_easy_cleanup", curl.easy_cleanup) &&
         library.Find("curl_easy_perform", curl.easy_perform) &&
         library.Find("curl_multi_init", curl.multi_init) &&
         library.Find("curl_multi_add_handle", curl.multi_add_handle) &&
         library.Find("curl_multi_remove_handle", curl.multi_remove_handle) &&
         library.Find("curl_multi_perform", curl.multi_perform) &&
         library.Find("curl_multi_poll", curl.multi_poll) &&
         library.Find("curl_multi_info_read", curl.multi_info_read) &&
         library.Find("curl_multi_cleanup", curl.multi_cleanup) &&
         library.Find("curl_slist_append", curl.slist_append) &&
         library.Find("curl_slist_free_all", curl.slist_free_all);
}

}  // namespace

Result<const Curl*> LoadCurl() {
  static const Result<const Curl*> loaded = []() -> Result<const Curl*> {
    const SharedLibrary library({"libcurl.so.4", "libcurl-gnutls.so.4"});
    if (!library.is_loaded()) {
      return Error{"URLs are read with libcurl, which is not installed (libcurl.so.4)"};
    }
    static Curl curl;
    if (!FindAll(library, curl) || curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
      return Error{"URLs are read with libcurl, and the one installed is too old"};
    }
    return &curl;
  }();
  return loaded;
}

}  // namespace check::http
