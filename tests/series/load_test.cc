#include "libcheck/series/load.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/files/memory_files.h"

namespace check::series {
namespace {

LoadedSeries Load(std::vector<std::pair<std::string, std::string>> texts,
                  const std::vector<std::string>& paths) {
  MemoryFiles files;
  for (auto& [path, text] : texts) files.Write(path, std::move(text));
  return LoadSeries(paths, {.files = &files});
}

// `labels time:value time:value`, a line for each series, and what is wrong: place and message.
std::string Show(const LoadedSeries& loaded) {
  std::string text;
  for (std::size_t i = 0; i < loaded.store->series_count(); ++i) {
    const storage::Series& series = loaded.store->series(i);
    text += series.labels.ToString();
    for (std::size_t j = 0; j < series.floats.size(); ++j) {
      text += " " + std::to_string(series.float_times[j]) + ":" +
              FormatGoFloat(series.floats[j], 'g', -1);
    }
    text += "\n";
  }
  for (const Error& error : loaded.errors) text += "error: " + error.message + "\n";
  for (const Finding& finding : loaded.findings) {
    const Place& where = finding.where;
    text += where.path.str() + ":" + std::to_string(where.begin.line) + ":" +
            std::to_string(where.begin.column) + "-" + std::to_string(where.end.column) + ": " +
            finding.message + "\n";
    for (const PlaceLabel& label : finding.labels) {
      text += "  " + label.where.path.str() + ":" + std::to_string(label.where.begin.line) + ": " +
              label.message + "\n";
    }
    for (const std::string& note : finding.notes) text += "  " + note + "\n";
  }
  for (const auto& [info, count] : loaded.hidden) {
    text += "hidden " + std::string(info->code) + " " + std::to_string(count) + "\n";
  }
  return text;
}

std::string ShowFile(const std::string& path, const std::string& text) {
  return Show(Load({{path, text}}, {path}));
}

std::string Gzip(const std::string& text) {
  std::string packed(text.size() + 100, '\0');
  z_stream stream = {};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string input = text;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST_CASE("OpenMetrics is read with its times in seconds") {
  CHECK(ShowFile("x.om",
                 "# TYPE up gauge\n"
                 "up{job=\"a\"} 1 1000\n"
                 "up{job=\"a\"} 0 1015.5 # {trace=\"1\"} 0.5\n"
                 "up{job=\"b\"} NaN 1000.0019\n"
                 "up{job=\"a\"} +Inf 1030\n"
                 "{\"ä b\",\"c d\"=\"e\\n\\\"f\"} 1e-3 1e3\n"
                 "# EOF\n") ==
        "{__name__=\"up\", job=\"a\"} 1000000:1 1015500:0 1030000:+Inf\n"
        "{__name__=\"up\", job=\"b\"} 1000001:NaN\n"
        "{__name__=\"ä b\", \"c d\"=\"e\\n\\\"f\"} 1000000:0.001\n");
}

TEST_CASE("the text format is read with its times in milliseconds") {
  CHECK(ShowFile("x.prom",
                 "# HELP up Help.\n\n# a comment\n"
                 "up 1 1000000\n"
                 "  other{a=\"x}\", b = \"y\"} -1.5\t1000\n"
                 "up\t2 1015000\n"
                 "up{} 3 1030000") ==
        "{__name__=\"other\", a=\"x}\", b=\"y\"} 1000:-1.5\n"
        "{__name__=\"up\"} 1000000:1 1015000:2 1030000:3\n");
}

TEST_CASE("samples come in any order, from several files, and are said twice") {
  CHECK(Show(Load({{"a.om", "b 3 30\na 1 10\nb 1 10\nb 2 20\nb 2 20\n# EOF\n"},
                   {"b.prom", "b 4 40000\nb 1 10000\nc 1 10000\n"}},
                  {"a.om", "b.prom"})) ==
        "{__name__=\"a\"} 10000:1\n"
        "{__name__=\"b\"} 10000:1 20000:2 30000:3 40000:4\n"
        "{__name__=\"c\"} 10000:1\n");
}

TEST_CASE("two values at the same time are an error") {
  CHECK(Show(Load({{"a.om", "b 1 10\nb 2 10\n# EOF\n"}, {"b.prom", "b NaN 10000\n"}},
                  {"a.om", "b.prom"})) ==
        "{__name__=\"b\"} 10000:1\n"
        "a.om:2:1-1: conflicting values of `{__name__=\"b\"}` at 1970-01-01T00:00:10Z: 1 and 2\n"
        "  a.om:1: the other value\n"
        "b.prom:1:1-1: conflicting values of `{__name__=\"b\"}` at 1970-01-01T00:00:10Z: 1 and "
        "NaN\n"
        "  a.om:1: the other value\n");
}

TEST_CASE("what is wrong with lines is reported, and the rest is read") {
  CHECK(ShowFile("x.om",
                 "up 1\n"
                 "up 1 10\n"
                 "up{a=\"1\",a=\"2\"} 1 20\n"
                 "up 1 1e300\n"
                 "\n"
                 "up x 30\n"
                 "up 1 40\n") ==
        "{__name__=\"up\"} 10000:1 40000:1\nx.om:1:1-5: sample without a timestamp\n  put the time "
        "after the value, in seconds: `up 1 1710028800`\nx.om:3:10-11: duplicate label "
        "`a`\nx.om:4:6-11: `1e300` is out of range\nx.om:5:1-1: OpenMetrics has no empty "
        "lines\nx.om:6:4-5: `x` is not a number\nx.om:8:1-1: the text does not end with `# EOF`\n");
  CHECK(ShowFile("x.om", "up 1 10\n# EOF\nup 1 20\nup 1 30\n") ==
        "{__name__=\"up\"} 10000:1\n"
        "x.om:3:1-8: unexpected text after `# EOF`\n");
}

TEST_CASE("findings are bounded") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "up 1\n";
  const LoadedSeries loaded = Load({{"x.prom", text}}, {"x.prom"});
  CHECK(loaded.findings.size() == 20);
  REQUIRE(loaded.hidden.size() == 1);
  CHECK(loaded.hidden.begin()->second == 80);
}

TEST_CASE("CSV has a column for each label") {
  CHECK(ShowFile("x.csv",
                 "timestamp,value,__name__,job,\"odd, \"\"name\"\"\"\n"
                 "10,1,up,a,\n"
                 "10.5,2,up,a,\n"
                 "1970-01-01T00:00:11Z,3,up,a,\"x\ny\"\r\n"
                 "1700000000000,,up,a,\n"
                 "1700000000000,4,up,,\n") ==
        "{__name__=\"up\"} 1700000000000:4\n"
        "{__name__=\"up\", job=\"a\"} 10000:1 10500:2\n"
        "{__name__=\"up\", job=\"a\", \"odd, \\\"name\\\"\"=\"x\\ny\"} 11000:3\n");
}

TEST_CASE("CSV has a column with selectors, or one for each series") {
  CHECK(ShowFile("x.csv",
                 "time;series;value;env\n"
                 "10;\"up{job=\"\"a\"\"}\";1;prod\n"
                 "20;up;2;\n") ==
        "{__name__=\"up\"} 20000:2\n"
        "{__name__=\"up\", env=\"prod\", job=\"a\"} 10000:1\n");
  CHECK(ShowFile("x.csv",
                 "\xEF\xBB\xBFTime,\"up{job=\"\"a\"\"}\",load\r\n"
                 "10,1,0.5\r\n"
                 "20,,0.25\r\n"
                 "\r\n") ==
        "{__name__=\"load\"} 10000:0.5 20000:0.25\n"
        "{__name__=\"up\", job=\"a\"} 10000:1\n");
}

TEST_CASE("faults of CSV have their places") {
  CHECK(ShowFile("x.csv", "") ==
        "x.csv:1:1-1: the file is empty; expected a header line with column names\n");
  CHECK(ShowFile("x.csv", "a,b\n1,2\n") ==
        "x.csv:1:1-4: missing column `time`\n"
        "  the first line names the columns: `time,series,value`, `time,__name__,LABEL...,value` "
        "or `time,SERIES...`\n");
  CHECK(ShowFile("x.csv", "time,a b\n") ==
        "x.csv:1:6-9: invalid series `a b`\n"
        "  expected a metric with labels, such as `up{job=\"node\"}`\n");
  CHECK(ShowFile("x.csv", "time,a,a\n") == "x.csv:1:8-9: duplicate column `a`\n");
  CHECK(ShowFile("x.csv", "time,\"a\n") == "x.csv:1:1-8: a quote is not closed\n");
  CHECK(ShowFile("x.csv", "time,a\n10\nnow,1\n14:00,1\n10,x\n10,1,2\n10,1\n") ==
        "{__name__=\"a\"} 10000:1\nx.csv:2:1-3: 1 cells, but the header has 2\nx.csv:3:1-4: "
        "invalid time `now`\n  expected a Unix time in seconds or milliseconds, or RFC "
        "3339\nx.csv:4:1-6: invalid time `14:00`\n  expected a Unix time in seconds or "
        "milliseconds, or RFC 3339\nx.csv:5:4-5: invalid value `x`: expected a "
        "number\nx.csv:6:1-7: 3 cells, but the header has 2\n");
}

TEST_CASE("formats are told by their names, or by their looks") {
  const std::string seconds = "up 1 1710028800\n";
  CHECK(ShowFile("x.om", seconds + "# EOF\n") == "{__name__=\"up\"} 1710028800000:1\n");
  CHECK(ShowFile("x.prom", seconds) == "{__name__=\"up\"} 1710028800:1\n");
  CHECK(ShowFile("x", seconds + "# EOF\n") == "{__name__=\"up\"} 1710028800000:1\n");
  CHECK(ShowFile("x", "up 1 1710028800000\n") == "{__name__=\"up\"} 1710028800000:1\n");
  CHECK(ShowFile("x", "time,up\n1710028800,1\n") == "{__name__=\"up\"} 1710028800000:1\n");
  // The end of what is packed cannot be looked at.
  std::string large = seconds;
  for (int i = 0; i < 10'000; ++i) large += "filler" + std::to_string(i) + " 1 1710028800\n";
  const LoadedSeries loaded = Load({{"x.gz", Gzip(large + "# EOF\n")}}, {"x.gz"});
  CHECK(loaded.ok());
  CHECK(loaded.times.begin == 1'710'028'800'000);
}

TEST_CASE("packed files are read, and said to be damaged") {
  const std::string packed = Gzip("up 1 10\n") + Gzip("up 2 20\n# EOF\n");
  CHECK(ShowFile("x.om.gz", packed) == "{__name__=\"up\"} 10000:1 20000:2\n");
  CHECK(ShowFile("x.om.gz", packed.substr(0, packed.size() - 10)) ==
        "error: cannot read `x.om.gz`: the gzip data is truncated\n");
  std::string damaged = packed;
  damaged[12] ^= 0x55;
  CHECK(
      ShowFile("x.om.gz", damaged).ends_with("cannot read `x.om.gz`: the gzip data is corrupt\n"));
}

TEST_CASE("what is no text is refused in one sentence") {
  CHECK(ShowFile("x.om", std::string("up\0 1", 5)) ==
        "error: cannot read `x.om`: binary data, not OpenMetrics, the text format, JSON or CSV\n");
}

TEST_CASE("folders stand for the files in them whose names tell a format") {
  CHECK(Show(Load({{"d/a.om", "a 1 10\n# EOF\n"},
                   {"d/e/b.prom.gz", Gzip("b 1 10000\n")},
                   {"d/c.csv", "time,c\n10,1\n"},
                   {"d/README.md", "what this is"}},
                  {"d", "nothing"})) ==
        "{__name__=\"a\"} 10000:1\n"
        "{__name__=\"b\"} 10000:1\n"
        "{__name__=\"c\"} 10000:1\n"
        "error: cannot read `nothing`: no such file or directory\n");
}

}  // namespace
}  // namespace check::series
