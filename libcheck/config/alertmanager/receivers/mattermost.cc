#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFieldFields[] = {
    Required(Templated("title", "The title of the field."),
             "missing title in Mattermost field configuration"),
    Required(Templated("value", "What it says."),
             "missing value in Mattermost field configuration"),
    {.name = "short", .type = kBool, .doc = "Whether it may stand beside others."},
};
constexpr Object kFieldSection = {
    .name = "field",
    .doc = "A field in a table of a message.",
    .fields = kFieldFields,
    .upstream = "mattermost.plain",
};
constexpr Type kFieldType = SectionOf(kFieldSection);
constexpr Type kFieldList = ListOf(kFieldType, "[]*mattermost.MattermostField");

constexpr Field kAttachmentFields[] = {
    Templated("fallback", "What is shown where attachments cannot be."),
    Templated("color", "The color of the bar beside it."),
    Templated("pretext", "What stands above it."),
    Templated("text", "Its text."),
    Templated("author_name", "Its author."),
    Templated("author_link", "The page that the author leads to."),
    Templated("author_icon", "The picture of the author."),
    Templated("title", "Its title."),
    Templated("title_link", "The page that the title leads to."),
    Of("fields", kFieldList, "A table in it."),
    Templated("thumb_url", "A small picture in it."),
    Templated("footer", "What stands below it."),
    Templated("footer_icon", "A picture below it."),
    Templated("image_url", "A picture in it."),
};
constexpr Object kAttachment = {
    .name = "attachment",
    .doc = "A part of a message that is set apart.",
    .fields = kAttachmentFields,
    .upstream = "mattermost.MattermostAttachment",
};
constexpr Type kAttachmentType = SectionOf(kAttachment);

constexpr Field kPropsFields[] = {
    Templated("card", "The text that stands beside the channel."),
};
constexpr Object kProps = {
    .name = "props",
    .doc = "Properties of a message.",
    .fields = kPropsFields,
    .upstream = "mattermost.MattermostProps",
};
constexpr Field kPriorityFields[] = {
    Templated("priority", "The priority, such as `urgent`."),
    Flag("requested_ack", "Whether it has to be confirmed."),
    Flag("persistent_notifications", "Whether users are reminded until it is."),
};
constexpr Object kPriority = {
    .name = "priority",
    .doc = "How urgent a message is.",
    .fields = kPriorityFields,
    .upstream = "mattermost.MattermostPriority",
};

#define LIBCHECK_MATTERMOST(name) "{{ template \"mattermost.default." name "\" . }}"
constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    SecretUrl("webhook_url", "The webhook; that of `global` if left out."),
    File("webhook_url_file", "A file to read the webhook from."),
    Templated("channel", "The channel or user that the message is for."),
    Templated("username", "Who sends the message.", LIBCHECK_MATTERMOST("username")),
    Templated("text", "The text of the message.", LIBCHECK_MATTERMOST("text")),
    Since(Templated("fallback", "What is shown where attachments cannot be.",
                    LIBCHECK_MATTERMOST("fallback")),
          "0.32"),
    Since(Templated("color", "The color of the bar beside it.", LIBCHECK_MATTERMOST("color")),
          "0.32"),
    Since(Templated("pretext", "What stands above it."), "0.32"),
    Since(Templated("author_name", "Its author."), "0.32"),
    Since(Templated("author_link", "The page that the author leads to."), "0.32"),
    Since(Templated("author_icon", "The picture of the author."), "0.32"),
    Since(Templated("title", "Its title.", LIBCHECK_MATTERMOST("title")), "0.32"),
    Since(Templated("title_link", "The page that the title leads to.",
                    LIBCHECK_MATTERMOST("titlelink")),
          "0.32"),
    Since(Of("fields", kFieldList, "A table in it."), "0.32"),
    Since(Templated("thumb_url", "A small picture in it."), "0.32"),
    Since(Templated("footer", "What stands below it."), "0.32"),
    Since(Templated("footer_icon", "A picture below it."), "0.32"),
    Since(Templated("image_url", "A picture in it."), "0.32"),
    Templated("icon_url", "The picture of the sender."),
    Templated("icon_emoji", "The emoji of the sender."),
    Of("attachments", ListOf(kAttachmentType, "[]*mattermost.MattermostAttachment"),
       "Parts of the message that are set apart."),
    Templated("type", "The type of the message."),
    {.name = "props", .type = SectionOf(kProps), .doc = "Properties of the message."},
    {.name = "priority", .type = SectionOf(kPriority), .doc = "How urgent the message is."},
};
#undef LIBCHECK_MATTERMOST
constexpr Constraint kConstraints[] = {
    AtMostOne("webhook_url", "webhook_url_file")
        .Says("at most one of webhook_url & webhook_url_file must be configured"),
};
constexpr Inherited kInherited[] = {
    {{"webhook_url", "webhook_url_file"},
     {"mattermost_webhook_url", "mattermost_webhook_url_file"},
     "missing webhook_url or webhook_url_file on mattermost_config"},
};

bool HasAttachments(const Values& integration) { return !integration.Items("attachments").empty(); }

// Alertmanager cuts the text beside attachments, but not one that it makes an attachment of.
constexpr SizeLimit kLimits[] = {
    {"text", 16'383, SizeLimit::Unit::kCharacters, SizeLimit::Excess::kCut, HasAttachments},
};

}  // namespace

constexpr Object kMattermostConfig = {
    .name = "mattermost_config",
    .doc = "Notifications to Mattermost.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "mattermost.plain",
};

constexpr ReceiverType kMattermost = {.inherited = kInherited, .limits = kLimits};

}  // namespace check::config::alertmanager
