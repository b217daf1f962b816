#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/regex.h"
#include "libcheck/config/blackbox/blackbox.h"
#include "libcheck/config/blackbox/probes.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/schema/codes.h"
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
  return TextProblem{"`" + std::string(text) + "` is no duration",
                     "write numbers with units, such as `5s` or `1m30s`"};
}
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

constexpr Field kHeaderMatchFields[] = {
    {.name = "header", .type = kString, .doc = "The name of the header. Required."},
    {.name = "regexp", .type = kPattern, .doc = "What its value has to match. Required."},
    {.name = "allow_missing",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether the header may be absent."},
};
// The exporter: looks at what a section holds, and so not at a null.
void CheckHeaderMatch(Section& section) {
  const auto require = [&](std::string_view field, std::string_view upstream) {
    if (section.values().IsSet(field)) return;
    const yaml::Entry* given = section.values().Given(field);
    Diagnostic& problem =
        given == nullptr
            ? section.ReportHere(kMissingField,
                                 fmt::format("the `header match` section needs `{}`", field))
            : section.Report(kMissingField, given->key, fmt::format("`{}` is empty", field));
    problem.upstream = upstream;
  };
  require("header", "header name must be set for HTTP header matchers");
  require("regexp", "regexp must be set for HTTP header matchers");
}

constexpr Object kHeaderMatch = {
    .name = "header match",
    .doc = "A header of the answer, and what it has to match.",
    .fields = kHeaderMatchFields,
    .check = CheckHeaderMatch,
    .upstream = "config.plain",
};
constexpr Type kHeaderMatchType = SectionOf(kHeaderMatch);

constexpr Field kLabelFields[] = {
    {.name = "name", .type = kString, .doc = "The name of the label."},
    {.name = "value", .type = kString, .doc = "Its value, with groups of the match filled in."},
};
constexpr Object kLabel = {
    .name = "label",
    .doc = "A label that a probe adds.",
    .fields = kLabelFields,
    .upstream = "config.Label",
};
constexpr Type kLabelType = SectionOf(kLabel);

constexpr Field kQueryResponseFields[] = {
    {.name = "expect", .type = kPattern, .doc = "What a line of the answer has to match."},
    {.name = "expect_bytes", .type = kString, .doc = "What the answer has to hold."},
    {.name = "labels",
     .type = ListOf(kLabelType, "[]config.Label"),
     .doc = "Labels of `probe_expect_info`."},
    {.name = "send", .type = kString, .doc = "What is sent."},
    {.name = "starttls", .type = kBool, .default_value = "false", .doc = "Whether TLS begins now."},
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
    .doc = "What is sent, and what is expected.",
    .fields = kQueryResponseFields,
    .check = CheckExpectations,
    .upstream = "config.plain",
};
constexpr Type kQueryResponseType = SectionOf(kQueryResponse);

constexpr Field kHeaderValueFields[] = {
    {.name = "values", .type = ListOf(kString), .doc = "Values of the header."},
    {.name = "secrets",
     .type = ListOf(kSecret, "[]config.Secret"),
     .doc = "Values that are not shown anywhere."},
    {.name = "files", .type = ListOf(kFile), .doc = "Files to read values from."},
};
constexpr Object kHeaderValue = {
    .name = "header",
    .doc = "The values of one HTTP header.",
    .fields = kHeaderValueFields,
    .upstream = "config.Header",
};
constexpr Type kHeaderValueType = SectionOf(kHeaderValue);

constexpr Field kHttpFields[] = {
    {.name = "valid_status_codes",
     .type = ListOf(kInteger),
     .doc = "The status codes that are good; those from 200 to 299 if left out."},
    {.name = "valid_http_versions",
     .type = ListOf(kString),
     .doc = "The versions of HTTP that are good."},
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "The IP protocol to prefer: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether the other IP protocol will do."},
    {.name = "skip_resolve_phase_with_proxy",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether names are left to the proxy to resolve."},
    {.name = "no_follow_redirects",
     .type = kBool,
     .doc = "Whether redirects are not followed.",
     .deprecated = {.since = "0.19", .instead = "use `follow_redirects`"}},
    {.name = "fail_if_ssl",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether TLS is a failure."},
    {.name = "fail_if_not_ssl",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether it is a failure if there is no TLS."},
    {.name = "method",
     .type = kString,
     .default_value = "GET",
     .doc = "The method of the request."},
    {.name = "headers", .type = MapOf(kString), .doc = "Headers of the request."},
    {.name = "fail_if_body_matches_regexp",
     .type = ListOf(kPattern, "[]config.Regexp"),
     .doc = "The probe fails if the body matches one of these."},
    {.name = "fail_if_body_not_matches_regexp",
     .type = ListOf(kPattern, "[]config.Regexp"),
     .doc = "The probe fails unless the body matches all of these."},
    {.name = "fail_if_body_json_matches_cel",
     .type = kString,
     .doc = "The probe fails if this is true of the body, which is JSON."},
    {.name = "fail_if_body_json_not_matches_cel",
     .type = kString,
     .doc = "The probe fails unless this is true of the body, which is JSON."},
    {.name = "fail_if_header_matches",
     .type = ListOf(kHeaderMatchType, "[]config.HeaderMatch"),
     .doc = "The probe fails if one of these headers matches."},
    {.name = "fail_if_header_not_matches",
     .type = ListOf(kHeaderMatchType, "[]config.HeaderMatch"),
     .doc = "The probe fails unless all of these headers match."},
    {.name = "body", .type = kString, .doc = "The body of the request."},
    {.name = "body_file", .type = kFile, .doc = "A file with the body of the request."},
    {.name = "compression", .type = kString, .doc = "How the answer has to be compressed."},
    {.name = "body_size_limit",
     .type = kSize,
     .default_value = "0",
     .doc = "How much of the body is read."},
    {.name = "enable_http3",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether HTTP/3 is spoken."},
};
constexpr const Object* kHttpIncludes[] = {&kHttpClient};
constexpr Object kHttp = {
    .name = "http_probe",
    .doc = "What a probe by HTTP does.",
    .fields = kHttpFields,
    .includes = kHttpIncludes,
    .check_last = CheckHttpProbe,
    .upstream = "config.plain",
};

constexpr Field kGrpcFields[] = {
    {.name = "service", .type = kString, .doc = "The service to ask for its health."},
    {.name = "tls", .type = kBool, .default_value = "false", .doc = "Whether TLS is spoken."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "How to speak TLS."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether the other IP protocol will do."},
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "The IP protocol to prefer: `ip4` or `ip6`."},
    {.name = "metadata", .type = MapOf(kTexts, "metadata.MD"), .doc = "Metadata of the request."},
};
constexpr Object kGrpc = {
    .name = "grpc_probe",
    .doc = "What a probe by gRPC does.",
    .fields = kGrpcFields,
    .upstream = "config.plain",
};

constexpr Field kTcpFields[] = {
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "The IP protocol to prefer: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether the other IP protocol will do."},
    {.name = "source_ip_address", .type = kString, .doc = "The address to send from."},
    {.name = "query_response",
     .type = ListOf(kQueryResponseType, "[]config.QueryResponse"),
     .doc = "What is sent and expected, one after the other."},
    {.name = "tls", .type = kBool, .default_value = "false", .doc = "Whether TLS is spoken."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "How to speak TLS."},
};
constexpr Object kTcp = {
    .name = "tcp_probe",
    .doc = "What a probe by TCP does.",
    .fields = kTcpFields,
    .upstream = "config.plain",
};

constexpr Field kUnixFields[] = {
    {.name = "query_response",
     .type = ListOf(kQueryResponseType, "[]config.QueryResponse"),
     .doc = "What is sent and expected, one after the other."},
    {.name = "tls", .type = kBool, .default_value = "false", .doc = "Whether TLS is spoken."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "How to speak TLS."},
};
constexpr Object kUnix = {
    .name = "unix_probe",
    .doc = "What a probe by Unix sockets does.",
    .fields = kUnixFields,
    .upstream = "config.plain",
};

constexpr Field kIcmpFields[] = {
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "The IP protocol to prefer: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether the other IP protocol will do."},
    {.name = "source_ip_address", .type = kString, .doc = "The address to send from."},
    {.name = "payload_size", .type = kInteger, .doc = "How many bytes a packet carries."},
    {.name = "dont_fragment",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether packets must not be split."},
    {.name = "ttl",
     .type = kInteger,
     .default_value = "64",
     .doc = "How many hops a packet may take."},
};
constexpr Object kIcmp = {
    .name = "icmp_probe",
    .doc = "What a probe by ICMP does.",
    .fields = kIcmpFields,
    .check = CheckIcmpProbe,
    .upstream = "config.plain",
};

constexpr Field kValidatorFields[] = {
    {.name = "fail_if_matches_regexp",
     .type = kTexts,
     .doc = "The probe fails if a record matches one of these."},
    {.name = "fail_if_all_match_regexp",
     .type = kTexts,
     .doc = "The probe fails if all records match one of these."},
    {.name = "fail_if_not_matches_regexp",
     .type = kTexts,
     .doc = "The probe fails if a record matches none of these."},
    {.name = "fail_if_none_matches_regexp",
     .type = kTexts,
     .doc = "The probe fails if no record matches one of these."},
};
constexpr Object kValidator = {
    .name = "dns_rr_validator",
    .doc = "What the records of an answer have to match.",
    .fields = kValidatorFields,
    .upstream = "config.plain",
};

constexpr Field kDnsFields[] = {
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "The IP protocol to prefer: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether the other IP protocol will do."},
    {.name = "dns_over_tls",
     .type = kBool,
     .default_value = "false",
     .doc = "Whether TLS is spoken."},
    {.name = "tls_config", .type = SectionOf(kTlsConfig), .doc = "How to speak TLS."},
    {.name = "source_ip_address", .type = kString, .doc = "The address to send from."},
    {.name = "transport_protocol",
     .type = kString,
     .default_value = "udp",
     .doc = "Over what to ask: `udp` or `tcp`."},
    {.name = "query_class",
     .type = kClass,
     .default_value = "IN",
     .doc = "The class of the query."},
    {.name = "query_name",
     .type = kString,
     .presence = Presence::kRequired,
     .doc = "The name to ask for.",
     .missing = "query name must be set for DNS module"},
    {.name = "query_type",
     .type = kRecord,
     .default_value = "ANY",
     .doc = "The type of the query."},
    {.name = "recursion_desired",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether the server is to ask others."},
    {.name = "valid_rcodes",
     .type = ListOf(kString),
     .default_value = "NOERROR",
     .doc = "The codes of answers that are good."},
    {.name = "validate_answer_rrs",
     .type = SectionOf(kValidator),
     .doc = "What the records of the answer have to match."},
    {.name = "validate_authority_rrs",
     .type = SectionOf(kValidator),
     .doc = "What the records on authorities have to match."},
    {.name = "validate_additional_rrs",
     .type = SectionOf(kValidator),
     .doc = "What the further records have to match."},
};
constexpr Object kDns = {
    .name = "dns_probe",
    .doc = "What a probe by DNS does.",
    .fields = kDnsFields,
    .upstream = "config.plain",
};

constexpr Field kWebsocketFields[] = {
    {.name = "http_config", .type = SectionOf(kHttpClient), .doc = "How the HTTP request is made."},
    {.name = "headers",
     .type = MapOf(kHeaderValueType, "config.Headers"),
     .doc = "Headers of the request."},
    {.name = "query_response",
     .type = ListOf(kQueryResponseType, "[]config.QueryResponse"),
     .doc = "What is sent and expected, one after the other."},
    {.name = "preferred_ip_protocol",
     .type = kString,
     .default_value = "ip6",
     .doc = "The IP protocol to prefer: `ip4` or `ip6`."},
    {.name = "ip_protocol_fallback",
     .type = kBool,
     .default_value = "true",
     .doc = "Whether the other IP protocol will do."},
};
constexpr Object kWebsocket = {
    .name = "websocket_probe",
    .doc = "What a probe by WebSockets does.",
    .fields = kWebsocketFields,
    .upstream = "config.plain",
};

constexpr Field kModuleFields[] = {
    {.name = "prober",
     .type = kProber,
     .presence = Presence::kRequired,
     .doc = "How the target is probed.",
     .missing = "prober '' is not valid"},
    {.name = "timeout", .type = kGoTime, .doc = "How long a probe may take."},
    {.name = "http", .type = SectionOf(kHttp), .doc = "What a probe by HTTP does."},
    {.name = "tcp", .type = SectionOf(kTcp), .doc = "What a probe by TCP does."},
    {.name = "icmp", .type = SectionOf(kIcmp), .doc = "What a probe by ICMP does."},
    {.name = "dns", .type = SectionOf(kDns), .doc = "What a probe by DNS does."},
    {.name = "grpc", .type = SectionOf(kGrpc), .doc = "What a probe by gRPC does."},
    {.name = "unix", .type = SectionOf(kUnix), .doc = "What a probe by Unix sockets does."},
    {.name = "websocket", .type = SectionOf(kWebsocket), .doc = "What a probe by WebSockets does."},
};
// yaml.v3 takes no number for a time, not even 0, which Go's durations take in quotes.
void CheckTimeout(Section& section) {
  const yaml::Entry* timeout = section.Find("timeout");
  if (timeout == nullptr || !timeout->value.IsScalar()) return;
  const yaml::Resolved scalar =
      yaml::Resolve(timeout->value, yaml::Dialect::kGoYamlV3, section.input().arena);
  if (scalar.type != yaml::ScalarType::kInt || TimeFault(scalar.text)) return;
  section.Report(kBadValue, timeout->value, fmt::format("`{}` is no duration", scalar.text))
      .notes.emplace_back("write numbers with units, such as `5s` or `1m30s`");
}

constexpr Object kModule = {
    .name = "module",
    .doc = "A way to probe targets.",
    .fields = kModuleFields,
    .check = CheckTimeout,
    .upstream = "config.plain",
};
constexpr Type kModuleType = SectionOf(kModule);

constexpr Field kFileFields[] = {
    {.name = "modules",
     .type = MapOf(kModuleType, "map[string]config.Module"),
     .doc = "The modules, by name."},
};

}  // namespace

constexpr Object kBlackboxConfig = {
    .name = "blackbox configuration",
    .doc = "The modules of the blackbox exporter.",
    .fields = kFileFields,
    .upstream = "config.plain",
};

}  // namespace check::config::blackbox
