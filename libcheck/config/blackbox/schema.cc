#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/duration.h"
#include "libcheck/base/duration_advice.h"
#include "libcheck/base/number.h"
#include "libcheck/base/regex.h"
#include "libcheck/config/blackbox/blackbox.h"
#include "libcheck/config/blackbox/probes.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/text_pattern.h"
#include "libcheck/schema/validate.h"
#include "libcheck/yaml/scalar.h"

namespace check::config::blackbox {
namespace {

using namespace schema;  // The vocabulary of the tables below.

std::optional<TextProblem> PatternFault(std::string_view text) {
  const auto problem = RegexProblem(text);
  if (!problem) return std::nullopt;
  return TextProblem{
      *problem,
      {},
      "\"Could not compile regular expression\" regexp=\"" + std::string(text) + "\""};
}
constexpr Type kPattern = Checked(kRegex, PatternFault);

std::optional<TextProblem> TimeFault(std::string_view text) {
  if (ParseGoDuration(text)) return std::nullopt;
  return TextProblem{"invalid duration `" + std::string(text) + "`", GoDurationAdvice(text)};
}
const TextPattern kGoTimePattern = {TimeFault, kGoDurationPattern};
constexpr Type kGoTime = {.kind = Kind::kString, .upstream = "time.Duration", .check = TimeFault};

constexpr std::string_view kClasses[] = {"", "IN", "CS", "CH", "HS", "NONE", "ANY"};
constexpr std::string_view kRecords[] = {
    "",        "A",      "AAAA",  "AFSDB",   "AMTRELAY",   "ANY",      "APL",    "ATMA",
    "AVC",     "AXFR",   "CAA",   "CDNSKEY", "CDS",        "CERT",     "CNAME",  "CSYNC",
    "DHCID",   "DLV",    "DNAME", "DNSKEY",  "DS",         "EID",      "EUI48",  "EUI64",
    "GID",     "GPOS",   "HINFO", "HIP",     "HTTPS",      "IPSECKEY", "ISDN",   "IXFR",
    "KEY",     "KX",     "L32",   "L64",     "LOC",        "LP",       "MAILA",  "MAILB",
    "MB",      "MD",     "MF",    "MG",      "MINFO",      "MR",       "MX",     "NAPTR",
    "NID",     "NIMLOC", "NINFO", "NS",      "NSAP-PTR",   "NSEC",     "NSEC3",  "NSEC3PARAM",
    "NULL",    "NXNAME", "NXT",   "None",    "OPENPGPKEY", "OPT",      "PTR",    "PX",
    "RESINFO", "RKEY",   "RP",    "RRSIG",   "RT",         "Reserved", "SIG",    "SMIMEA",
    "SOA",     "SPF",    "SRV",   "SSHFP",   "SVCB",       "TA",       "TALINK", "TKEY",
    "TLSA",    "TSIG",   "TXT",   "UID",     "UINFO",      "UNSPEC",   "URI",    "X25",
    "ZONEMD"};
constexpr std::string_view kProbers[] = {"http", "tcp", "icmp", "dns", "grpc", "unix", "websocket"};
constexpr Type Word(std::span<const std::string_view> words, std::string_view refusal) {
  return {.kind = Kind::kChoice, .choices = words, .upstream = "string", .refusal = refusal};
}
constexpr Type kClass = Word(kClasses, "query class '%s' is not valid");
constexpr Type kRecord = Word(kRecords, "query type '%s' is not valid");
constexpr Type kProber = Word(kProbers, "prober '%s' is not valid");
constexpr Type kTexts = ListOf(kString);

constexpr std::string_view kNoHeader = "header name must be set for HTTP header matchers";
constexpr std::string_view kNoRegexp = "regexp must be set for HTTP header matchers";
constexpr Field kHeaderMatchFields[] = {
    {.name = "header",
     .type = kString,
     .doc = "Name of the header. Required.",
     .missing = kNoHeader},
    {.name = "regexp",
     .type = kPattern,
     .doc = "Regular expression that the value must match. Required.",
     .missing = kNoRegexp},
    {.name = "allow_missing",
     .type = kBool,
     .default_value = "false",
     .doc = "Accept a missing header."},
};
// The exporter: looks at what a section holds, and so not at a null.
void CheckHeaderMatch(Section& section) {
  const auto require = [&](std::string_view field, std::string_view upstream) {
    if (section.values().IsSet(field)) return;
    const yaml::Entry* given = section.values().Given(field);
    Diagnostic& problem =
        given == nullptr
            ? section.ReportHere(kMissingField, fmt::format("`header match` needs `{}`", field))
            : section.Report(kMissingField, given->key, fmt::format("`{}` is empty", field));
    problem.upstream = upstream;
  };
  require("header", kNoHeader);
  require("regexp", kNoRegexp);
}

constexpr Object kHeaderMatch = {
    .name = "header match",
    .doc = "A response header and the expression that it must match.",
    .fields = kHeaderMatchFields,
    .check = CheckHeaderMatch,
    .upstream = "config.plain",
};
constexpr Type kHeaderMatchType = SectionOf(kHeaderMatch);

constexpr Field kLabelFields[] = {
    {.name = "name", .type = kString, .doc = "Name of the label."},
    {.name = "value",
     .type = kString,
     .doc = "Value of the label; may refer to capture groups of the match."},
};
constexpr Object kLabel = {
    .name = "label",
    .doc = "A label added by the probe.",
    .fields = kLabelFields,
    .upstream = "config.Label",
};
constexpr Type kLabelType = SectionOf(kLabel);

constexpr Field kQueryResponseFields[] = {
    {.name = "expect",
     .type = kPattern,
     .doc = "Regular expression that a line of the response must match."},
    {.name = "expect_bytes", .type = kString, .doc = "Bytes that the response must contain."},
    {.name = "labels",
     .type = ListOf(kLabelType, "[]config.Label"),
     .doc = "Labels of the metric `probe_expect_info`."},
    {.name = "send", .type = kString, .doc = "Credentials to send."},
    {.name = "starttls",
     .type = kBool,
     .default_value = "false",
     .doc = "Start TLS after this step."},
};
// The exporter: an empty expression is one, too.
void CheckExpectations(Section& section) {
  const yaml::Entry* expect = section.Find("expect");
  const yaml::Entry* bytes = section.FindSet("expect_bytes");
  if (expect == nullptr || bytes == nullptr) return;
  const bool in_order = expect->key.span.begin < bytes->key.span.begin;
  section
      .Report(kExclusiveFields, in_order ? bytes->key : expect->key,
              "only one of `expect`, `expect_bytes` can be set",
              "expect and expect_bytes are mutually exclusive")
      .labels.push_back(
          {{&section.file(), in_order ? expect->key.span : bytes->key.span}, "already set here"});
}

constexpr Object kQueryResponse = {
    .name = "query response",
    .doc = "A step of a dialogue: what to send, and what to expect.",
    .fields = kQueryResponseFields,
    .check = CheckExpectations,
    .upstream = "config.plain",
};
constexpr Type kQueryResponseType = SectionOf(kQueryResponse);

constexpr Field kHeaderValueFields[] = {
    {.name = "values", .type = ListOf(kString), .doc = "Values of the header."},
    {.name = "secrets",
     .type = ListOf(kSecret, "[]config.Secret"),
     .doc = "Secret values of the header, which are never shown."},
    {.name = "files", .type = ListOf(kFile), .doc = "Files with values of the header."},
};
constexpr Object kHeaderValue = {
    .name = "header",
    .doc = "Values of an HTTP header.",
    .fields = kHeaderValueFields,
    .upstream = "config.Header",
};
constexpr Type kHeaderValueType = SectionOf(kHeaderValue);

constexpr Field kHttpFields[] = {
    {.name = "valid_status_codes",
     .type = ListOf(kInteger),
     .doc = "Valid status codes; 200 to 299 if not set."},
    {.name = "valid_http_versions", .type = ListOf(kString), .doc = "Valid HTTP versions."},
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "Preferred IP protocol: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Fall back to the other IP protocol."},
    {.name = "skip_resolve_phase_with_proxy",
     .type = kBool,
     .default_value = "false",
     .doc = "Let the proxy resolve host names."},
    {.name = "no_follow_redirects",
     .type = kBool,
     .doc = "Do not follow redirects.",
     .deprecated = {.since = "0.19", .instead = "use `follow_redirects`"}},
    {.name = "fail_if_ssl",
     .type = kBool,
     .default_value = "false",
     .doc = "Fail the probe if TLS is used."},
    {.name = "fail_if_not_ssl",
     .type = kBool,
     .default_value = "false",
     .doc = "Fail the probe if TLS is not used."},
    {.name = "method",
     .type = kString,
     .default_value = "GET",
     .doc = "HTTP method of the request."},
    {.name = "headers", .type = MapOf(kString), .doc = "Headers of the request."},
    {.name = "fail_if_body_matches_regexp",
     .type = ListOf(kPattern, "[]config.Regexp"),
     .doc = "Fail the probe if the body matches any of these expressions."},
    {.name = "fail_if_body_not_matches_regexp",
     .type = ListOf(kPattern, "[]config.Regexp"),
     .doc = "Fail the probe unless the body matches all of these expressions."},
    {.name = "fail_if_body_json_matches_cel",
     .type = kString,
     .doc = "Fail the probe if this CEL expression is true for the JSON body."},
    {.name = "fail_if_body_json_not_matches_cel",
     .type = kString,
     .doc = "Fail the probe unless this CEL expression is true for the JSON body."},
    {.name = "fail_if_header_matches",
     .type = ListOf(kHeaderMatchType, "[]config.HeaderMatch"),
     .doc = "Fail the probe if any of these headers matches."},
    {.name = "fail_if_header_not_matches",
     .type = ListOf(kHeaderMatchType, "[]config.HeaderMatch"),
     .doc = "Fail the probe unless all of these headers match."},
    {.name = "body", .type = kString, .doc = "Body of the request."},
    {.name = "body_file", .type = kFile, .doc = "File with the body of the request."},
    {.name = "compression",
     .type = kString,
     .doc = "Compression algorithm to use for the response."},
    {.name = "body_size_limit",
     .type = kSize,
     .default_value = "0",
     .doc = "Maximum size of the body to read."},
    {.name = "enable_http3", .type = kBool, .default_value = "false", .doc = "Enable HTTP/3."},
};
constexpr const Object* kHttpIncludes[] = {&kHttpClient};
constexpr Object kHttp = {
    .name = "http_probe",
    .doc = "Settings of the HTTP prober.",
    .fields = kHttpFields,
    .includes = kHttpIncludes,
    .check_last = CheckHttpProbe,
    .upstream = "config.plain",
};

constexpr Field kGrpcFields[] = {
    {.name = "service", .type = kString, .doc = "Service whose health is checked."},
    {.name = "tls", .type = kBool, .default_value = "false", .doc = "Use TLS."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Fall back to the other IP protocol."},
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "Preferred IP protocol: `ip4` or `ip6`."},
    {.name = "metadata", .type = MapOf(kTexts, "metadata.MD"), .doc = "Metadata of the request."},
};
constexpr Object kGrpc = {
    .name = "grpc_probe",
    .doc = "Settings of the gRPC prober.",
    .fields = kGrpcFields,
    .upstream = "config.plain",
};

constexpr Field kTcpFields[] = {
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "Preferred IP protocol: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Fall back to the other IP protocol."},
    {.name = "source_ip_address", .type = kString, .doc = "Source IP address."},
    {.name = "query_response",
     .type = ListOf(kQueryResponseType, "[]config.QueryResponse"),
     .doc = "Dialogue: what to send and to expect, in this order."},
    {.name = "tls", .type = kBool, .default_value = "false", .doc = "Use TLS."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
};
constexpr Object kTcp = {
    .name = "tcp_probe",
    .doc = "Settings of the TCP prober.",
    .fields = kTcpFields,
    .upstream = "config.plain",
};

constexpr Field kUnixFields[] = {
    {.name = "query_response",
     .type = ListOf(kQueryResponseType, "[]config.QueryResponse"),
     .doc = "Dialogue: what to send and to expect, in this order."},
    {.name = "tls", .type = kBool, .default_value = "false", .doc = "Use TLS."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
};
constexpr Object kUnix = {
    .name = "unix_probe",
    .doc = "Settings of the Unix socket prober.",
    .fields = kUnixFields,
    .upstream = "config.plain",
};

constexpr Field kIcmpFields[] = {
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "Preferred IP protocol: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Fall back to the other IP protocol."},
    {.name = "source_ip_address", .type = kString, .doc = "Source IP address."},
    {.name = "payload_size", .type = kInteger, .doc = "Payload size of a packet, in bytes."},
    {.name = "dont_fragment",
     .type = kBool,
     .default_value = "false",
     .doc = "Set the don't-fragment bit."},
    {.name = "ttl",
     .type = kInteger,
     .default_value = "64",
     .doc = "Time to live (TTL) of packets."},
};
constexpr Object kIcmp = {
    .name = "icmp_probe",
    .doc = "Settings of the ICMP prober.",
    .fields = kIcmpFields,
    .check = CheckIcmpProbe,
    .upstream = "config.plain",
};

constexpr Field kValidatorFields[] = {
    {.name = "fail_if_matches_regexp",
     .type = kTexts,
     .doc = "Fail the probe if any record matches any of these expressions."},
    {.name = "fail_if_all_match_regexp",
     .type = kTexts,
     .doc = "Fail the probe if all records match any of these expressions."},
    {.name = "fail_if_not_matches_regexp",
     .type = kTexts,
     .doc = "Fail the probe if any record matches none of these expressions."},
    {.name = "fail_if_none_matches_regexp",
     .type = kTexts,
     .doc = "Fail the probe if no record matches any of these expressions."},
};
constexpr Object kValidator = {
    .name = "dns_rr_validator",
    .doc = "Checks of resource records in a section of the response.",
    .fields = kValidatorFields,
    .upstream = "config.plain",
};

constexpr Field kDnsFields[] = {
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "Preferred IP protocol: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Fall back to the other IP protocol."},
    {.name = "dns_over_tls", .type = kBool, .default_value = "false", .doc = "Use TLS."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "TLS settings."},
    {.name = "source_ip_address", .type = kString, .doc = "Source IP address."},
    {.name = "transport_protocol",
     .type = kString,
     .default_value = "udp",
     .doc = "Transport protocol: `udp` or `tcp`."},
    {.name = "query_class", .type = kClass, .default_value = "IN", .doc = "Class of the query."},
    {.name = "query_name",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "Domain name to query.",
     .missing = "query name must be set for DNS module"},
    {.name = "query_type", .type = kRecord, .default_value = "ANY", .doc = "Type of the query."},
    {.name = "recursion_desired",
     .type = kBool,
     .default_value = "true",
     .doc = "Set the recursion-desired flag."},
    {.name = "valid_rcodes",
     .type = ListOf(kString),
     .default_value = "NOERROR",
     .doc = "Valid response codes."},
    {.name = "validate_answer_rrs",
     .type = SectionOf(kValidator),
     .doc = "Checks of the answer section."},
    {.name = "validate_authority_rrs",
     .type = SectionOf(kValidator),
     .doc = "Checks of the authority section."},
    {.name = "validate_additional_rrs",
     .type = SectionOf(kValidator),
     .doc = "Checks of the additional section."},
};
constexpr Object kDns = {
    .name = "dns_probe",
    .doc = "Settings of the DNS prober.",
    .fields = kDnsFields,
    .upstream = "config.plain",
};

