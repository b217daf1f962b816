"""Mutants of configurations and metrics: texts that are a little wrong, or right in another way.

All chances come from Numbers, so the same seed makes the same mutants everywhere.
"""
import re


class Numbers:
    """A linear congruential generator: short, and the same with every release of Python."""

    def __init__(self, seed):
        self.state = seed * 2 + 1

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self.state >> 33) % limit

    def pick(self, options):
        return options[self.below(len(options))]


ANY = ("abc", '""', "~", "5", "true", "[a]", "{a: b}", "[]", "{}", "2020-01-01", "1.0", "!!str 5", '"\\u00e9"', "a b",
       "'it''s'", "-", "é", "!!int abc", "null", "&a b", "*nothing", "0x1F", "*", "@", "%", "`", '"', "yes", ".inf")
DURATION = ("0s", "1s", "5m", "-1s", "1.5h", "5", "0", '"5"', "1d12h", "1h30", "293y", "1000y", '""', "1000000000000h", "5m5m",
            "1ms", "5M", " 7s", "1w", "1h1d", "4s", "11s", "3600s")
NUMBER = ("0", "-1", "1", "1.5", "1.0", "0x10", "0o17", "017", "0b11", "1e3", ".inf", ".nan", "-.inf", "18446744073709551615",
          "18446744073709551616", "9223372036854775808", '"5"', "1_000", "+5", "099", "65536", "256", "!!int 5", "!!float 5")
BOOL = ("true", "false", "yes", "no", "on", "off", "True", "TRUE", "y", "n", '"true"', "1", "0", "~", "tRue")
URL = ("http://127.0.0.1", '""', "http://", "://x", "127.0.0.1:80", "http://127.0.0.1:99999/", "http://127.0.0.1:x/",
       '"http://a b/"', "http://%zz", '"http://[::1]:80"', "/path", "ftp://127.0.0.1", "https://me:hush@127.0.0.1/",
       '"http://127.0.0.1/?q=%zz"', '"http://[::1"', '"http://127.0.0.1/\\x7f"', "http:127.0.0.1", "mailto:a@b")
REGEX = (".*", "(", "'['", "a{1001}", "a{1000}", "(?i)x", "(?<n>x)", "(?P<n>x)", r"'\d+'", '"[[:alpha:]]"', r"'\'", "'*'",
         "(?=a)", r"'\p{Greek}'", "(a{1000}){1000}", "a**", r"'\1'", "x{2,1}", "[b-a]", '""', r"'\C'", r"'\8'", "(?U)a+",
         "(a{100}){10}", "(a{100}){11}", "(?s).", "(?x)a", r"'\pN'", r"'\z'", r"'\Z'", "((((((a))))))", "^a$", "a|", "|", r"'\Q('")
SIZE = ("10MB", "10", "0", "-1MB", "10mb", "1.5GB", "10EB", "17EB", "1MiB", '""', "KB", "10 MB", "1B", "1k", "1GB512MB")
LABEL = ("foo", "__foo", "foo-bar", "1a", '""', "foo.bar", "$1", "${1}_x", "__name__", "ä", "a$b", "$$", '"a b"', "le")
ADDRESS = ("127.0.0.1:1", "127.0.0.1", '""', "http://127.0.0.1", "127.0.0.1:1/x", '":80"', '"[::1]:80"', "127.0.0.1:99999", "a:b:c",
           '"a b"', "unix:///x")
PATH = ("*.yml", "no.yml", "a/*/b.yml", "a*/b.json", "x.txt", "[", "'[a-'", "targets/*.json", "targets/one.json", "rules/up.yml",
        "rules/?p.yml", '""', "a*b*.json", "server.crt", "server.key", "other.key", "no.crt", "tls.yml")
PASSWORD = ("hush", "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi", "$2a$03$" + "a" * 53, "$2a$32$" + "a" * 53,
            "$2a$31$" + "a" * 53, "$3a$10$" + "a" * 53, "$1$10$" + "a" * 53, "x2y$10$" + "a" * 53, "$2$10$" + "a" * 53,
            "$2y$1x$" + "a" * 53, "$2y$10$" + "a" * 52, "$2y$10$" + "a" * 51, '""', "$2y$+9$" + "a" * 53)
