#include "libcheck/template/default_templates.h"

#include <fmt/format.h>

#include <string_view>

namespace check::gotemplate {
namespace {

std::string Define(std::string_view name, std::string_view body) {
  return fmt::format("{{{{ define \"{}\" }}}}{}{{{{ end }}}}\n", name, body);
}

std::string Call(std::string_view name, std::string_view dot = ".") {
  return fmt::format("{{{{ template \"{}\" {} }}}}", name, dot);
}

constexpr std::string_view kSubject =
    "[{{ toUpper .Status }}{{ if eq .Status \"firing\" }}:{{ len .Alerts.Firing }}{{ end }}] "
    "{{ join \" \" .GroupLabels.SortedPairs.Values }} "
    "{{ if gt (len .CommonLabels) (len .GroupLabels) }}("
    "{{ with .CommonLabels.Remove .GroupLabels.Names }}{{ join \" \" .Values }}{{ end }})"
    "{{ end }}";

constexpr std::string_view kAnnotations = "{{ join \" \" .CommonAnnotations.SortedPairs.Values }}";

constexpr std::string_view kColor = "{{ if eq .Status \"firing\" }}danger{{ else }}good{{ end }}";

// Jira: the highest of the firing alerts, or of the others if those say nothing.
constexpr std::string_view kPriority =
    "{{ $found := \"\" }}"
    "{{ range list .Alerts.Firing .Alerts.Resolved }}{{ if eq $found \"\" }}{{ range . }}"
    "{{ $severity := .Labels.severity }}"
    "{{ if eq $severity \"critical\" }}{{ $found = \"High\" }}"
    "{{ else if and (eq $severity \"warning\") (ne $found \"High\") }}{{ $found = \"Medium\" }}"
    "{{ else if and (eq $severity \"info\") (eq $found \"\") }}{{ $found = \"Low\" }}"
    "{{ end }}{{ end }}{{ end }}{{ end }}{{ $found }}";

// The labels or annotations of an alert, one a line.
std::string Pairs(std::string_view field, std::string_view indent) {
  return fmt::format(
      "{0}:\n{{{{ range .{0}.SortedPairs }}}}{1}- {{{{ .Name }}}} = "
      "{{{{ .Value }}}}\n{{{{ end }}}}",
      field, indent);
}

// The alerts of one status, under a heading, with `space` around what is there.
std::string Section(std::string_view status, std::string_view heading, std::string_view list,
                    std::string_view space) {
  const std::string alerts = fmt::format(".Alerts.{}", status);
  return fmt::format("{{{{ if {0} }}}}{1}{2}Alerts {3}:\n{4}{1}{{{{ end }}}}", alerts, space,
                     heading, status, Call(list, alerts));
}

std::string Sections() {
  return Section("Firing", "", "__text_alert_list", "") + "\n" +
         Section("Resolved", "", "__text_alert_list", "");
}

std::string SpacedSections(std::string_view heading, std::string_view list) {
  return fmt::format("\n{}\n{}\n", Section("Firing", heading, list, "\n"),
                     Section("Resolved", heading, list, "\n"));
}

// E-mail. Each element has its style with it, since many programs do not read any other.

constexpr std::string_view kFont =
    "font-family: 'Helvetica Neue', Helvetica, Arial, sans-serif; box-sizing: border-box;";

// What every element has, and more.
std::string Style(std::string_view more = {}) {
  return fmt::format("style=\"margin: 0; {} font-size: 14px;{}\"", kFont, more);
}

std::string Tag(std::string_view name) { return fmt::format("<{} {}>", name, Style()); }

std::string Strong(std::string_view text) {
  return fmt::format("{}{}</strong>", Tag("strong"), text);
}

std::string Indent(int spaces, std::string_view text) {
  return fmt::format("{:{}}{}\n", "", spaces, text);
}

constexpr std::string_view kTop = " vertical-align: top;";

// A row of the list with what is in it.
std::string Row(std::string_view content) {
  return Indent(16, Tag("tr")) +
         Indent(18, fmt::format("<td class=\"content-block\" {} valign=\"top\">",
                                Style(" vertical-align: top; padding: 0 0 20px;"))) +
         std::string(content) + Indent(18, "</td>") + Indent(16, "</tr>");
}

std::string MailPairs(std::string_view field) {
  return fmt::format(
      "{{{{ range .{}.SortedPairs }}}}{{{{ .Name }}}} = {{{{ .Value }}}}{}"
      "{{{{ end }}}}",
      field, Tag("br"));
}

std::string MailAlerts(std::string_view status) {
  const std::string heading = fmt::format("{{{{ if gt (len .Annotations) 0 }}}}{}{}{{{{ end }}}}",
                                          Strong("Annotations"), Tag("br"));
  return Indent(16, fmt::format("{{{{ range .Alerts.{} }}}}", status)) +
         Row(Indent(20, Strong("Labels") + Tag("br")) + Indent(20, MailPairs("Labels")) +
             Indent(20, heading) + Indent(20, MailPairs("Annotations")) +
             Indent(20, fmt::format("<a href=\"{{{{ .GeneratorURL }}}}\" {}>Source</a>{}",
                                    Style(" color: #348eda; text-decoration: underline;"),
                                    Tag("br")))) +
         Indent(16, "{{ end }}");
}

std::string MailHeading(std::string_view status) {
  return Row(Indent(20, Strong(fmt::format("[{{{{ len .Alerts.{0} }}}}] {0}", status))));
}

// The bar at the top, whose colour says whether something is wrong.
std::string MailBar(std::string_view kind, std::string_view color, std::string_view space) {
  return Indent(12, fmt::format(
                        "<td class=\"alert alert-{}\" style=\"margin: 0; {} vertical-align: top; "
                        "font-size: 16px; color: #fff; font-weight: 500; padding: 20px; "
                        "text-align: center; border-radius: 3px 3px 0 0; background-color: {};\" "
                        "valign=\"top\" align=\"center\" bgcolor=\"{}\">",
                        kind, kFont, color, color)) +
         Indent(14,
                "{{ len .Alerts }} alert{{ if gt (len .Alerts) 1 }}s{{ end }} for "
                "{{ range .GroupLabels.SortedPairs }}") +
         Indent(16, fmt::format("{{{{ .Name }}}}={{{{ .Value }}}}{}", space)) +
         Indent(14, "{{ end }}") + Indent(12, "</td>");
}

// The layout is Mailgun's, whose licence asks to be kept with it.
constexpr std::string_view kMailHead = R"(
<!--
Style and HTML derived from https://github.com/mailgun/transactional-email-templates


The MIT License (MIT)

Copyright (c) 2014 Mailgun

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
-->
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
)";

constexpr std::string_view kMailStyle = R"(<style>
@media only screen and (max-width: 640px) {
  body {
    padding: 0 !important;
  }

  h1,
h2,
h3,
h4 {
    font-weight: 800 !important;
    margin: 20px 0 5px !important;
  }

  h1 {
    font-size: 22px !important;
  }

  h2 {
    font-size: 18px !important;
  }

  h3 {
    font-size: 16px !important;
  }

  .container {
    padding: 0 !important;
    width: 100% !important;
  }

  .content {
    padding: 0 !important;
  }

  .content-wrap {
    padding: 10px !important;
  }

  .invoice {
    width: 100% !important;
  }
}
</style>
</head>

)";

