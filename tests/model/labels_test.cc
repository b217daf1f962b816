#include "libcheck/model/labels.h"

#include <doctest/doctest.h>

#include "libcheck/base/xxhash.h"

namespace check::model {
namespace {

TEST_CASE("label sets that are equal are the same set, in whatever order they were given") {
  LabelTable table;
  const Labels a = table.Make({{"__name__", "up"}, {"job", "a"}, {"instance", "1"}});
  CHECK(a == table.Make({{"job", "a"}, {"instance", "1"}, {"__name__", "up"}, {"empty", ""}}));
  CHECK(a.ToString() == R"({__name__="up", instance="1", job="a"})");
  CHECK(a.metric_name() == "up");
  CHECK(a.Get("job") == "a");
  CHECK(a.Get("nothing") == "");
  CHECK_FALSE(a.Has("nothing"));
  CHECK(table.Make({}) == table.Empty());
}

TEST_CASE("labels can be taken away, kept and set") {
  LabelTable table;
  const Labels a = table.Make({{"__name__", "up"}, {"__type__", "gauge"}, {"b", "1"}, {"d", "2"}});
  constexpr std::string_view kNames[] = {"b", "x"};
  CHECK(table.DropMetadata(a) == table.Make({{"b", "1"}, {"d", "2"}}));
  CHECK(table.Keep(a, kNames) == table.Make({{"b", "1"}}));
  CHECK(table.Drop(a, kNames) ==
        table.Make({{"__name__", "up"}, {"__type__", "gauge"}, {"d", "2"}}));
  const Labels b = table.Make({{"b", "1"}});
  CHECK(table.With(b, "a", "0") == table.Make({{"a", "0"}, {"b", "1"}}));
  CHECK(table.With(b, "b", "2") == table.Make({{"b", "2"}}));
  CHECK(table.With(b, "c", "3") == table.Make({{"b", "1"}, {"c", "3"}}));
  CHECK(table.With(b, "b", "") == table.Empty());
}

TEST_CASE("names that are not plain are quoted, as values always are") {
  LabelTable table;
  CHECK(table.Make({{"a.b", "x\"y\n"}}).ToString() == R"({"a.b"="x\"y\n"})");
}

TEST_CASE("series sort label by label, and the shorter of two that begin alike comes first") {
  LabelTable table;
  const Labels a = table.Make({{"a", "1"}});
  const Labels ab = table.Make({{"a", "1"}, {"b", "0"}});
  const Labels a2 = table.Make({{"a", "10"}});
  CHECK(Compare(a, ab) < 0);
  CHECK(Compare(ab, a2) < 0);
  CHECK(Compare(a2, a) > 0);
  CHECK(Compare(a, a) == 0);
  CHECK(Compare(table.Empty(), a) < 0);
  LabelTable other;
  CHECK(Compare(other.Import(ab), ab) == 0);
}

TEST_CASE("a table keeps its promises when it grows") {
  LabelTable table;
  std::vector<Labels> all;
  for (int i = 0; i < 5000; ++i) all.push_back(table.Make({{"i", std::to_string(i)}, {"j", "x"}}));
  for (int i = 0; i < 5000; ++i) {
    CHECK(all[static_cast<std::size_t>(i)] == table.Make({{"j", "x"}, {"i", std::to_string(i)}}));
  }
  CHECK(table.size() == 5001);
  Marks marks(table);
  marks.Set(all[7], 70);
  CHECK(marks.Has(all[7]));
  CHECK(marks[all[7]] == 70);
  CHECK_FALSE(marks.Has(all[8]));
  CHECK_FALSE(Marks(table).Has(all[7]));
}

TEST_CASE("labels are told apart by what they hold, not by a hash") {
  const WeakHash weak(1);
  LabelTable table;
  std::vector<Labels> all;
  for (int i = 0; i < 300; ++i) all.push_back(table.Make({{"i", std::to_string(i)}, {"j", "x"}}));
  CHECK(table.size() == 301);
  for (int i = 0; i < 300; ++i) {
    const Labels labels = all[static_cast<std::size_t>(i)];
    CHECK(labels.Get("i") == std::to_string(i));
    CHECK(labels == table.Make({{"j", "x"}, {"i", std::to_string(i)}}));
  }
}

TEST_CASE("the hash of labels is Prometheus's, which is XXH64 over sized strings") {
  LabelTable table;
  CHECK(table.Empty().PrometheusHash() == 0xEF46DB3751D8E999);
  CHECK(table.Make({{"__name__", "up"}, {"job", "a"}}).PrometheusHash() == 0xABB35243313FBB0B);
  CHECK(table
            .Make({{"__name__", "http_requests"},
                   {"group", "canary"},
                   {"instance", "histogram_1"},
                   {"job", "api-server"}})
            .PrometheusHash() == 0x87A3ED55A8C2B3F8);
}

}  // namespace
}  // namespace check::model