MATCHER = ("a=b", "'a=\"b\"'", "a", "'a='", "'a=~('", "'{a=b}'", "'{a=b'", "'a=b, c!=d'", "'a=b,'", "'a=b, c'", "'\"a b\"=c'", "'a=\"b'",
           "'a=\"b\"c'", "'a =~ b|c'", "'a!b'", "'é=b'", "'a=é'", "'a=\"\\\\d\"'", "'a=~\"\\d+\"'", "'a=~\"[\"'", '""', "'{}'", "'a:b=c'", "'a-b=c'",
           "'1a=b'", "'a=~.*'", "'a==b'", "'=b'", "'a=b c'", "\"a=\\\"b\\n\\\"\"", "'a=\"b\",c=\"d\"'", "'a=b}'", "'a!~b'")
DAYS = ("monday", "Monday", "mon", "monday:friday", "friday:monday", "sunday:saturday", "'monday:'", "':friday'", "monday:tuesday:friday", "0",
        '""', "'monday : friday'", "saturday")
MONTH_DAYS = ("1", "31", "32", "0", "-1", "-31", "-32", "1:5", "5:1", "-5:-1", "-1:-5", "1:-1", "-1:1", "30:-1", "28:-5", "x", '""', "'1:'",
              "1.5", "'01'", "+1", "1:2:3")