// From the beginning to the bar at the top.
std::string MailTop() {
  std::string mail(kMailHead);
  mail += fmt::format("<html xmlns=\"http://www.w3.org/1999/xhtml\" {}>\n<head>\n", Style());
  mail += "<meta name=\"viewport\" content=\"width=device-width\">\n";
  mail += "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\">\n";
  mail += fmt::format("<title>{}</title>\n{}", Call("__subject"), kMailStyle);
  mail += fmt::format(
      "<body itemscope itemtype=\"https://schema.org/EmailMessage\" {}>\n\n",
      Style(" -webkit-font-smoothing: antialiased; -webkit-text-size-adjust: none; height: 100%; "
            "line-height: 1.6em; background-color: #f6f6f6; width: 100%;"));
  mail += fmt::format("<table class=\"body-wrap\" {} width=\"100%\" bgcolor=\"#f6f6f6\">\n",
                      Style(" background-color: #f6f6f6; width: 100%;"));
  mail += Indent(2, Tag("tr"));
  mail += Indent(4, fmt::format("<td {} valign=\"top\"></td>", Style(kTop)));
  mail += Indent(4, fmt::format("<td class=\"container\" width=\"600\" style=\"{} font-size: 14px; "
                                "vertical-align: top; display: block; max-width: 600px; margin: 0 "
                                "auto; clear: both;\" valign=\"top\">",
                                kFont));
  mail += Indent(6, fmt::format("<div class=\"content\" style=\"{} font-size: 14px; max-width: "
                                "600px; margin: 0 auto; display: block; padding: 20px;\">",
                                kFont));
  mail += Indent(8, fmt::format("<table class=\"main\" width=\"100%\" cellpadding=\"0\" "
                                "cellspacing=\"0\" {} bgcolor=\"#fff\">",
                                Style(" background-color: #fff; border: 1px solid #e9e9e9; "
                                      "border-radius: 3px;")));
  return mail + Indent(10, Tag("tr"));
}

