#!/usr/bin/env python3
"""Writes the inputs of compare.py: the same bytes on every machine, from no clock and no system random source."""
import os

SERVICES = ("basket browse catalog courier delivery discount email fraud gift invoice ledger login "
            "notify order payment price refund review search stock").split()
TEAMS = "checkout platform reach supply trust".split()
RANGES = "1m 5m 10m 30m 1h 2h 6h 1d 3d".split()

RECORDS = (
    ("{s}:handled:rate{w}",
     'sum by (job, instance) (rate({s}_handled_total{{job="{s}"}}[{w}]))'),
    ("{s}:failed:ratio_rate{w}",
     'sum by (job) (rate({s}_handled_total{{job="{s}",code=~"5..|429"}}[{w}]))\n/\n'
     'sum by (job) (rate({s}_handled_total{{job="{s}"}}[{w}]))'),
    ("{s}:seconds:p{q}_{w}",
     "histogram_quantile(0.{q}, sum without (instance, pod) (\n"
     '  rate({s}_seconds_bucket{{job="{s}",route!~"/(live|ready|metrics).*"}}[{w}])\n))'),
    ("{s}:cpu:seconds_rate{w}",
     'sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{{namespace="{s}",image!=""}}[{w}]))\n'
     "* on (namespace, pod) group_left (node)\n"
     'topk by (namespace, pod) (1, max by (namespace, pod, node) (kube_pod_info{{node!=""}}))'),
    ("{s}:memory:used_ratio_{w}",
     '1 - avg_over_time(node_memory_MemAvailable_bytes{{job="{s}"}}[{w}]) / node_memory_MemTotal_bytes{{job="{s}"}}'),
    ("{s}:queue:max_{w}",
     'max_over_time((sum by (job) ({s}_queue{{state!="dead"}}) / sum by (job) ({s}_queue_limit))[{w}:1m])'),
)
ALERTS = (
    'up{{job="{s}"}} == 0',
    "(\n  {s}:failed:ratio_rate1h > (14.4 * 0.{n:03d})\n  and\n  {s}:failed:ratio_rate5m > (14.4 * 0.{n:03d})\n)\n"
    "or\n(\n  {s}:failed:ratio_rate6h > (6 * 0.{n:03d})\n  and\n  {s}:failed:ratio_rate30m > (6 * 0.{n:03d})\n)",
    'predict_linear(node_filesystem_avail_bytes{{job="{s}",fstype!~"tmpfs|squashfs|vfat"}}[{w}], 4 * 3600) < 0\n'
    "and on (instance, device, mountpoint) node_filesystem_readonly == 0",
    'absent(up{{job="{s}",instance=~"{s}-[0-9]+:9{n:03d}"}} == 1)',
    'increase({s}_restarts_total{{job="{s}"}}[{w}]) > {n}\nunless on (namespace) kube_namespace_labels{{label_env=~"dev|test"}}',
    'label_replace(changes({s}_leader{{job="{s}"}}[{w}]), "shard", "$1", "job", "(.+)-.*") > {n}',
)


class Numbers:
    """A linear congruential generator: short, and the same everywhere."""

    def __init__(self, seed):
        self.state = seed * 2 + 1

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self.state >> 33) % limit

    def pick(self, options):
        return options[self.below(len(options))]


def rule(numbers, serial):
    s, w, n = numbers.pick(SERVICES), numbers.pick(RANGES), numbers.below(900) + 1
    q = numbers.pick(("5", "9", "95", "99"))
    is_record = numbers.below(100) < 45
    name, expr = numbers.pick(RECORDS) if is_record else ("", numbers.pick(ALERTS))
    lines = "".join("          %s\n" % line for line in expr.format(s=s, w=w, n=n, q=q).split("\n"))
    if is_record:
        return ("      - record: %s:r%d\n        expr: |\n%s        labels:\n          team: %s\n          serial: \"%d\"\n"
                % (name.format(s=s, w=w, q=q), serial, lines, numbers.pick(TEAMS), serial))
    return ("      - alert: %sTrouble%d\n        expr: |\n%s        for: %s\n        labels:\n          severity: %s\n"
            "          team: %s\n        annotations:\n"
            "          summary: '%s has trouble on {{ $labels.instance }} ({{ $value | humanize }}).'\n"
            "          description: \"{{ $labels.job }} in {{ with $labels.namespace }}{{ . }}{{ else }}default{{ end }}: "
            "{{ printf \\\"%%.2f\\\" $value }} over %s.\"\n"
            "          runbook_url: https://runbooks.example.com/%s/%d\n"
            % (s.capitalize(), serial, lines, numbers.pick(("0m", "5m", "15m", "1h")),
               numbers.pick(("info", "warning", "critical")), numbers.pick(TEAMS), s, w, s, serial))


