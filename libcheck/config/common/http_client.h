#ifndef LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_H_
#define LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_H_

#include "libcheck/schema/schema.h"

/// How Prometheus and its family make HTTP requests, as tables.
namespace check::config {

/// For other tables to include: its fields stand among theirs.
extern const schema::Object kHttpClient;

/// The same, for mechanisms that look at how the fields go together only since 2.48.
extern const schema::Object kLaterHttpClient;

/// The same fields, for the one that does not look at how they go together.
extern const schema::Object kUncheckedHttpClient;

extern const schema::Object kTlsConfig;
extern const schema::Object kProxy;

/// What an empty text means to upstream's structs is that the field was not given; this says
/// nothing of words that are only looked at where several fields come together.
std::optional<schema::TextProblem> CheckedElsewhere(std::string_view text);

}  // namespace check::config

#endif  // LIBCHECK_CONFIG_COMMON_HTTP_CLIENT_H_
