#ifndef LIBCHECK_CONFIG_COMMON_CLIENT_SETTINGS_H_
#define LIBCHECK_CONFIG_COMMON_CLIENT_SETTINGS_H_

#include <string_view>

#include "libcheck/http/client_settings.h"
#include "libcheck/schema/reader.h"

namespace check::config {

/// The fields of kHttpClient in a section that has been validated. Relative paths start in
/// `folder`.
http::ClientSettings ReadClientSettings(const schema::Values& section, std::string_view folder);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_CLIENT_SETTINGS_H_