std::string MailButton() {
  return Indent(20, fmt::format("<a href=\"{}\" class=\"btn-primary\" {}>View in {}</a>",
                                Call("__alertmanagerURL"),
                                Style(" text-decoration: none; color: #FFF; background-color: "
                                      "#348eda; border: solid #348eda; border-width: 10px 20px; "
                                      "line-height: 2em; font-weight: bold; text-align: center; "
                                      "cursor: pointer; display: inline-block; border-radius: 5px; "
                                      "text-transform: capitalize;"),
                                Call("__alertmanager")));
}

std::string MailBody() {
  const std::string line = Indent(20, Tag("br")) + Indent(20, Tag("hr")) + Indent(20, Tag("br"));
  std::string mail = Indent(12, "{{ if .Alerts.Firing }}") + MailBar("warning", "#E6522C", "") +
                     Indent(12, "{{ else }}") + MailBar("good", "#68B90F", " ") +
                     Indent(12, "{{ end }}") + Indent(10, "</tr>") + Indent(10, Tag("tr"));
  mail += Indent(12, fmt::format("<td class=\"content-wrap\" {} valign=\"top\">",
                                 Style(" vertical-align: top; padding: 30px;")));
  mail += Indent(
      14, fmt::format("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" {}>", Style()));
  mail += Row(MailButton());
  mail += Indent(16, "{{ if .Alerts.Firing }}") + MailHeading("Firing") + Indent(16, "{{ end }}");
  mail += MailAlerts("Firing") + "\n";
  mail += Indent(16, "{{ if .Alerts.Resolved }}") + Indent(18, "{{ if .Alerts.Firing }}") +
          Row(line) + Indent(18, "{{ end }}") + MailHeading("Resolved") + Indent(16, "{{ end }}");
  mail += MailAlerts("Resolved");
  return mail + Indent(14, "</table>") + Indent(12, "</td>") + Indent(10, "</tr>") +
         Indent(8, "</table>") + "\n";
}

std::string MailFooter() {
  std::string mail =
      Indent(8, fmt::format("<div class=\"footer\" {}>",
                            Style(" width: 100%; clear: both; color: #999; padding: 20px;")));
  mail += Indent(10, fmt::format("<table width=\"100%\" {}>", Style())) + Indent(12, Tag("tr"));
  mail += Indent(
      14, fmt::format("<td class=\"aligncenter content-block\" style=\"margin: 0; {0} "
                      "vertical-align: top; padding: 0 0 20px; text-align: center; color: #999; "
                      "font-size: 12px;\" valign=\"top\" align=\"center\"><a href=\"{{{{ "
                      ".ExternalURL }}}}\" style=\"margin: 0; {0} text-decoration: underline; "
                      "color: #999; font-size: 12px;\">Sent by {1}</a></td>",
                      kFont, Call("__alertmanager")));
  mail +=
      Indent(12, "</tr>") + Indent(10, "</table>") + Indent(8, "</div></div>") + Indent(4, "</td>");
  mail += Indent(4, fmt::format("<td {} valign=\"top\"></td>", Style(kTop)));
  return mail + Indent(2, "</tr>") + "</table>\n\n</body>\n</html>\n\n";
}

// Receivers' texts that are another's.
struct Alias {
  std::string_view name;
  std::string_view calls;  ///< Empty: there is no text.
};
constexpr Alias kAliases[] = {
    {"slack.default.title", "__subject"},
    {"slack.default.username", "__alertmanager"},
    {"slack.default.callbackid", ""},
    {"slack.default.pretext", ""},
    {"slack.default.titlelink", "__alertmanagerURL"},
    {"slack.default.iconemoji", ""},
    {"slack.default.iconurl", ""},
    {"slack.default.text", ""},
    {"slack.default.footer", ""},
    {"pagerduty.default.description", "__subject"},
    {"pagerduty.default.client", "__alertmanager"},
    {"pagerduty.default.clientURL", "__alertmanagerURL"},
    {"pagerduty.default.instances", "__text_alert_list"},
    {"opsgenie.default.message", "__subject"},
    {"opsgenie.default.source", "__alertmanagerURL"},
    {"wechat.default.to_user", ""},
    {"wechat.default.to_party", ""},
    {"wechat.default.to_tag", ""},
    {"wechat.default.agent_id", ""},
    {"victorops.default.entity_display_name", "__subject"},
    {"victorops.default.monitoring_tool", "__alertmanager"},
    {"pushover.default.title", "__subject"},
    {"pushover.default.url", "__alertmanagerURL"},
    {"sns.default.subject", "__subject"},
    {"discord.default.content", ""},
    {"discord.default.title", "__subject"},
    {"msteams.default.summary", "__subject"},
    {"msteams.default.title", "__subject"},
    {"msteamsv2.default.title", "__subject"},
    {"jira.default.summary", "__subject"},
    {"rocketchat.default.title", "__subject"},
    {"rocketchat.default.alias", "__alertmanager"},
    {"rocketchat.default.titlelink", "__alertmanagerURL"},
    {"rocketchat.default.emoji", ""},
    {"rocketchat.default.iconurl", ""},
    {"rocketchat.default.text", ""},
    {"mattermost.default.username", "__alertmanager"},
    {"mattermost.default.title", "__subject"},
    {"mattermost.default.titlelink", "__alertmanagerURL"},
};

}  // namespace

std::string DefaultTemplates() {
  const std::string annotations(kAnnotations);
  const std::string text = SpacedSections("", "__text_alert_list");
  const std::string markdown = SpacedSections("# ", "__text_alert_list_markdown");
  std::string all = Define("__alertmanager", "Alertmanager");
  all += Define("__alertmanagerURL",
                "{{ .ExternalURL }}/#/alerts?receiver={{ .Receiver | urlquery }}");
  all += Define("__subject", kSubject);
  all += Define("__description", "");
  all += Define("__text_alert_list", "{{ range . }}" + Pairs("Labels", " ") +
                                         Pairs("Annotations", " ") +
                                         "Source: {{ .GeneratorURL }}\n{{ end }}");
  all += Define("__text_alert_list_markdown", "{{ range . }}\n" + Pairs("Labels", "  ") + "\n" +
                                                  Pairs("Annotations", "  ") +
                                                  "\nSource: {{ .GeneratorURL }}\n{{ end }}\n");
  for (const Alias& alias : kAliases) {
    all += Define(alias.name, alias.calls.empty() ? "" : Call(alias.calls));
  }
  for (const std::string_view service : {"slack", "mattermost"}) {
    const std::string prefix = std::string(service) + ".default.";
    all += Define(prefix + "fallback", Call(prefix + "title") + " | " + Call(prefix + "titlelink"));
    all += Define(prefix + "color", kColor);
  }
  const std::string summary = annotations + "\n" + Sections();
  all += Define("opsgenie.default.description", summary);
  all += Define("victorops.default.state_message", summary);
  all += Define("wechat.default.message", Call("__subject") + "\n" + summary +
                                              "\nAlertmanagerUrl:\n" + Call("__alertmanagerURL"));
  all += Define("pushover.default.message", annotations + text);
  all += Define("sns.default.message", annotations + text);
  all += Define("webex.default.message", annotations + text);
  all += Define("telegram.default.message", text);
  all += Define("discord.default.message", text);
  all += Define("msteams.default.text", markdown);
  all += Define("msteamsv2.default.text", markdown);
  all += Define("jira.default.description", markdown);
  all += Define("mattermost.default.text", markdown);
  all += Define("jira.default.priority", kPriority);
  return all;
}

std::string DefaultEmailTemplates() {
  return Define("email.default.subject", Call("__subject")) +
         Define("email.default.html", MailTop() + MailBody() + MailFooter());
}

}  // namespace check::gotemplate
