#include <fmt/format.h>

#include <map>

#include "libcheck/base/utf8.h"
#include "libcheck/notify/form.h"
#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

using schema::Values;

// As the SDK that 0.34.0 is built with names itself on Linux.
constexpr std::string_view kUserAgent =
    "aws-sdk-go-v2/1.43.2 ua/2.1 os/linux lang/go#1.26.8 md/GOOS#linux md/GOARCH#amd64 "
    "api/sns#1.42.2 m/E,e";

std::map<std::string, std::string> Attributes(Sender& sender) {
  std::map<std::string, std::string> attributes;
  const Values section = sender.integration().Sub("attributes");
  for (const yaml::Entry& entry : section.entries()) {
    const std::string path = fmt::format("attributes.{}", entry.key.scalar());
    const std::string name = sender.Expand(path + " (key)", entry.key.scalar());
    attributes[name] = sender.Expand(path, section.TextOf(entry.value));
  }
  return attributes;
}

// Alertmanager: cut after so many bytes, even within a character.
std::string Message(Sender& sender, std::map<std::string, std::string>& attributes) {
  std::string message = sender.WholeText("message");
  if (!IsValidUtf8(message)) sender.Fail("non utf8 encoded message string");
  const auto* limit = sender.LimitOf("message");
  if (message.size() <= limit->most) return message;
  const std::size_t size = message.size();
  message.resize(limit->most);
  sender.NoteCut("message", *limit, size, message);
  attributes["truncated"] = "true";
  return message;
}

std::string Address(const Sender& sender, const std::string& own) {
  if (Result<Url> read = ParseUrl(own); read && !own.empty()) return read->ToString();
  const std::string_view region = sender.integration().Sub("sigv4").Text("region");
  return fmt::format("https://sns.{}.amazonaws.com/", region.empty() ? "<region>" : region);
}

}  // namespace

void SendSns(Sender& sender) {
  const std::string url = Address(sender, sender.Text("api_url"));
  std::map<std::string, std::string> attributes = Attributes(sender);
  Form form;
  form.Set("Action", "Publish");
  form.Set("Version", "2010-03-31");
  if (const std::string topic = sender.Text("topic_arn"); !topic.empty()) {
    form.Set("TopicArn", topic);
    if (topic.ends_with(".fifo")) {
      form.Set("MessageDeduplicationId", sender.KeyHash());
      form.Set("MessageGroupId", sender.KeyHash());
    }
  }
  if (sender.integration().IsSet("phone_number")) {
    form.Set("PhoneNumber", sender.Text("phone_number"));
  }
  if (sender.integration().IsSet("target_arn")) form.Set("TargetArn", sender.Text("target_arn"));
  form.Set("Message", Message(sender, attributes));
  if (!sender.Plain("subject").empty()) form.Set("Subject", sender.Text("subject"));
  std::size_t number = 0;
  for (const auto& [name, value] : attributes) {
    const std::string prefix = fmt::format("MessageAttributes.entry.{}.", ++number);
    form.Set(prefix + "Name", name);
    form.Set(prefix + "Value.DataType", "String");
    form.Set(prefix + "Value.StringValue", value);
  }
  sender.Send(
      {.method = "POST",
       .url = url,
       .headers = {{"Accept-Encoding", "gzip"},
                   {"Amz-Sdk-Invocation-Id", std::string(kRandom)},
                   {"Amz-Sdk-Request", "attempt=1; max=3"},
                   {"Authorization", "AWS4-HMAC-SHA256 " + sender.Mask(kRandom)},
                   {"Content-Type", "application/x-www-form-urlencoded"},
                   {"User-Agent", std::string(kUserAgent)},
                   {"X-Amz-Date", gotemplate::FormatGoTime(sender.now(), "20060102T150405Z")}},
       .body = form.Encode(),
       .format = Request::Format::kForm});
}

}  // namespace check::notify
