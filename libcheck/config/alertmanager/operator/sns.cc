#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kSnsSigv4Fields[] = {
    Of("accessKey", kKeyType, "The access key."),
    Of("externalId", kFilled, "The external ID with which the role is taken."),
    Of("profile", kString, "The profile of the credentials."),
    Of("region", kString, "The region of AWS."),
    Of("roleArn", kString, "The role to take."),
    Of("secretKey", kKeyType, "The secret key."),
    Of("useFIPSSTSEndpoint", kBool, "Whether STS is asked at its FIPS endpoint."),
};
constexpr Object kSnsSigv4 = {
    .name = "sns_sigv4", .doc = "How requests to AWS are signed.", .fields = kSnsSigv4Fields};
constexpr Type kSnsSigv4Type = SectionOf(kSnsSigv4);

constexpr Field kSnsResourceFields[] = {
    Of("apiURL", kTemplate, "Where Amazon SNS is reached; that of the region if left out."),
    Of("attributes", kTextMap, "Attributes of the message."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("message", kFilledTemplate, "The text."),
    Of("phoneNumber", kFilledTemplate, "The phone that gets a text message."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("sigv4", kSnsSigv4Type, "How requests to AWS are signed."),
    Of("subject", kFilledTemplate, "The subject."),
    Of("targetARN", kFilledTemplate, "The application on a device that is notified."),
    Of("topicARN", kFilledTemplate, "The topic that is notified."),
    Of("useAWSHTTPClient", kBool, "Whether the HTTP client of AWS's library is used."),
};

}  // namespace

constexpr Object kSnsResource = {
    .name = "sns_config", .doc = "Notifications to Amazon SNS.", .fields = kSnsResourceFields};

}  // namespace check::config::alertmanager
