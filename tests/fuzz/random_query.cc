#include "tests/fuzz/random_query.h"

namespace check::fuzz {
namespace {

std::string RandomHistogram(Choices& c) {
  const std::string schema = c.Of({"0", "1", "3", "-2", "8", "-53"});
  std::string text = "{{schema:" + schema;
  std::size_t count = 0;
  const auto buckets = [&](std::string_view key, std::size_t most) {
    const std::size_t size = c.Below(most);
    if (size == 0) return;
    text.append(" ").append(key).append(":[");
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t value = c.Below(6);
      count += value;
      text += (i > 0 ? " " : "") + std::to_string(value);
    }
    text += "]";
  };
  if (schema == "-53") {
    text += " custom_values:[" + c.Of({"1 2 5", "0.1 1", "-3 0 10", "1"}) + "]";
    buckets("buckets", 3);
  } else {
    buckets("buckets", 6);
    text += " offset:" + c.Of({"0", "1", "-3", "200"});
    if (c.OneIn(4)) buckets("n_buckets", 4);
    if (c.OneIn(2)) {
      const std::size_t zero = c.Below(4);
      count += zero;
      text += " z_bucket:" + std::to_string(zero) + " z_bucket_w:" + c.Of({"0.001", "0.5", "0"});
    }
  }
  text += " sum:" + c.Of({"0", "12.5", "-7", "1e300"}) + " count:" + std::to_string(count);
  if (c.OneIn(5)) text += " counter_reset_hint:" + c.Of({"gauge", "reset", "not_reset"});
  return text + "}}";
}

enum class Kind { kCounter, kGauge, kExtreme, kNative, kMixed };

std::string RandomValues(Choices& c, Kind kind) {
  std::string text;
  std::size_t counter = 0;
  for (std::size_t i = 0, count = 3 + c.Below(12); i < count; ++i) {
    text += ' ';
    if (c.OneIn(12)) {
      text += c.Of({"_", "stale", "_x3"});
    } else if (kind == Kind::kNative || (kind == Kind::kMixed && c.OneIn(2))) {
      text += RandomHistogram(c);
      if (c.OneIn(3)) text += "x" + std::to_string(c.Below(3));
    } else if (kind == Kind::kExtreme) {
      text += c.Of({"NaN", "Inf", "-Inf", "0", "-0", "1e308", "-1e308", "5e-324", "0.1", "1e16"});
    } else if (kind == Kind::kGauge) {
      text += c.Of({"1", "-2", "0.5", "1000000", "3-1x4", "0+2x3", "7x2"});
    } else {
      counter = c.OneIn(8) ? 0 : counter + c.Below(20);
      text += std::to_string(counter);
    }
  }
  return text;
}

std::string Selector(Choices& c) {
  std::string text = c.Of({"counter_total", "gauge", "extreme", "native", "mixed", "classic_bucket",
                           "target_info", "{__name__=~\"counter_total|gauge\"}", "nothing"});
  if (text[0] != '{' && c.OneIn(4)) {
    text += c.Of({"{job=\"a\"}", "{job!=\"a\"}", "{job=~\"a|b\"}", "{instance!~\"1\"}",
                  "{nope=\"\"}", "{instance=~\".+\"}"});
  }
  return text;
}

std::string Shift(Choices& c) {
  if (!c.OneIn(6)) return {};
  return c.Of({" offset 1m", " offset -90s", " @ 120", " @ 0", " @ -60 offset -3m", " @ 1e9",
               " offset 290y", " @ 9223372036854775 offset -292y"});
}

std::string Length(Choices& c) { return c.Of({"5m", "1m", "2m", "59s", "61s", "1ms", "290y"}); }

std::string Vector(Choices& c, std::size_t depth);

std::string Range(Choices& c, std::size_t depth) {
  if (depth > 0 && c.OneIn(4)) {
    return "(" + Vector(c, depth - 1) + ")[" + c.Of({"5m", "3m", "20m"}) + ":" +
           c.Of({"", "30s", "1m", "7s", "2m"}) + "]" + Shift(c);
  }
  return Selector(c) + "[" + Length(c) + "]" +
         (c.OneIn(8) ? c.Of({" smoothed", " anchored"}) : "") + Shift(c);
}

std::string Number(Choices& c, std::size_t depth) {
  if (depth > 0 && c.OneIn(5)) return "scalar(" + Vector(c, depth - 1) + ")";
  return c.Of({"1", "0.5", "2", "0", "-1", "NaN", "Inf", "time()", "1e300", "0.9", "3"});
}

std::string Grouping(Choices& c) {
  return c.Of({"", "by (job)", "without (instance)", "by (job, instance)", "by ()", "by (le)",
               "by (__name__)", "without (job, le)"});
}

std::string RangeFunction(Choices& c, std::size_t depth) {
  const std::string function = c.Of({"rate",
                                     "increase",
                                     "delta",
                                     "irate",
                                     "idelta",
                                     "changes",
                                     "resets",
                                     "deriv",
                                     "avg_over_time",
                                     "min_over_time",
                                     "max_over_time",
                                     "sum_over_time",
                                     "count_over_time",
                                     "stddev_over_time",
                                     "stdvar_over_time",
                                     "last_over_time",
                                     "first_over_time",
                                     "present_over_time",
                                     "absent_over_time",
                                     "mad_over_time",
                                     "ts_of_max_over_time",
                                     "quantile_over_time",
                                     "predict_linear",
                                     "double_exponential_smoothing"});
  if (function == "quantile_over_time") {
    return function + "(" + Number(c, depth) + ", " + Range(c, depth) + ")";
  }
  if (function == "predict_linear") {
    return function + "(" + Range(c, depth) + ", " + Number(c, depth) + ")";
  }
  if (function == "double_exponential_smoothing") {
    return function + "(" + Range(c, depth) + ", 0.5, 0.3)";
  }
  return function + "(" + Range(c, depth) + ")";
}

std::string InstantFunction(Choices& c, std::size_t depth) {
  const std::string function = c.Of({"abs",
                                     "ceil",
                                     "exp",
                                     "ln",
                                     "log2",
                                     "sqrt",
                                     "sgn",
                                     "sin",
                                     "acosh",
                                     "timestamp",
                                     "absent",
                                     "sort",
                                     "day_of_month",
                                     "year",
                                     "round",
                                     "clamp",
                                     "clamp_max",
                                     "label_replace",
                                     "label_join",
                                     "histogram_quantile",
                                     "histogram_fraction",
                                     "histogram_avg",
                                     "histogram_stddev",
                                     "histogram_count",
                                     "info",
                                     "vector",
                                     "-"});
  const std::string vector = Vector(c, depth - 1);
  if (function == "clamp") {
    return "clamp(" + vector + ", " + Number(c, 0) + ", " + Number(c, 0) + ")";
  }
  if (function == "clamp_max") return "clamp_max(" + vector + ", " + Number(c, depth - 1) + ")";
  if (function == "label_replace") {
    return "label_replace(" + vector + ", \"" + c.Of({"job", "x", "__name__"}) + "\", \"" +
           c.Of({"$1", "a$1b$1", ""}) + "\", \"" + c.Of({"instance", "job"}) + "\", \"" +
           c.Of({"(.*)", "(a)|1", "b"}) + "\")";
  }
  if (function == "label_join") {
    return "label_join(" + vector + ", \"" + c.Of({"x", "job"}) +
           "\", \"-\", \"job\", \"instance\")";
  }
  if (function == "histogram_quantile") {
    return function + "(" + Number(c, 0) + ", " + vector + ")";
  }
  if (function == "histogram_fraction") {
    return function + "(" + Number(c, 0) + ", " + Number(c, 0) + ", " + vector + ")";
  }
  if (function == "vector") return "vector(" + Number(c, depth) + ")";
  return function + "(" + vector + ")";
}

std::string Aggregation(Choices& c, std::size_t depth) {
  const std::string name =
      c.Of({"sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "quantile", "topk",
            "bottomk", "limitk", "limit_ratio", "count_values"});
  std::string parameter;
  if (name == "quantile") parameter = Number(c, 0) + ", ";
  if (name == "topk" || name == "bottomk" || name == "limitk") {
    parameter = c.Of({"1", "2", "0", "100", "-1"}) + ", ";
  }
  if (name == "limit_ratio") parameter = c.Of({"0.5", "-0.5", "1", "0"}) + ", ";
  if (name == "count_values") parameter = c.Of({"\"v\"", "\"job\""}) + ", ";
  return name + " " + Grouping(c) + " (" + parameter + Vector(c, depth - 1) + ")";
}

std::string Binary(Choices& c, std::size_t depth) {
  const std::string op = c.Of({"+", "-", "*", "/", "%", "^", "atan2", "==", "!=", ">", "<=", "and",
                               "or", "unless", "</", ">/"});
  const bool set = op == "and" || op == "or" || op == "unless";
  std::string modifiers = (op == "==" || op == ">") && c.OneIn(3) ? " bool" : "";
  if (!set && c.OneIn(3)) {
    return "(" + Vector(c, depth - 1) + " " + op + modifiers + " " + Number(c, 0) + ")";
  }
  if (c.OneIn(2))
    modifiers += c.Of({" on (job)", " on (job, instance)", " ignoring (le)", " on ()"});
  if (modifiers.find('(') != std::string::npos && !set && c.OneIn(2)) {
    modifiers += c.Of({" group_left ()", " group_right ()", " group_left (region)"});
  }
  if (!set && c.OneIn(12)) modifiers += c.Of({" fill (0)", " fill_left (1)", " fill_right (NaN)"});
  return "(" + Vector(c, depth - 1) + " " + op + modifiers + " " + Vector(c, depth - 1) + ")";
}

std::string Vector(Choices& c, std::size_t depth) {
  if (depth == 0) return Selector(c) + Shift(c);
  switch (c.Below(6)) {
    case 0:
      return Selector(c) + Shift(c);
    case 1:
      return RangeFunction(c, depth - 1);
    case 2:
      return InstantFunction(c, depth);
    case 3:
      return Aggregation(c, depth);
    case 4:
      return Binary(c, depth);
    default:
      return RangeFunction(c, 0);
  }
}

}  // namespace

