#include "libcheck/base/site.h"

#include "libcheck/base/ascii.h"

namespace check {

std::string SiteUrl(std::string_view page) {
  constexpr std::string_view kBase = PRONOIA_SITE_URL;
  std::string url(kBase);
  if (!url.ends_with('/')) url += '/';
  return url += page;
}

std::string PageName(std::string_view name) {
  std::string page(name);
  for (char& c : page) {
    if (!IsAlphanumeric(c) && c != '_' && c != '.') c = '-';
  }
  return page == "index" ? page + "-" : page;
}

std::string CodePage(std::string_view code) { return "codes/" + PageName(code) + ".html"; }

std::string SchemaPage(std::string_view kind) { return "schemas/" + PageName(kind) + ".json"; }

}  // namespace check
