#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFieldFields[] = {
    Required(Templated("title", "Title of the field."),
             "missing title in Mattermost field configuration"),
    Required(Templated("value", "Value of the field."),
             "missing value in Mattermost field configuration"),
    {.name = "short", .type = kBool, .doc = "Show the field next to other fields."},
};
constexpr Object kFieldSection = {
    .name = "field",
    .doc = "A field in the table of a message.",
    .fields = kFieldFields,
    .upstream = "mattermost.plain",
};
constexpr Type kFieldType = SectionOf(kFieldSection);
constexpr Type kFieldList = ListOf(kFieldType, "[]*mattermost.MattermostField");

constexpr Field kAttachmentFields[] = {
    Templated("fallback", "Plain-text fallback of the attachment."),
    Templated("color", "Color of the bar next to the attachment."),
    Templated("pretext", "Text shown above the attachment."),
    Templated("text", "Its text."),
    Templated("author_name", "Its author."),
    Templated("author_link", "URL that the author name links to."),
    Templated("author_icon", "URL of the icon of the author."),
    Templated("title", "Its title."),
    Templated("title_link", "URL that the title links to."),
    Of("fields", kFieldList, "Fields shown as a table in the attachment."),
    Templated("thumb_url", "URL of a thumbnail in the attachment."),
    Templated("footer", "Footer of the attachment."),
    Templated("footer_icon", "URL of the icon in the footer."),
    Templated("image_url", "URL of an image in the attachment."),
};
constexpr Object kAttachment = {
    .name = "attachment",
    .doc = "An attachment of a message.",
    .fields = kAttachmentFields,
    .upstream = "mattermost.MattermostAttachment",
};
constexpr Type kAttachmentType = SectionOf(kAttachment);

constexpr Field kPropsFields[] = {
    Templated("card", "Card text shown next to the channel."),
};
constexpr Object kProps = {
    .name = "props",
    .doc = "Properties of a message.",
    .fields = kPropsFields,
    .upstream = "mattermost.MattermostProps",
};
constexpr Field kPriorityFields[] = {
    Templated("priority", "Priority, such as `urgent`."),
    Flag("requested_ack", "Request an acknowledgement."),
    Flag("persistent_notifications", "Repeat notifications until acknowledged."),
};
constexpr Object kPriority = {
    .name = "priority",
    .doc = "Priority of a message.",
    .fields = kPriorityFields,
    .upstream = "mattermost.MattermostPriority",
};

#define LIBCHECK_MATTERMOST(name) "{{ template \"mattermost.default." name "\" . }}"
constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    SecretUrl("webhook_url", "Webhook URL; defaults to the one in `global`."),
    File("webhook_url_file", "File with the webhook URL."),
    Templated("channel", "Channel or user to send the message to."),
    Templated("username", "Name of the sender.", LIBCHECK_MATTERMOST("username")),
    Templated("text", "Text of the message.", LIBCHECK_MATTERMOST("text")),
    Since(Templated("fallback", "Plain-text fallback of the attachment.",
                    LIBCHECK_MATTERMOST("fallback")),
          "0.32"),
    Since(Templated("color", "Color of the bar next to the attachment.",
                    LIBCHECK_MATTERMOST("color")),
          "0.32"),
    Since(Templated("pretext", "Text shown above the attachment."), "0.32"),
    Since(Templated("author_name", "Its author."), "0.32"),
    Since(Templated("author_link", "URL that the author name links to."), "0.32"),
    Since(Templated("author_icon", "URL of the icon of the author."), "0.32"),
    Since(Templated("title", "Its title.", LIBCHECK_MATTERMOST("title")), "0.32"),
    Since(Templated("title_link", "URL that the title links to.", LIBCHECK_MATTERMOST("titlelink")),
          "0.32"),
    Since(Of("fields", kFieldList, "Fields shown as a table in the attachment."), "0.32"),
    Since(Templated("thumb_url", "URL of a thumbnail in the attachment."), "0.32"),
    Since(Templated("footer", "Footer of the attachment."), "0.32"),
    Since(Templated("footer_icon", "URL of the icon in the footer."), "0.32"),
    Since(Templated("image_url", "URL of an image in the attachment."), "0.32"),
    Templated("icon_url", "Avatar of the sender."),
    Templated("icon_emoji", "Emoji used as avatar of the sender."),
    Of("attachments", ListOf(kAttachmentType, "[]*mattermost.MattermostAttachment"),
       "Attachments of the message."),
    Templated("type", "Type of the message."),
    {.name = "props", .type = SectionOf(kProps), .doc = "Properties of the message."},
    {.name = "priority", .type = SectionOf(kPriority), .doc = "Priority of the message."},
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
    .doc = "Send notifications to Mattermost.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "mattermost.plain",
};

constexpr ReceiverType kMattermost = {.inherited = kInherited, .limits = kLimits};

}  // namespace check::config::alertmanager