MONTHS = ("january", "jan", "May", "5", "13", "0", "-1", "3:1", "march:january", "january:13", "'may:'", '""', "december", "1:2:3")
YEARS = ("2026", "2030:2026", "2026:2030", "x", '""', "-5", "99999999999999999999", "'2026:'", "1.5")
CLOCK = ("00:00", "'24:00'", "'24:01'", "'9:00'", "'09:60'", "'23:59'", '""', "9:00", "noon", "'09:00:00'", "'25:00'", "0900", "12:00")
PLACES = ("UTC", "Local", "local", "Europe/Berlin", "europe/berlin", "Europe/Nowhere", '""', "../etc/passwd", "/UTC", "CET", "'+02:00'", "Z")
# What else a field could say, by its name: kinds of values, or the words themselves.
VALUES = {
    "scrape_interval": DURATION, "scrape_timeout": DURATION, "evaluation_interval": DURATION, "timeout": DURATION,
    "refresh_interval": DURATION, "remote_timeout": DURATION, "batch_send_deadline": DURATION, "min_backoff": DURATION,
    "max_backoff": DURATION, "send_interval": DURATION, "out_of_order_time_window": DURATION, "fetch_timeout": DURATION,
    "sample_limit": NUMBER, "target_limit": NUMBER, "label_limit": NUMBER, "label_name_length_limit": NUMBER, "port": NUMBER,
    "capacity": NUMBER, "max_shards": NUMBER, "min_shards": NUMBER, "max_exemplars": NUMBER, "modulus": NUMBER, "ttl": NUMBER,
    "sampling_fraction": NUMBER, "payload_size": NUMBER, "version": NUMBER, "valid_status_codes": NUMBER, "max_samples_per_send": NUMBER,
    "honor_labels": BOOL, "follow_redirects": BOOL, "insecure_skip_verify": BOOL, "send": BOOL, "http2": BOOL, "tls": BOOL,
    "starttls": BOOL, "fail_if_ssl": BOOL, "prefer_server_cipher_suites": BOOL, "read_recent": BOOL,
    "url": URL, "proxy_url": URL, "token_url": URL, "server": URL, "api_server": URL, "endpoint": URL, "host": URL,
    "regex": REGEX, "regexp": REGEX, "expect": REGEX, "fail_if_body_matches_regexp": REGEX, "fail_if_matches_regexp": REGEX,
    "fail_if_not_matches_regexp": REGEX, "body_size_limit": SIZE,
    "target_label": LABEL, "source_labels": LABEL, "env": ANY, "targets": ADDRESS, "files": PATH, "rule_files": PATH,
    "cert_file": PATH, "key_file": PATH, "client_ca_file": PATH, "query_log_file": PATH,
    "replacement": ("$1", "${1}", "$", "${", "$x", "127.0.0.1:1", "a/b", "0s", "40s", '""', "'ä'", "1"),
    "action": ("replace", "keep", "drop", "hashmod", "labelmap", "labeldrop", "labelkeep", "lowercase", "UPPERCASE", "keepequal",
               "dropequal", "DropEqual", "remove", '""', "keep_equal"),
    "separator": ("';'", '""', "'ab'", "5"),
    "scheme": ("http", "https", "HTTP", "ftp", '""'),
    "metrics_path": ("/metrics", "metrics", '""', "/a b", "/a?b=c"),
    "api_version": ("v1", "v2", "v3", '""', "V2"),
    "min_version": ("TLS10", "TLS11", "TLS12", "TLS13", "TLS1.2", "tls12", "5", '""'),
    "max_version": ("TLS10", "TLS11", "TLS12", "TLS13", "TLS1.2", "tls12", "5", '""'),
    "client_type": ("grpc", "http", "HTTP", '""', "udp"),
    "compression": ("gzip", '""', "zstd", "none", "br", "deflate", "identity"),
    "prober": ("http", "tcp", "icmp", "dns", "grpc", "HTTP", "unix", '""'),
    "role": ("pod", "node", "hcloud", "robot", "instance", "baremetal", "tasks", "nodes", "container", "cn", "services", "hypervisor",
             '""'),
    "service": ("vps", "dedicated_server", "dedicated", '""'),
    "availability": ("public", "internal", "admin", "x", '""'),
    "zone": ("fr-par-1", "nl-ams-1", "x", '""'),
    "authentication_method": ("OAuth", "ManagedIdentity", "SDK", "oauth", '""'),
    "client_auth_type": ("NoClientCert", "RequestClientCert", "RequireAnyClientCert", "RequireClientCert", "VerifyClientCertIfGiven",
                         "RequireAndVerifyClientCert", "none", '""'),
    "cipher_suites": ("TLS_RSA_WITH_RC4_128_SHA", "TLS_AES_256_GCM_SHA384", "TLS_NULL", '""', "tls_aes_256_gcm_sha384",
                      "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305"),
    "curve_preferences": ("CurveP384", "CurveP521", "X25519", "P256", "x25519", "X25519MLKEM768"),
    "X-Frame-Options": ("deny", "sameorigin", "DENY", "allow", '""'),
    "X-Content-Type-Options": ("nosniff", "sniff", '""'),
    "alice": PASSWORD, "bob": PASSWORD, "me": PASSWORD,
    "query_type": ("A", "AAAA", "a", "ANY", "TYPE1", '""', "MX", "NXNAME", "HTTPS"),
    "query_class": ("IN", "CH", "in", "ANY", '""'),
    "query_name": ("a.example", '""', ".", "a..b", "a b"),
    "valid_rcodes": ("NOERROR", "noerror", "SERVFAIL", "BADSIG", '""'),
    "preferred_ip_protocol": ("ip4", "ip6", "ip5", '""'),
    "transport_protocol": ("udp", "tcp", "tls", '""'),
    "valid_http_versions": ("HTTP/1.1", "HTTP/9", '""', "1.1"),
    "method": ("GET", "get", "BREW", '""', "A B"),
    "group_wait": DURATION, "group_interval": DURATION, "repeat_interval": DURATION, "resolve_timeout": DURATION, "retry": DURATION,
    "expire": DURATION, "continue": BOOL, "send_resolved": BOOL, "require_tls": BOOL, "short": BOOL, "update_alerts": BOOL,
    "matchers": MATCHER, "source_matchers": MATCHER, "target_matchers": MATCHER, "team": REGEX, "alertname": REGEX, "equal": LABEL,
    "group_by": LABEL + ("'...'",), "receiver": ("pager", "nobody", '""', "5", "everybody"), "weekdays": DAYS, "days_of_month": MONTH_DAYS,
    "months": MONTHS, "years": YEARS, "location": PLACES, "start_time": CLOCK, "end_time": CLOCK, "mute_time_intervals": ("office", "none"),
    "smarthost": ADDRESS, "smtp_smarthost": ADDRESS, "api_url": URL, "webhook_url": URL, "slack_api_url": URL,
    "max_alerts": NUMBER, "chat_id": NUMBER, "parse_mode": ("HTML", "html", "Markdown", "MarkdownV2", '""', "x"),
    "message_type": ("text", "markdown", "CRITICAL", '""', "x"), "topic_arn": ("a", '""', "arn:aws:sns:x"),
    "type": ("Bearer", "Basic", "basic", '""', "A", "SRV", "MX", "a"),
}
LIMITS = tuple("%s: %s" % (name, value) for name in (
    "sample_limit", "body_size_limit", "native_histogram_bucket_limit", "keep_dropped_targets") for value in ("1", "-1", "1.5", "10MB"))
CLIENT = (
    "basic_auth: {username: me, password: hush}", "basic_auth: {password: a, password_file: b}", "basic_auth: {username_file: u}",
    "basic_auth: {}", "basic_auth:", "authorization: {type: Basic, credentials: x}", "authorization: {credentials: hush}",
    "authorization: {credentials: a, credentials_file: b}", "authorization: {credentials_file: none}", "authorization: {type: ''}",
    "authorization: {}", "bearer_token: hush", "bearer_token_file: none", "bearer_token_file: targets/one.json",
    "oauth2: {client_id: a, client_secret: b, token_url: 'http://127.0.0.1'}", "oauth2: {client_id: a}", "oauth2: {}",
    "oauth2: {client_id: a, client_secret: b, client_secret_file: c, token_url: 'http://127.0.0.1'}",
    "proxy_url: http://127.0.0.1:1", "no_proxy: a", "proxy_from_environment: true", "proxy_connect_header: {a: [b]}",
    "tls_config: {cert: a, key: b}", "tls_config: {ca_file: none}", "tls_config: {cert_file: none}", "tls_config: {key_file: none}",
    "tls_config: {cert_file: none, key_file: none}", "tls_config: {min_version: TLS14}", "tls_config: {max_version: TLS12}",
    "tls_config: {min_version: TLS13, max_version: TLS12}", "tls_config: {ca: x, ca_file: y}", "tls_config: {}", "tls_config:",
    "follow_redirects: 1", "enable_http2: true", "http_headers: {X-A: {values: [b]}}")
SCRAPE = CLIENT + LIMITS + (
    "job_name: second", "job_name: ''", "job_name: 5", "scrape_interval: 1s", "scrape_interval: 0s", "scrape_timeout: 1h",
    "scrape_timeout: 0s", "scrape_protocols: [PrometheusProto]", "scrape_classic_histograms: true", "fallback_scrape_protocol: x",
    "metric_name_validation_scheme: legacy", "track_timestamps_staleness: true", "enable_compression: false",
    "static_configs: []", "static_configs: [~]", "static_configs: [{targets: [127.0.0.1/x]}]", "static_configs: [127.0.0.1]",
    "static_configs: [{targets: [a], labels: {a-b: c}}]", "static_configs: [{targets: a}]", "static_configs: [{labels: {a: 5}}]",
    "static_configs: [{targets: ['http://127.0.0.1']}]", "static_configs: [{targets: ['']}]", "file_sd_configs: [{files: [a.txt]}]",
    "file_sd_configs: [{}]", "file_sd_configs: [~]", "file_sd_configs: [{files: []}]", "file_sd_configs: [{files: [none.json]}]",
    "http_sd_configs: [{url: ''}]", "http_sd_configs: [{url: 'ftp://127.0.0.1'}]", "http_sd_configs: [{url: 'http://'}]",
    "relabel_configs: [~]", "relabel_configs: [{}]", "relabel_configs: [{action: replace}]", "relabel_configs: {}", "target_groups: []",
    "relabel_configs: [{target_label: __scrape_interval__, replacement: 0s}]",
    "relabel_configs: [{target_label: __scrape_timeout__, replacement: 1h}]",
    "relabel_configs: [{target_label: __address__, replacement: 'a/b'}]", "relabel_configs: [{regex: '.*', action: labeldrop}]",
    "metric_relabel_configs: [{action: keep}]", "params: {a: b}", "params: {a: [b]}", "params: []")
RELABEL = ("regex: '('", "modulus: 5", "target_label: foo", "source_labels: [a]", "action: drop", "action: hashmod", "separator: x",
           "replacement: x", "source_labels: a", "source_labels: [a-b]", "regexp: x", "target_label: ''")
# Lines to put beside a field, which stands for the section it is in.
BESIDE = {
    "job_name": SCRAPE, "metrics_path": SCRAPE, "honor_labels": SCRAPE, "static_configs": SCRAPE,
    "source_labels": RELABEL, "target_label": RELABEL, "action": RELABEL,
    "remote_timeout": CLIENT + ("name: first", "name: back", "sigv4: {}", "headers: {Authorization: a}", "headers: {Host: a}",
                                "headers: {content-encoding: a}", "protobuf_message: x", "azuread: {}",
                                "write_relabel_configs: [~]", "required_matchers: {a-b: c}", "queue_config: {max_shards: -1}",
                                "headers: {X-Prometheus-Remote-Read-Version: a}", "url: ''"),
    "path_prefix": CLIENT + ("api_version: v1", "timeout: 0s", "sigv4: {}", "relabel_configs: [~]", "alert_relabel_configs: []",
                             "static_configs: [{targets: [a/b]}]", "scheme: x"),
    "query_log_file": ("external_labels: {a-b: c}", "external_labels: {__a: c}", "external_labels: {a: $HOME}", "scrape_timeout: 1h",
                       "scrape_interval: 5s", "body_size_limit: 1MB", "keep_dropped_targets: 5", "rule_query_offset: 1m",
                       "external_labels: [a]", "scrape_protocols: []", "query_log_file: b", "external_labels: {a: ~}"),
    "endpoint": ("tls_config: {cert_file: a}", "timeout: 1s", "insecure: 1", "headers: {authorization: a}", "sampling_fraction: 2"),
    "client_type": ("tls_config: {cert_file: a}", "headers: {a: ~}", "endpoint: ''", "sampling_fraction: 2", "http_headers: {}"),
    "prober": ("timeout: 5s", "timeout: 5", "timeout: 5 s", "http: {}", "tcp: ~", "icmp: {ttl: 300}", "dns: {}", "dns: {query_name: a}",
               "grpc: {}", "http: {headers: {a: [b]}}", "http: {body: a, body_file: b}", "http: {compression: br}",
               "http: {valid_status_codes: 200}", "tcp: {query_response: [{expect: '('}]}", "icmp: {payload_size: -1}", "http:",
               "http: {method: GET, body: x}", "unix: {}", "http: {compression: gzip, headers: {accept-encoding: deflate}}",
               "http: {compression: gzip, headers: {Accept-Encoding: 'gzip;q=0, *'}}", "timeout: 1h"),
    "method": CLIENT + ("headers: {a: b}", "body_size_limit: 1XB", "fail_if_header_matches: [{header: a}]", "body_file: none",
                        "fail_if_header_matches: [{regexp: a}]", "fail_if_body_matches_regexp: a", "no_follow_redirects: true",
                        "skip_resolve_phase_with_proxy: true", "fail_if_header_matches: [{header: a, regexp: '('}]",
                        "http_headers: {}", "body: [a]", "fail_if_body_json_matches_cel: 'a'"),
    "query_name": ("validate_answer_rrs: {fail_if_matches_regexp: ['(']}", "query_type: XX", "dns_over_tls: x", "ip_protocol_fallback: 5",
                   "validate_answer_rrs: ~", "recursion_desired: no", "tls_config: {min_version: x}"),
    "send": ("expect: '('", "expect: a", "starttls: 5", "expect_bytes: a", "labels: [{name: a}]"),
    "http2": ("headers: {Server: a}", "headers: {x-frame-options: deny}", "headers: {X-XSS-Protection: ''}", "headers: []", "http3: true"),
    "receiver": ("matchers: [a=b]", "matchers: 'a=b'", "matchers: ['a=~(']", "matchers: [~]", "match: {a: b}", "match: {a-b: c}", "match_re: {a: '('}",
                 "match_re: {a: ~}", "match: [a]", "continue: true", "group_by: ['...', a]", "group_by: [a, a]", "group_by: a", "group_by: [a-b]",
                 "group_by: []", "group_by: ['']", "group_interval: 0s", "repeat_interval: 0s", "group_wait: 0s", "routes: [~]", "routes: {}",
                 "routes: [{}]", "routes: [{receiver: nobody}]", "mute_time_intervals: [none]", "mute_time_intervals: [night, night]",
                 "active_time_intervals: [none]", "active_time_intervals: [office]", "receivers: []", "labels: {a: b}"),
    "source_matchers": ("equal: a", "equal: [a-b]", "equal: ['']", "source_match: {a: ~}", "target_match_re: {a: '['}", "target_matchers: []",
                        "source_match: {}", "source_match: {é: a}", "name: a"),
    "target_matchers": ("target_match: {a: b}", "target_match: {__a: b}"),
    "weekdays": ("times: []", "times: [~]", "times: [{}]", "months: [1]", "months: 5", "years: [1]", "days_of_month: [15]", "location: ''",
                 "location: Local", "weekdays: []", "zone: UTC"),
    "to": ("headers: {subject: a, Subject: b}", "smarthost: a", "auth_password: a", "auth_password_file: b", "hello: a", "tls_config: {}",
           "subject: a", "text: '{{'", "tls_config: {cert_file: a}", "from: ''", "headers: []"),
    "channel": ("api_url: 'http://127.0.0.1'", "api_url_file: a", "actions: [{}]", "actions: [{type: a, text: b}]", "fields: [{title: a}]",
                "color: 5", "api_url: ''", "fields: [~]", "actions: [{type: a, text: b, name: c, confirm: {}}]", "mrkdwn_in: text"),
    "routing_key": CLIENT + ("service_key: a", "routing_key_file: a", "details: [a]", "api_key: a", "api_key_file: b", "url: ''"),
    "user_key": ("user_key_file: a", "token_file: a", "retry: 1d", "html: true", "ttl: 1h"),
    "responders": ("api_key: a", "api_key_file: b", "responders: [{}]", "responders: [{id: a}]", "responders: [{name: a, type: x}]",
                   "responders: [{name: a, type: TEAM}]"),
    "to_user": ("api_secret: ''", "corp_id: ''", "message_type: x", "api_url: a"),
    "topic_arn": ("target_arn: a", "phone_number: a", "sigv4: {access_key: a}", "sigv4: {}"),
    "bot_token": ("chat_id: 0", "bot_token_file: a", "parse_mode: x", "api_url: a"),
    "room_id": ("api_url: a", "http_config: {}", "http_config: ~"),
    "max_alerts": CLIENT + ("url_file: a", "url: '{{ . }}'", "timeout: 1d"),
    "resolve_timeout": CLIENT + ("smtp_auth_password_file: a", "slack_api_url_file: a", "opsgenie_api_url: x", "http_config: {}", "http_config: ~",
                                 "smtp_hello: ''", "pagerduty_url: ftp://a", "webex_api_url: ''", "smtp_require_tls: 5"),
    "cert_file": ("cert: a", "key: b", "client_ca: c", "client_allowed_sans: [a]", "key_file: other.key", "client_auth_type: x"),
    "min_version": ("max_version: TLS10", "min_version: 5"),
}

KEY = re.compile(r"(?<![\w\"'/.$-])([A-Za-z_][\w-]*):(?=[ \n])")
SCALAR = re.compile(r"(?<![\w\"'/.$-])([A-Za-z_][\w-]*): +(\"[^\"\n]*\"|'[^'\n]*'|[^\s\[\]{},#&*][^\n,\]}]*)")
ITEM = re.compile(r"(?:[\[,] *|- )(\"[^\"\n]*\"|'[^'\n]*'|[^\s\[\]{},#:\"'-][^\n,\]}:]*)(?=[,\]\n])")


def cut(text, begin, end, new):
    return text[:begin] + new + text[end:]


def key_of_item(text, at):
    """The field whose list an item is in."""
    keys = [m for m in KEY.finditer(text[:at])]
    return keys[-1].group(1) if keys else ""


def other_value(numbers, text):
    m = numbers.pick(list(SCALAR.finditer(text)))
    pool = VALUES.get(m.group(1), ANY)
    if numbers.below(6) == 0:
        pool = ANY
    return cut(text, m.start(2), m.end(2), numbers.pick(pool))


def other_item(numbers, text):
    items = list(ITEM.finditer(text))
    if not items:
        return other_value(numbers, text)
    m = numbers.pick(items)
    pool = VALUES.get(key_of_item(text, m.start(1)), ANY)
    return cut(text, m.start(1), m.end(1), numbers.pick(pool if numbers.below(6) else ANY))


def known_value(numbers, text):
    """Another value for a field whose kind is known."""
    known = [m for m in SCALAR.finditer(text) if m.group(1) in VALUES]
    if not known:
        return other_value(numbers, text)
    name = numbers.pick(sorted({m.group(1) for m in known}))
    m = numbers.pick([m for m in known if m.group(1) == name])
    return cut(text, m.start(2), m.end(2), numbers.pick(VALUES[name]))


def field_beside(numbers, text):
    known = [m for m in KEY.finditer(text) if m.group(1) in BESIDE]
    if not known:
        return known_value(numbers, text)
    name = numbers.pick(sorted({m.group(1) for m in known}))
    m = numbers.pick([m for m in known if m.group(1) == name])
    start = text.rfind("\n", 0, m.start()) + 1
    before, new = text[start:m.start()], numbers.pick(BESIDE[name])
    if before.count("{") > before.count("}"):
        return cut(text, m.start(), m.start(), new + ", ")
    return cut(text, m.start(), m.start(), new + "\n" + " " * len(before))


def misspelt_key(numbers, text):
    m = numbers.pick(list(KEY.finditer(text)))
    name = m.group(1)
    at = numbers.below(len(name))
    new = numbers.pick((name[:at] + name[at + 1:] or "x", name + "s", name.upper(), name[:at] + "_" + name[at:], name.capitalize(),
                        "x" + name, '"%s"' % name))
    return cut(text, m.start(1), m.end(1), new)


def swapped_keys(numbers, text):
    keys = list(KEY.finditer(text))
    a, b = numbers.pick(keys), numbers.pick(keys)
    return cut(text, a.start(1), a.end(1), b.group(1))


def lines_of(text):
    return text.splitlines(keepends=True) or [""]


def dropped_line(numbers, text):
    lines = lines_of(text)
    del lines[numbers.below(len(lines))]
    return "".join(lines)


def doubled_line(numbers, text):
    lines = lines_of(text)
    at = numbers.below(len(lines))
    lines.insert(at, lines[at])
    return "".join(lines)


def moved_line(numbers, text):
    lines = lines_of(text)
    line = lines.pop(numbers.below(len(lines)))
    lines.insert(numbers.below(len(lines) + 1), line)
    return "".join(lines)


def slipped_line(numbers, text):
    lines = lines_of(text)
    at = numbers.below(len(lines))
    lines[at] = numbers.pick((" " + lines[at], "  " + lines[at], lines[at][1:] or "\n", lines[at][2:] or "\n", "\t" + lines[at],
                              "    " + lines[at].lstrip()))
    return "".join(lines)


def doubled_item(numbers, text):
    """A list's item twice, such as a job."""
    blocks = list(re.finditer(r"(?m)^( *)- .*\n(?:\1 +.*\n)*", text))
    if not blocks:
        return doubled_line(numbers, text)
    m = numbers.pick(blocks)
    return cut(text, m.end(), m.end(), m.group(0))


def dropped_item(numbers, text):
    blocks = list(re.finditer(r"(?m)^( *)- .*\n(?:\1 +.*\n)*", text))
    if not blocks:
        return dropped_line(numbers, text)
    m = numbers.pick(blocks)
    return cut(text, m.start(), m.end(), "")


def odd_character(numbers, text):
    at = numbers.below(len(text) + 1)
    new = numbers.pick(("", "\t", "'", '"', "{", "}", "[", "]", ":", "#", "- ", "&", "*", "!", "|", ">", "%", "@", ",", "\n", "\\", "\r\n",
                        "\x07", "\u2028", "\u00a0", "---\n", "? ", ": ", "\ufeff", "\u0085"))
    return cut(text, at, at + numbers.below(2), new)


def cut_off(numbers, text):
    return text[:numbers.below(len(text) + 1)]


def null_field(numbers, text):
    m = numbers.pick(list(KEY.finditer(text)))
    end = text.find("\n", m.end())
    return cut(text, m.end(), end, "")


def extra_document(numbers, text):
    return numbers.pick((text + "---\n{}\n", "---\n" + text, text + "...\n", "%YAML 1.1\n---\n" + text, text + "nonsense: 1\n", text + "x\n",
                         text.replace("\n", "\r\n"), text + "\n\n# end", "\ufeff" + text, "# \u00e4\n" + text))


FIELD_WISE = (known_value, known_value, known_value, known_value, field_beside, field_beside, field_beside, other_item, other_item,
              other_value, other_value, misspelt_key, null_field, doubled_item, dropped_item)
LINE_WISE = (swapped_keys, dropped_line, doubled_line, moved_line, slipped_line, odd_character, cut_off, extra_document)


def mutant(numbers, text, operators=FIELD_WISE * 2 + LINE_WISE):
    """`text` after one or two changes; they differ from it."""
    new = text
    while new == text:
        for _ in range(1 + (numbers.below(4) == 0)):
            if text.startswith("["):
                new = json_change(numbers, new)
            elif KEY.search(new) and SCALAR.search(new):
                new = numbers.pick(operators)(numbers, new)
    return new


JSON_WORDS = ('"a"', '"127.0.0.1:1"', '"http://127.0.0.1"', "5", "null", "true", "[]", "{}", '["a"]', '{"a": "b"}', '{"a": 5}', '"a-b"',
              '"\\ud800"', '"\\x"', '"\t"', "'a'", "abc", '"0s"', '"10s"', '""', "1e5", "01", "[null]", '"__address__"', '"targets"',
              '"Targets"', '"labels"', '"LABELS"', '"label"', '"__scrape_timeout__"', '"__scheme__"')


def json_change(numbers, text):
    """A change of a JSON text: another value or key, or one of the changes of lines."""
    values = list(re.finditer(r'"[^"\n]*"|\[[^][]*\]|\{[^{}]*\}', text))
    if not values or numbers.below(4) == 0:
        return numbers.pick((dropped_line, doubled_line, slipped_line, odd_character, cut_off, moved_line))(numbers, text or " ")
    m = numbers.pick(values)
    return cut(text, m.start(), m.end(), numbers.pick(JSON_WORDS))


SAMPLE_VALUES = ("NaN", "Inf", "+Inf", "-inf", "1e400", "0x10", "1_000", "", "abc", "1 2 3", "1.5 99999999999999999999", "1 1.5", "1 -5", "+5",
                 ".5", "5.", "1e", "0x1p-2", "1  ", "\t1", "infinity", "1d", "0b1", "1,5", "٣", "1 # {} 5", "1e-400", "nan", "--1")
NAMES = ("a:b", "1a", "a.b", "a-b", "ä", "_", ":", "__name__", "le", "a b", '"a.b"', "")
TYPES = ("counter", "gauge", "histogram", "summary", "untyped", "unknown", "info", "Counter", "", "counter x", "stateset")
LABELS = ('{a="b"}', "{}", '{a="b",}', "{a=b}", '{a="b"', '{a-b="c"}', '{a="b",a="c"}', '{,a="b"}', '{a="\\x"}', '{a="\n"}', '{a = "b"}',
          '{ a="b" , c="d" }', '{__name__="x"}', '{le="x"}', "{a='b'}", '{"a.b"="c"}', '{a="\\\\"}', '{a="b"}}', '{"x",a="b"}', '{a="b" c="d"}',
          '{a="\udcff"}', '{:a="b"}', '{a:b="c"}', '{quantile="x"}')
ODD_LINES = ("# HELP", "# TYPE", "# HELP a", "# TYPE a", "#", "# EOF", "# TYPE up gauge", "# HELP up x", "# HELP up y", "# UNIT up s", "{}", "up", "up 1",
             "up{} 1", "\x00", "\r", "# TYPE queue_items counter", "# HELP queue_items again \\x", "# HELP  up x", "#TYPE up gauge", "# TYPE up bad",
             "latency_seconds 5", 'latency_seconds_bucket{le="0.1"} 3', "latency_seconds_bucket 7", 'rpc_seconds{quantile="2"} 5', "rpc_seconds_sum NaN",
             "latency_seconds_count -1", "http_requests_total_created 5", " up 1", "\tup 1 ", "up\t1\t5", "up 1\r", '# HELP "a.b" x')


def metrics_mutant(numbers, text):
    """Metrics after one or two changes. Not all of them are UTF-8: bytes hide in surrogates."""
    new = text
    while new == text:
        for _ in range(1 + (numbers.below(4) == 0)):
            new = metrics_change(numbers, new)
    return new


def metrics_change(numbers, text):
    lines = text.split("\n")
    samples = [i for i, line in enumerate(lines) if line and not line.startswith("#")]
    types = [i for i, line in enumerate(lines) if line.startswith("# TYPE")]
    if not samples or not types:
        return text + numbers.pick(ODD_LINES) + "\n"
    at, of_type, chance = numbers.pick(samples), numbers.pick(types), numbers.below(10)
    name, labels, value = re.match(r"([^{ ]*)(\{.*\})? ?(.*)", lines[at]).groups()
    if chance < 2:
        lines[at] = "%s%s %s" % (name, labels or "", numbers.pick(SAMPLE_VALUES))
    elif chance < 4:
        lines[at] = "%s%s %s" % (name, numbers.pick(LABELS), value)
    elif chance == 4:
        lines[at] = "%s%s %s" % (numbers.pick(NAMES), labels or "", value)
    elif chance == 5:
        lines[of_type] = "%s %s" % (lines[of_type].rsplit(" ", 1)[0], numbers.pick(TYPES))
    elif chance < 8:
        lines.insert(numbers.below(len(lines)), numbers.pick(ODD_LINES))
    else:
        return numbers.pick((odd_character, cut_off, doubled_line, dropped_line, moved_line))(numbers, text)
    return "\n".join(lines)
