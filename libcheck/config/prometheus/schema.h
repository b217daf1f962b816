#ifndef LIBCHECK_CONFIG_PROMETHEUS_SCHEMA_H_
#define LIBCHECK_CONFIG_PROMETHEUS_SCHEMA_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/config/common/http_client.h"
#include "libcheck/schema/schema.h"

/// Fields of a prometheus.yml, as tables. Each section has a file of its own.
namespace check::config::prometheus {

extern const schema::Object kConfig;            ///< The whole file.
extern const schema::Object kScrapeConfigFile;  ///< What `scrape_config_files` names.
extern const schema::Object kGlobal;
extern const schema::Object kRuntime;
extern const schema::Object kScrapeConfig;
extern const schema::Object kAlerting;
extern const schema::Object kAlertmanager;
extern const schema::Object kStorage;
extern const schema::Object kTracing;
extern const schema::Object kOtlp;
extern const schema::Object kRemoteWrite;
extern const schema::Object kRemoteRead;
extern const schema::Object kSigV4;

inline constexpr std::string_view kScrapeProtocolNames[] = {
    "OpenMetricsText0.0.1", "OpenMetricsText1.0.0", "PrometheusProto", "PrometheusText0.0.4",
    "PrometheusText1.0.0"};
inline constexpr schema::NewerWord kNewerScrapeProtocols[] = {{"PrometheusText1.0.0", "3.0"}};
/// What is wrong with one is said together with its job.
inline constexpr schema::Type kScrapeProtocol = {.kind = schema::Kind::kChoice,
                                                 .choices = kScrapeProtocolNames,
                                                 .upstream = "config.ScrapeProtocol",
                                                 .newer = kNewerScrapeProtocols,
                                                 .check = CheckedElsewhere};
inline constexpr schema::Type kScrapeProtocols =
    schema::ListOf(kScrapeProtocol, "[]config.ScrapeProtocol");

/// `metric_name_validation_scheme`
inline constexpr std::string_view kNameValidations[] = {"", "legacy", "utf8"};
inline constexpr schema::Type kNameValidation =
    schema::OneOf(kNameValidations, "unrecognized ValidationScheme: %q");

/// `metric_name_escaping_scheme`: how names are escaped that clients cannot take.
inline constexpr std::string_view kNameEscapings[] = {"", "allow-utf-8", "underscores", "dots",
                                                      "values"};
inline constexpr schema::Type kNameEscaping =
    schema::Checked(schema::OneOf(kNameEscapings), CheckedElsewhere);

/// Labels with their values.
inline constexpr schema::Type kLabelSet =
    schema::MapOf(schema::kLabelName, schema::kString, "model.LabelSet");

inline constexpr schema::Type kUnsigned64 = {.kind = schema::Kind::kUnsigned, .upstream = "uint64"};
inline constexpr schema::Type kInteger64 = {.kind = schema::Kind::kInteger, .upstream = "int64"};

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_SCHEMA_H_
