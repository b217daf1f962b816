#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kParseModes[] = {"", "Markdown", "MarkdownV2", "HTML"};

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    HttpUrl("api_url", "URL of the Telegram API; defaults to the one in `global`."),
    Secret("bot_token", "Bot token; defaults to the one in `global`."),
    Since(File("bot_token_file", "File with the token."), "0.26"),
    Of("chat_id", kInteger64, "ID of the chat to send the message to."),
    Since(File("chat_id_file", "File with the chat ID."), "0.30"),
    Since(Of("message_thread_id", kInteger, "ID of the topic (message thread) in the chat."),
          "0.28"),
    Templated("message", "The text.", "{{ template \"telegram.default.message\" . }}"),
    Flag("disable_notifications", "Send the message without sound."),
    Of("parse_mode", Checked(OneOf(kParseModes), CheckedElsewhere),
       "Markup of the message; plain text if empty.", "HTML"),
};
constexpr Constraint kConstraints[] = {
    AtMostOne("bot_token", "bot_token_file")
        .Says("at most one of bot_token & bot_token_file must be configured"),
};

void CheckTelegram(Section& section) {
  const Values& values = section.values();
  const bool has_chat = values.Integer("chat_id") != 0;
  const yaml::Entry* file = values.FindSet("chat_id_file");
  if (!has_chat && file == nullptr) {
    section.ReportHere(kMissingField, "one of `chat_id`, `chat_id_file` must be set").upstream =
        "missing chat_id or chat_id_file on telegram_config";
  }
  if (has_chat && file != nullptr) {
    section
        .Report(kExclusiveFields, file->key, "only one of `chat_id`, `chat_id_file` can be set",
                "at most one of chat_id & chat_id_file must be configured")
        .labels.push_back(
            {{&section.file(), values.Find("chat_id")->key.span}, "already set here"});
  }
  const std::string_view mode = values.Text("parse_mode");
  for (const std::string_view known : kParseModes) {
    if (mode == known) return;
  }
  section
      .Report(kBadValue, values.Find("parse_mode")->value, "unknown `parse_mode`",
              "unknown parse_mode on telegram_config, must be Markdown, MarkdownV2, HTML or empty "
              "string")
      .notes.emplace_back("expected `HTML`, `MarkdownV2`, `Markdown` or an empty string");
}

constexpr Inherited kInherited[] = {
    {{"bot_token", "bot_token_file"},
     {"telegram_bot_token", "telegram_bot_token_file"},
     "missing bot_token or bot_token_file on telegram_config"},
};

bool IsHtml(const Values& integration) {
  return integration.Text("parse_mode", kTelegramConfig) == "HTML";
}

constexpr TemplatedField kTemplates[] = {
    {"message", TemplatedField::Form::kHtml, IsHtml},
};

constexpr SizeLimit kLimits[] = {
    {"message", 4096, SizeLimit::Unit::kCharacters, SizeLimit::Excess::kReplaced, IsHtml},
    {"message", 4096},
};

}  // namespace

constexpr Object kTelegramConfig = {
    .name = "telegram_config",
    .doc = "Send notifications to Telegram.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckTelegram,
    .upstream = "telegram.plain",
};

constexpr ReceiverType kTelegram = {
    .inherited = kInherited, .templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager
