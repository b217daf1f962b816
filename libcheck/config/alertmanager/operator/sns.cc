#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kSnsSigv4Fields[] = {
    Of("accessKey", kKeyType, "Access key."),
    Of("externalId", kFilled, "External ID used when assuming the role."),
    Of("profile", kString, "Profile in the AWS credentials file."),
    Of("region", kString, "AWS region."),
    Of("roleArn", kString, "ARN of the role to assume."),
    Of("secretKey", kKeyType, "Secret key."),
    Of("useFIPSSTSEndpoint", kBool, "Use the FIPS endpoint of STS."),
};
constexpr Object kSnsSigv4 = {
    .name = "sns_sigv4", .doc = "AWS Signature Version 4 settings.", .fields = kSnsSigv4Fields};
constexpr Type kSnsSigv4Type = SectionOf(kSnsSigv4);

constexpr Field kSnsResourceFields[] = {
    Of("apiURL", kTemplate, "URL of the Amazon SNS API; defaults to the endpoint of the region."),
    Of("attributes", kTextMap, "Attributes of the message."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("message", kFilledTemplate, "The text."),
    Of("phoneNumber", kFilledTemplate, "Phone number that receives a text message."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("sigv4", kSnsSigv4Type, "AWS Signature Version 4 settings."),
    Of("subject", kFilledTemplate, "The subject."),
    Of("targetARN", kFilledTemplate, "ARN of the mobile platform endpoint to notify."),
    Of("topicARN", kFilledTemplate, "ARN of the topic to publish to."),
    Of("useAWSHTTPClient", kBool, "Use the HTTP client of the AWS SDK."),
};

}  // namespace

constexpr Object kSnsResource = {
    .name = "sns_config", .doc = "Send notifications to Amazon SNS.", .fields = kSnsResourceFields};

}  // namespace check::config::alertmanager