constexpr Field kWebsocketFields[] = {
    {.name = "http_config",
     .type = SectionOf(kHttpClient),
     .doc = "HTTP client settings of the handshake."},
    {.name = "headers",
     .type = MapOf(kHeaderValueType, "config.Headers"),
     .doc = "Headers of the request."},
    {.name = "query_response",
     .type = ListOf(kQueryResponseType, "[]config.QueryResponse"),
     .doc = "Dialogue: what to send and to expect, in this order."},
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "Preferred IP protocol: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Fall back to the other IP protocol."},
};
constexpr Object kWebsocket = {
    .name = "websocket_probe",
    .doc = "Settings of the WebSocket prober.",
    .fields = kWebsocketFields,
    .upstream = "config.plain",
};

constexpr Field kModuleFields[] = {
    {.name = "prober",
     .type = kProber,
     .presence = Presence::kRequired,
     .doc = "Prober to use.",
     .missing = "prober '' is not valid"},
    {.name = "timeout", .type = kGoTime, .doc = "Timeout of a probe."},
    {.name = "http", .type = SectionOf(kHttp), .doc = "Settings of the HTTP prober."},
    {.name = "tcp", .type = SectionOf(kTcp), .doc = "Settings of the TCP prober."},
    {.name = "icmp", .type = SectionOf(kIcmp), .doc = "Settings of the ICMP prober."},
    {.name = "dns", .type = SectionOf(kDns), .doc = "Settings of the DNS prober."},
    {.name = "grpc", .type = SectionOf(kGrpc), .doc = "Settings of the gRPC prober."},
    {.name = "unix", .type = SectionOf(kUnix), .doc = "Settings of the Unix socket prober."},
    {.name = "websocket",
     .type = SectionOf(kWebsocket),
     .doc = "Settings of the WebSocket prober."},
};
// yaml.v3 takes no number for a time, not even 0, which Go's durations take in quotes.
void CheckTimeout(Section& section) {
  const yaml::Entry* timeout = section.Find("timeout");
  if (timeout == nullptr || !timeout->value.IsScalar()) return;
  const yaml::Resolved scalar =
      yaml::Resolve(timeout->value, yaml::Dialect::kGoYamlV3, section.input().arena);
  if (scalar.type != yaml::ScalarType::kInt || TimeFault(scalar.text)) return;
  section.Report(kBadValue, timeout->value, fmt::format("invalid duration `{}`", scalar.text))
      .notes.emplace_back("write numbers with units, such as `5s` or `1m30s`");
}

constexpr Object kModule = {
    .name = "module",
    .doc = "A module: a way to probe targets.",
    .fields = kModuleFields,
    .check = CheckTimeout,
    .upstream = "config.plain",
};
constexpr Type kModuleType = SectionOf(kModule);

constexpr Field kFileFields[] = {
    {.name = "modules",
     .type = MapOf(kModuleType, "map[string]config.Module"),
     .doc = "Modules, by name."},
};

}  // namespace

constexpr Object kBlackboxConfig = {
    .name = "blackbox configuration",
    .doc = "Configuration of the blackbox exporter.",
    .fields = kFileFields,
    .upstream = "config.plain",
};

}  // namespace check::config::blackbox
