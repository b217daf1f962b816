#ifndef LIBCHECK_BASE_SITE_H_
#define LIBCHECK_BASE_SITE_H_

#include <string>
#include <string_view>

/// Where the reference is published that `pronoia dev generate --site` writes. Its address is set
/// once, by the CMake option `PRONOIA_SITE_URL`.
namespace check {

/// The address of a page of the site, such as that of CodePage().
std::string SiteUrl(std::string_view page);

/// Pages, relative to the site's first page: "codes/bad-value.html".
std::string CodePage(std::string_view code);

/// The JSON schema of a kind of file: "schemas/prometheus.json".
std::string SchemaPage(std::string_view kind);

/// `name` as it stands in the names of files and fragments: other characters become `-`. Never
/// `index`, which is the name of lists.
std::string PageName(std::string_view name);

}  // namespace check

#endif  // LIBCHECK_BASE_SITE_H_