def rule_file(seed, serial, rules, per_group, repeat_every):
    numbers, last = Numbers(seed), ""
    parts = ["groups:\n"]
    for i in range(rules):
        if i % per_group == 0:
            parts.append("  - name: g%d\n    rules:\n" % (serial + i))
        if i % repeat_every != repeat_every - 1:
            last = rule(numbers, serial + i)
        parts.append(last)  # Now and then the one before again: duplicates for the linter to find.
    return "".join(parts)


TEST_RULES = """groups:
  - name: service
    interval: 1m
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
      - record: job:handled:rate5m
        expr: sum by (job) (rate(handled_total[5m]))
      - record: job:failed:rate5m
        expr: sum by (job) (rate(handled_total{code=~"5.."}[5m]))
      - record: job:failed:ratio_rate5m
        expr: job:failed:rate5m / job:handled:rate5m
      - record: job:failed:ratio_rate%(long)s
        expr: avg_over_time(job:failed:ratio_rate5m[%(long)s])
      - alert: InstanceDown
        expr: up == 0
        for: 5m
        labels: {severity: page}
        annotations: {summary: "{{ $labels.instance }} of {{ $labels.job }} is down"}
      - alert: ManyFail
        expr: job:failed:ratio_rate5m > 0.1 and job:failed:ratio_rate%(long)s > 0.1
        for: 2m
        labels: {severity: ticket}
        annotations: {summary: "{{ $value | humanizePercentage }} of {{ $labels.job }} fails"}
"""


def test_group(numbers, serial, instances, minutes):
    """Series of one job: one instance goes down for good, one fails more and more; and what comes of it."""
    job, series, down = "%s%d" % (numbers.pick(SERVICES), serial), [], minutes // 2
    for i in range(instances):
        labels = 'job="%s",instance="i%d"' % (job, i)
        up = "1x%d" % minutes if i else "1x%d 0x%d" % (down - 1, minutes - down)
        series.append(("up{%s}" % labels, up))
        step = numbers.below(900) + 100
        series.append(('handled_total{%s,code="200"}' % labels, "0+%dx%d" % (step, minutes)))
        series.append(('handled_total{%s,code="500"}' % labels, "0x%d 0+%dx%d" % (down - 1, step, minutes - down)))
    lines = "".join("      - {series: '%s', values: '%s'}\n" % one for one in series)
    return ("  - name: g%(serial)d\n    interval: 1m\n    input_series:\n%(lines)s"
            "    promql_expr_test:\n      - expr: job:up:sum\n        eval_time: %(minutes)dm\n"
            "        exp_samples: [{labels: 'job:up:sum{job=\"%(job)s\"}', value: %(left)d}]\n"
            "    alert_rule_test:\n      - {eval_time: 1m, alertname: InstanceDown}\n"
            "      - eval_time: %(minutes)dm\n        alertname: InstanceDown\n        exp_alerts:\n"
            "          - exp_labels: {severity: page, job: %(job)s, instance: i0}\n"
            "            exp_annotations: {summary: i0 of %(job)s is down}\n"
            % {"serial": serial, "lines": lines, "minutes": minutes, "job": job, "left": instances - 1})


def test_file(seed, groups, instances, minutes, rules):
    numbers = Numbers(seed)
    return ("rule_files: [%s]\nevaluation_interval: 1m\ntests:\n" % rules
            + "".join(test_group(numbers, i, instances, minutes) for i in range(groups)))


