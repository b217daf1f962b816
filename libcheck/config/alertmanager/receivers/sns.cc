#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Templated("api_url", "Where Amazon SNS is reached; that of the region if left out."),
    {.name = "sigv4",
     .type = SectionOf(prometheus::kSigV4),
     .doc = "How requests are signed for AWS."},
    Templated("topic_arn", "The topic that is notified."),
    Templated("phone_number", "The phone that gets a text message."),
    Templated("target_arn", "The application on a device that is notified."),
    Templated("subject", "The subject.", "{{ template \"sns.default.subject\" . }}"),
    Templated("message", "The text.", "{{ template \"sns.default.message\" . }}"),
    Of("attributes", kTemplateMap, "Attributes of the message."),
    Since(Flag("use_aws_http_client", "Whether requests are made by the client of AWS's library."),
          "0.34"),
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
    .doc = "Notifications to Amazon SNS.",
    .fields = kFields,
    .check = CheckSns,
    .upstream = "config.plain",
};

constexpr ReceiverType kSns = {.templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager
