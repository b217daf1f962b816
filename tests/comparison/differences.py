"""Known differences between verdicts, each with its reason, so that new ones stand out."""
import re

# Part (a pattern for its title), who alone refuses, what it says (a pattern), and why that is right.
TABLE = (
    # Added in later releases.
    ("prometheus reload", "theirs", r"tls_config.max_version must be greater than or equal to",
     "promtool does not compare them; we do, and warn"),
    ("prometheus reload", "theirs", r"panic: .*makeslice|panic: duplicate metrics collector", "2.42 accepts any queue_config, and some crash it"),
    ("blackbox", "theirs", r'regexp=\\?"\(\?<', "groups with such a name came with Go 1.22"),
    ("metrics", "theirs", r"invalid label name for metric|invalid metric name", "quoted names were added in 3.0"),
    ("metrics", "ours", r"the count of a bucket is negative", "newer promtool reports this as well"),
    ("web-config", "ours", r"`cipher_suites` cannot be `TLS_RSA_WITH_AES_128_CBC_SHA`", "Go 1.22 counts it among the insecure ones"),
    ("blackbox", "ours", r"needs `prober`|`prober` is empty|`prober` cannot be", "0.23 accepts a module with any prober, and then cannot probe"),
    ("blackbox", "theirs", r"field (unix|websocket|labels|expect_bytes|fail_if_body_json_matches_cel|http_headers) not found",
     "0.23 does not know the field"),
    ("web-config", "theirs", r"field (cert|key|client_ca|client_allowed_sans) not found", "2.42 reads certificates only from files"),
    ("amtool 0.25 check-config", "theirs", r"field (ttl|name) not found", "0.25 does not know the field"),
    ("amtool 0.25 check-config", "theirs", r"invalid label name .* in group_by list|is not a valid label name|bad matcher format",
     "labels can have any name since 0.27"),
    ("amtool 0.25 matchers", "theirs", r"bad matcher format", "0.27 added a second syntax, which accepts any name"),
    ("amtool 0.25 check-config", "ours", r"`cert_file` needs one of", "0.25 takes a certificate without a key, and then does not use it"),
    ("alertmanager 0.25 reload", "ours", r"`cert_file` needs one of", "0.25 takes a certificate without a key, and then does not use it"),
    # Differences between promtool and the server; check config covers both.
    ("prometheus reload", "ours", r"cannot be scraped: ", "the server drops such a target, promtool refuses the file"),
    ("prometheus reload", "theirs", r"duplicate remote write configs are not allowed|Error reloading config",
     "promtool takes two equal sections, and so do we, with a warning"),
    # Metrics must also be readable for the server, whose parser differs from promtool's.
    ("metrics", "ours", r"unknown metric type `Counter`|the type of `\w+` is missing", "the server requires a type, in lower case"),
    ("metrics", "ours", r"leading spaces, which the server reads", "the server takes them for a part of it"),
    ("metrics", "ours", r"expected a timestamp or the end of the line, but found `-`", "the server accepts no time before 1970"),
)

_parts, _used = set(), set()


def explains(part, refuser, message):
    """Whether the table has a reason for a verdict that only `refuser` came to, saying `message`."""
    for row in TABLE:
        if refuser == row[1] and re.search(row[0], part) and re.search(row[2], message):
            _used.add(row)
            return True
    return False


def compared(part):
    """To be called of each part that was looked at."""
    _parts.add(part)


def unused():
    """What the table says of these parts, but did not happen."""
    return ["%s, only %s: %s" % row[:3] for row in TABLE if row not in _used and any(re.search(row[0], part) for part in _parts)]
