#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

// Upstream gives these sections no names for YAML: they are Go's, in small letters.
constexpr Field kFieldFields[] = {
    {.name = "short",
     .type = kBool,
     .default_value = "short_fields",
     .doc = "Show the field next to other fields."},
    Templated("title", "Title of the field."),
    Templated("value", "Value of the field."),
};
constexpr Object kFieldSection = {
    .name = "field",
    .doc = "A field in the table of a message.",
    .fields = kFieldFields,
    .upstream = "config.RocketchatAttachmentField",
};
constexpr Field kActionFields[] = {
    Text("type", "Type of the action; always `button`."),
    Templated("text", "Label of the button."),
    Templated("url", "URL that the button opens."),
    Text("imageurl", "URL of an image on the button."),
    Flag("iswebview", "Open the URL inside Rocket.Chat."),
    Text("webviewheightratio",
         "Height of the view inside Rocket.Chat: `compact`, `tall` or `full`."),
    Templated("msg", "Message that the button sends."),
    Flag("msginchatwindow", "Send the message to the channel."),
    Text("msgprocessingtype",
         "How the message is processed: `sendMessage` or `respondWithMessage`."),
};
constexpr Object kAction = {
    .name = "action",
    .doc = "A button below a message.",
    .fields = kActionFields,
    .upstream = "config.RocketchatAttachmentAction",
};
constexpr Type kFieldType = SectionOf(kFieldSection);
constexpr Type kActionType = SectionOf(kAction);

#define LIBCHECK_ROCKETCHAT(name) "{{ template \"rocketchat.default." name "\" . }}"
constexpr Field kFields[] = {
    SendResolved("false"),
    kHttpConfigField,
    HttpUrl("api_url", "URL of the Rocket.Chat API; defaults to the one in `global`."),
    Secret("token_id",
           "ID of the user that the token belongs to; defaults to the one in `global`."),
    File("token_id_file", "File with the user."),
    Secret("token", "Token; defaults to the one in `global`."),
    File("token_file", "File with the token."),
    Templated("channel", "Channel or user to send the message to."),
    Templated("color", "Color of the bar next to the message.",
              "{{ if eq .Status \"firing\" }}red{{ else }}green{{ end }}"),
    Templated("title", "Title of the message.", LIBCHECK_ROCKETCHAT("title")),
    Templated("title_link", "URL that the title links to.", LIBCHECK_ROCKETCHAT("titlelink")),
    Templated("text", "Text of the message.", LIBCHECK_ROCKETCHAT("text")),
    Of("fields", ListOf(kFieldType, "[]*config.RocketchatAttachmentField"),
       "Fields shown as a table in the message."),
    Flag("short_fields", "Show short fields side by side."),
    Templated("emoji", "Emoji used as avatar of the sender.", LIBCHECK_ROCKETCHAT("emoji")),
    Templated("icon_url", "Avatar of the sender.", LIBCHECK_ROCKETCHAT("iconurl")),
    Templated("image_url", "URL of an image in the message."),
    Templated("thumb_url", "URL of a thumbnail in the message."),
    Flag("link_names", "Turn channel and user names into links."),
    Of("actions", ListOf(kActionType, "[]*config.RocketchatAttachmentAction"),
       "Buttons below the message."),
};
#undef LIBCHECK_ROCKETCHAT
constexpr Constraint kConstraints[] = {
    AtMostOne("token", "token_file").Says("at most one of token & token_file must be configured"),
    AtMostOne("token_id", "token_id_file")
        .Says("at most one of token_id & token_id_file must be configured"),
};
constexpr Inherited kInherited[] = {
    {{"token_id", "token_id_file"},
     {"rocketchat_token_id", "rocketchat_token_id_file"},
     "no global Rocketchat TokenID set either inline or in a file"},
    {{"token", "token_file"},
     {"rocketchat_token", "rocketchat_token_file"},
     "no global Rocketchat Token set either inline or in a file"},
};

constexpr SizeLimit kLimits[] = {
    {"title", 1024},
};

}  // namespace

constexpr Object kRocketchatConfig = {
    .name = "rocketchat_config",
    .doc = "Send notifications to Rocket.Chat.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "config.plain",
};

constexpr ReceiverType kRocketchat = {.inherited = kInherited, .limits = kLimits};

}  // namespace check::config::alertmanager
