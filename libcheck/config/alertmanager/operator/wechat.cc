#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kWechatResourceFields[] = {
    Of("agentID", kFilledTemplate, "The application that notifies."),
    Of("apiSecret", kKeyType, "The secret; that of `global` if left out."),
    Of("apiURL", kHttpUrl, "Where WeChat is reached; as `global` says if left out."),
    Of("corpID", kFilled, "The corporation; that of `global` if left out."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("message", kFilledTemplate, "The text."),
    Of("messageType", kFilled, "What the text is: `text` or `markdown`."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("toParty", kFilledTemplate, "The departments that are notified."),
    Of("toTag", kFilledTemplate, "The tags that are notified."),
    Of("toUser", kFilledTemplate, "The users that are notified."),
};

}  // namespace

constexpr Object kWechatResource = {
    .name = "wechat_config", .doc = "Notifications to WeChat.", .fields = kWechatResourceFields};

}  // namespace check::config::alertmanager
