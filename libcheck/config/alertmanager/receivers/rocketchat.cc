#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

// Upstream gives these sections no names for YAML: they are Go's, in small letters.
constexpr Field kFieldFields[] = {
    {.name = "short",
     .type = kBool,
     .default_value = "short_fields",
     .doc = "Whether it may stand beside others."},
    Templated("title", "The title of the field."),
    Templated("value", "What it says."),
};
constexpr Object kFieldSection = {
    .name = "field",
    .doc = "A field in a table of a message.",
    .fields = kFieldFields,
    .upstream = "config.RocketchatAttachmentField",
};
constexpr Field kActionFields[] = {
    Text("type", "The type of the action: it is always `button`."),
    Templated("text", "What is on the button."),
    Templated("url", "The page that the button opens."),
    Text("imageurl", "The picture on the button."),
    Flag("iswebview", "Whether the page opens inside of Rocket.Chat."),
    Text("webviewheightratio", "How high it opens."),
    Templated("msg", "What the button sends."),
    Flag("msginchatwindow", "Whether that is sent to the channel."),
    Text("msgprocessingtype", "What becomes of it: `sendMessage` or `respondWithMessage`."),
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
    HttpUrl("api_url", "Where Rocket.Chat is reached; as `global` says if left out."),
    Secret("token_id", "The user whose token it is; that of `global` if left out."),
    File("token_id_file", "A file to read the user from."),
    Secret("token", "The token; that of `global` if left out."),
    File("token_file", "A file to read the token from."),
    Templated("channel", "The channel or user that the message is for."),
    Templated("color", "The color of the bar beside the message.",
              "{{ if eq .Status \"firing\" }}red{{ else }}green{{ end }}"),
    Templated("title", "The title of the message.", LIBCHECK_ROCKETCHAT("title")),
    Templated("title_link", "The page that the title leads to.", LIBCHECK_ROCKETCHAT("titlelink")),
    Templated("text", "The text of the message.", LIBCHECK_ROCKETCHAT("text")),
    Of("fields", ListOf(kFieldType, "[]*config.RocketchatAttachmentField"),
       "A table in the message."),
    Flag("short_fields", "Whether fields may stand beside each other."),
    Templated("emoji", "The emoji of the sender.", LIBCHECK_ROCKETCHAT("emoji")),
    Templated("icon_url", "The picture of the sender.", LIBCHECK_ROCKETCHAT("iconurl")),
    Templated("image_url", "A picture in the message."),
    Templated("thumb_url", "A small picture in the message."),
    Flag("link_names", "Whether names of channels and users become links."),
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
    .doc = "Notifications to Rocket.Chat.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "config.plain",
};

constexpr ReceiverType kRocketchat = {.inherited = kInherited, .limits = kLimits};

}  // namespace check::config::alertmanager