def generate_tests(folder):
    """Unit tests: many small groups, and few long ones with hundreds of series."""
    for where in ("/test_small/", "/test_small/split/"):
        write(folder + where + "rules.yml", TEST_RULES % {"long": "10m"})
    write(folder + "/test_small/test_1.yml", test_file(1, 1, 4, 26, "rules.yml"))
    write(folder + "/test_small/test_500.yml", test_file(2, 500, 4, 26, "rules.yml"))
    for i in range(100):
        write("%s/test_small/split/t%03d.yml" % (folder, i), test_file(100 + i, 5, 4, 26, "rules.yml"))
    write(folder + "/test_long/rules.yml", TEST_RULES % {"long": "3d"})
    write(folder + "/test_long/light.yml", TEST_RULES % {"long": "1h"})
    write(folder + "/test_long/test_7d.yml", test_file(3, 1, 66, 7 * 1440, "rules.yml"))
    write(folder + "/test_long/test_30d.yml", test_file(4, 1, 66, 30 * 1440, "rules.yml"))
    write(folder + "/test_long/test_30d_light.yml", test_file(4, 1, 66, 30 * 1440, "light.yml"))


def metrics(clean):
    """About 100 MB of metrics: counters, gauges and histograms, a few of them with something to lint."""
    numbers = Numbers(11)
    text = []
    for serial in range(1, 1001):
        job = SERVICES[serial % len(SERVICES)]
        if serial % 10 < 7:
            kind = "counter" if serial % 10 < 4 else "gauge"
            name = "%s_%s_%d_%s" % (job, kind[:2], serial, "total" if kind == "counter" else "bytes")
            if not clean and serial % 50 == 0:
                name = name.replace("_total", "").replace("_bytes", "_megabytes")
            text.append("# HELP %s Made up, number %d.\n# TYPE %s %s\n" % (name, serial, name, kind))
            for i in range(1000):
                text.append('%s{instance="10.1.%d.%d:9100",job="%s",code="%d",zone="zone-%d"} %d\n'
                            % (name, i >> 8, i & 255, job, 200 + i % 5, i % 7, numbers.below(1 << 31)))
            continue
        name = "%s_hi_%d_seconds" % (job, serial)
        text.append("# HELP %s Made up, number %d.\n# TYPE %s histogram\n" % (name, serial, name))
        for i in range(71):
            labels, count = 'instance="10.1.0.%d:9100",job="%s",route="/v1/%s"' % (i, job, job), 0
            for bound in ("0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "25", "+Inf"):
                count += numbers.below(1000)
                text.append('%s_bucket{%s,le="%s"} %d\n' % (name, labels, bound, count))
            text.append("%s_sum{%s} %d.5\n%s_count{%s} %d\n" % (name, labels, count, name, labels, count))
    return "".join(text)


RELABEL = """    relabel_configs:
      - {source_labels: [__address__], regex: "([^:]+):.*", target_label: host, replacement: "$1"}
      - {source_labels: [zone], regex: "zone-[0-4]", action: keep}
      - {source_labels: [team, env], separator: "/", target_label: owner}
      - {regex: "__meta_(.+)", action: labelmap}
"""


def generate_config(folder):
    """A configuration of 5,000 jobs, and one whose targets come from a file."""
    numbers, jobs = Numbers(12), []
    for i in range(5000):
        name = numbers.pick(SERVICES)
        jobs.append("  - job_name: %s-%d\n    metrics_path: /%s/metrics\n    scrape_interval: %s\n    scheme: https\n"
                    "    basic_auth: {username: u%d, password: p%d}\n    static_configs:\n"
                    "      - targets: ['%s-%d-a.example:9100', '%s-%d-b.example:9100']\n"
                    "        labels: {env: prod, team: %s, zone: zone-%d}\n%s    metric_relabel_configs:\n"
                    "      - {source_labels: [__name__], regex: 'go_(gc|memstats)_.*', action: drop}\n"
                    "      - {regex: 'pod_template_hash|controller_revision_hash', action: labeldrop}\n"
                    % (name, i, name, numbers.pick(("15s", "30s", "1m")), i, i, name, i, name, i, numbers.pick(TEAMS), i % 7, RELABEL))
    write(folder + "/config/prometheus_5000.yml", "global: {scrape_interval: 1m}\nscrape_configs:\n" + "".join(jobs))
    for name, count, config in (("sd_50000", 5000, "prometheus_sd"), ("sd_2000", 200, "prometheus_sd2k")):
        groups = ['{"targets": [%s], "labels": {"env": "prod", "team": "%s", "zone": "zone-%d"}}'
                  % (", ".join('"10.%d.%d.%d:9100"' % (i >> 8, i & 255, j) for j in range(10)), numbers.pick(TEAMS), i % 7)
                  for i in range(count)]
        write("%s/config/%s.json" % (folder, name), "[\n" + ",\n".join(groups) + "\n]\n")
        write("%s/config/%s.yml" % (folder, config),
              "scrape_configs:\n  - job_name: node\n    file_sd_configs: [{files: [%s.json]}]\n%s" % (name, RELABEL))


def generate_routes(folder):
    """An alertmanager.yml of 2,000 routes below 50 others, 2,000 receivers and 200 inhibition rules."""
    numbers, routes, receivers, rules = Numbers(13), [], [], []
    for i in range(50):
        routes.append("    - matchers: ['team=\"t%d\"']\n      receiver: r%d\n      continue: true\n      routes:\n" % (i, i * 40))
        for j in range(i * 40, i * 40 + 40):
            routes.append("        - matchers: ['service=~\"%s-(%d|%d)\"', 'severity!=\"none\"']\n          receiver: r%d\n"
                          "          group_by: [alertname, service]\n          group_wait: %ds\n          repeat_interval: %dh\n"
                          % (numbers.pick(SERVICES), j, j + 1, j, 10 + numbers.below(50), 1 + numbers.below(12)))
    for i in range(2000):
        receivers.append("  - name: r%d\n    %s\n" % (i, numbers.pick((
            "webhook_configs: [{url: 'http://127.0.0.1:9/%d', max_alerts: 50}]" % i, "email_configs: [{to: 'team%d@example.com'}]" % i,
            "slack_configs: [{api_url: 'http://127.0.0.1:9/%d', channel: '#c%d', title: '{{ .CommonLabels.alertname }}'}]" % (i, i)))))
    for i in range(200):
        rules.append("  - {source_matchers: [severity=\"critical\", service=\"s%d\"], target_matchers: [severity=~\"warning|info\"], equal: [cluster]}\n" % i)
    write(folder + "/am/alertmanager_2000.yml",
          "global: {smtp_smarthost: 'mail.example.com:587', smtp_from: am@example.com}\nroute:\n  receiver: r0\n"
          "  group_by: [alertname, cluster]\n  routes:\n%sinhibit_rules:\n%sreceivers:\n%s" % ("".join(routes), "".join(rules), "".join(receivers)))


SLO_RATIO = ('sum(rate(requests_failed_total{{job="shop"}}[{0}]))'
             ' / sum(rate(requests_total{{job="shop"}}[{0}]))')
SLO_STEP = 15
SLO_BINS = 30 * 86400 // SLO_STEP
SLO_START = 1772323200


def slo_rule(name, severity, tiers):
    conditions = ["((%s) > %s * 0.001 and (%s) > %s * 0.001)" % (SLO_RATIO.format(long), factor, SLO_RATIO.format(short), factor)
                  for factor, long, short in tiers]
    return "  - alert: %s\n    expr: %s\n    labels: {severity: %s}\n" % (name, " or ".join(conditions), severity)


def slo_events(seed):
    """A month of bins of 15 seconds: errors and all events, more by day than by night, with a dozen incidents."""
    numbers = Numbers(seed)
    incidents = [(numbers.below(SLO_BINS), 20 + numbers.below(500), 3 + numbers.below(60)) for _ in range(12)]
    bad = {}
    for first, length, percent in incidents:
        for i in range(first, min(first + length, SLO_BINS)):
            bad[i] = percent
    for i in range(SLO_BINS):
        by_day = 7 <= i * SLO_STEP % 86400 // 3600 < 23
        total = (300 if by_day else 60) + numbers.below(40)
        errors = total * bad.get(i, 0) // 100 + (numbers.below(8) == 0)
        yield errors, total


def generate_slo(folder):
    """A month at 15 seconds of one objective as a unit test, as samples and as numbers of events; a hundred objectives as the last."""
    page = slo_rule("BurnPage", "page", [("14.4", "1h", "5m"), ("6", "6h", "30m")])
    # promtool stops once a query loads more than 10,000 samples: 3 days are 17,280.
    day = slo_rule("BurnTicket", "ticket", [("3", "1d", "2h")])
    all_of_it = slo_rule("BurnTicket", "ticket", [("3", "1d", "2h"), ("1", "3d", "6h")])
    write(folder + "/slo/rules_1d.yml", "groups:\n- name: burn\n  rules:\n" + page + day)
    write(folder + "/slo/rules_3d.yml", "groups:\n- name: burn\n  rules:\n" + page + all_of_it)
    rows, failed, total = [], [], []
    sums = [0, 0]
    for i, (errors, events) in enumerate(slo_events(15)):
        sums = [sums[0] + errors, sums[1] + events]
        failed.append(sums[0])
        total.append(sums[1])
        rows.append("%d,%d,%d\n" % (SLO_START + (i + 1) * SLO_STEP, events - errors, events))
    write(folder + "/slo/events.csv", "time,good,total\n" + "".join(rows))
    write(folder + "/slo/samples.om", "# TYPE requests counter\n%s# TYPE requests_failed counter\n%s# EOF\n" % tuple(
        "".join('%s{job="shop"} %d %d\n' % (name, value, SLO_START + (i + 1) * SLO_STEP) for i, value in enumerate(values))
        for name, values in (("requests_total", total), ("requests_failed_total", failed))))
    series = "".join("  - series: '%s{job=\"shop\"}'\n    values: '%s'\n" % (name, " ".join(map(str, values)))
                     for name, values in (("requests_total", total), ("requests_failed_total", failed)))
    write(folder + "/slo/test_30d.yml",
          "rule_files: [rules_1d.yml]\nevaluation_interval: 15s\ntests:\n- interval: 15s\n  input_series:\n" + series +
          "  alert_rule_test:\n  - {eval_time: 30d, alertname: None}\n")
    hundred = ["time,slo,good,total\n"]
    objectives = []
    for n in range(100):
        name = "slo%02d" % n
        objectives.append("- name: %s\n  objective: 99.9\n  sli: {events: {error_query: 'e[{{.window}}]', total_query: 't[{{.window}}]'}}\n"
                          "  alerting: {name: Burn, page_alert: {}, ticket_alert: {}}\n" % name)
        hundred += ["%d,%s,%d,%d\n" % (SLO_START + (i + 1) * SLO_STEP, name, events - errors, events)
                    for i, (errors, events) in enumerate(slo_events(1000 + n))]
    write(folder + "/slo/hundred.csv", "".join(hundred))
    write(folder + "/slo/hundred.yml", "version: prometheus/v1\nservice: bench\nslos:\n" + "".join(objectives))


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def generate(folder):
    """About 370 MB: one small file, 2,000 files of 50 rules, one of 50,000, and 40 copies of a mixed set."""
    write(folder + "/rules_tiny/tiny.yml",
          "groups:\n  - name: tiny\n    rules:\n      - record: job:up:sum\n        expr: sum by (job) (up)\n"
          "      - alert: Down\n        expr: up == 0\n        for: 5m\n")
    for i in range(2000):
        write("%s/rules_many/f%04d.yml" % (folder, i), rule_file(1000 + i, i * 50, 50, 10, 25))
    write(folder + "/rules_one/rules_50000.yml", rule_file(7, 0, 50000, 50, 100))
    for i in range(130):
        text = rule_file(90000 + i, i * 100, 1 + i * 7 % 60, 1 + i % 9, 1000)
        for copy in range(40):
            write("%s/corpus_x40/c%02d_%03d.yml" % (folder, copy, i), text)
    generate_tests(folder)
    generate_config(folder)
    generate_routes(folder)
    generate_slo(folder)
    write(folder + "/metrics/expo_1m.prom", metrics(False))
    write(folder + "/metrics/expo_1m_clean.prom", metrics(True))