std::vector<std::string> RandomSeries(Choices& c) {
  std::vector<std::string> series;
  const std::pair<const char*, Kind> kinds[] = {{"counter_total", Kind::kCounter},
                                                {"gauge", Kind::kGauge},
                                                {"extreme", Kind::kExtreme},
                                                {"native", Kind::kNative},
                                                {"mixed", Kind::kMixed}};
  for (const auto& [name, kind] : kinds) {
    for (const char* labels : {"{job=\"a\",instance=\"1\"}", "{job=\"a\",instance=\"2\"}",
                               "{job=\"b\",instance=\"1\"}"}) {
      if (!c.OneIn(4)) series.push_back(name + std::string(labels) + RandomValues(c, kind));
    }
  }
  for (const char* bound : {"0.1", "1", "5", "+Inf"}) {
    series.push_back("classic_bucket{job=\"a\",le=\"" + std::string(bound) + "\"} 0+" +
                     std::to_string(c.Below(9)) + "x12");
  }
  series.push_back("target_info{job=\"a\",instance=\"1\",region=\"" + c.Of({"eu", "us"}) +
                   "\"} 1x12");
  return series;
}

std::string RandomExpression(Choices& choices) { return Vector(choices, 1 + choices.Below(4)); }

}  // namespace check::fuzz
