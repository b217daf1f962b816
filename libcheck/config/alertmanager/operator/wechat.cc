#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kWechatResourceFields[] = {
    Of("agentID", kFilledTemplate, "Agent ID of the application that sends the message."),
    Of("apiSecret", kKeyType, "API secret; defaults to the one in `global`."),
    Of("apiURL", kHttpUrl, "URL of the WeChat API; defaults to the one in `global`."),
    Of("corpID", kFilled, "Corporation ID; defaults to the one in `global`."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("message", kFilledTemplate, "The text."),
    Of("messageType", kFilled, "Type of the message: `text` or `markdown`."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("toParty", kFilledTemplate, "Departments to notify."),
    Of("toTag", kFilledTemplate, "Tags to notify."),
    Of("toUser", kFilledTemplate, "Users to notify."),
};

}  // namespace

constexpr Object kWechatResource = {.name = "wechat_config",
                                    .doc = "Send notifications to WeChat.",
                                    .fields = kWechatResourceFields};

}  // namespace check::config::alertmanager
