#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Templated("api_url", "URL of the Amazon SNS API; defaults to the endpoint of the region."),
    {.name = "sigv4",
     .type = SectionOf(prometheus::kSigV4),
     .doc = "AWS Signature Version 4 settings."},
    Templated("topic_arn", "ARN of the topic to publish to."),
    Templated("phone_number", "Phone number that receives a text message."),
    Templated("target_arn", "ARN of the mobile platform endpoint to notify."),
    Templated("subject", "The subject.", "{{ template \"sns.default.subject\" . }}"),
    Templated("message", "The text.", "{{ template \"sns.default.message\" . }}"),
    Of("attributes", kTemplateMap, "Attributes of the message."),
    Since(Flag("use_aws_http_client", "Use the HTTP client of the AWS SDK."), "0.34"),
};

void CheckSns(Section& section) {
  constexpr std::string_view kTargets[] = {"target_arn", "topic_arn", "phone_number"};
  std::size_t set = 0;
  const yaml::Entry* last = nullptr;
  for (const std::string_view field : kTargets) {
    if (const yaml::Entry* entry = section.FindSet(field)) {
      ++set;
      if (last == nullptr || last->key.span.begin < entry->key.span.begin) last = entry;
    }
  }
  // Upstream takes one of them, or all three.
  if (set % 2 == 1) return;
  constexpr std::string_view kUpstream =
      "must provide either a Target ARN, Topic ARN, or Phone Number for SNS config";
  if (set == 0) {
    section
        .ReportHere(kMissingField, "one of `target_arn`, `topic_arn`, `phone_number` must be set")
        .upstream = kUpstream;
  } else {
    section.Report(kExclusiveFields, last->key,
                   "only one of `target_arn`, `topic_arn`, `phone_number` can be set",
                   std::string(kUpstream));
  }
}

constexpr TemplatedField kTemplates[] = {
    {"attributes", TemplatedField::Form::kKeysToo},
};

bool IsTextMessage(const Values& integration) { return integration.IsSet("phone_number"); }

// Bytes, whatever the service counts: a text message may end within a character.
constexpr SizeLimit kLimits[] = {
    {"message", 1600, SizeLimit::Unit::kBytes, SizeLimit::Excess::kCut, IsTextMessage},
    {"message", std::size_t{256} * 1024, SizeLimit::Unit::kBytes},
};

}  // namespace

constexpr Object kSnsConfig = {
    .name = "sns_config",
    .doc = "Send notifications to Amazon SNS.",
    .fields = kFields,
    .check = CheckSns,
    .upstream = "config.plain",
};

constexpr ReceiverType kSns = {.templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager
