#include "tools/compat/promtool_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/api/bucket_statistics.h"
#include "libcheck/api/prometheus.h"
#include "libcheck/api/promtool_answer.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/base/url.h"
#include "libcheck/result/formats.h"
#include "libcheck/result/lists.h"
#include "tools/compat/go_http.h"
#include "tools/compat/go_time.h"
#include "tools/compat/promtool_print.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools::compat {
namespace {

using check::api::AnswerHistogram;
using check::api::AnswerLabels;
using check::api::AnswerScalar;
using check::api::AnswerSeries;
using check::api::AnswerValue;
using check::api::ApiAnswer;
using check::api::ReadAnswerSeries;
using check::api::ReadAnswerTexts;
using check::api::ReadAnswerValue;
using check::api::ReadApiAnswer;

constexpr int kOk = 0;
constexpr int kFailed = 1;

int Failure(const std::string& message) {
  WriteErr(message + "\n");
  return kFailed;
}

// Parameters of a request, sorted by name.
using Form = std::map<std::string, std::vector<std::string>>;

std::string Encode(const Form& form) {
  std::string text;
  for (const auto& [name, values] : form) {
    for (const std::string& value : values) {
      if (!text.empty()) text += '&';
      text += check::FormEncode(name) + "=" + check::FormEncode(value);
    }
  }
  return text;
}

// A server whose API is asked in promtool's way.
class Api {
 public:
  static check::Result<Api> From(const Parsed& parsed, const std::string& server) {
    Api api;
    check::Result<check::Url> url = check::ParseUrl(server);
    if (!url) return url.error();
    api.url_ = std::move(*url);
    check::Result<GoHttp> http = GoHttp::From(parsed, api.url_);
    if (!http) return http.error();
    api.http_ = std::move(*http);
    if (api.url_.scheme.empty()) api.url_.scheme = "http";
    // promtool: it is read again, so that a host without a scheme becomes one.
    url = check::ParseUrl(api.url_.ToString());
    if (!url) return check::Error{"error creating API client: " + url.error().message};
    api.url_ = std::move(*url);
    while (api.url_.path.ends_with('/')) api.url_.path.pop_back();
    for (auto& [name, value] : parsed.Map("header")) api.headers_.emplace_back(name, value);
    return api;
  }

  // What the URL itself asks for; parameters of requests are added to it.
  Form StartForm() const {
    Form form;
    for (auto& [name, value] : check::ParseForm(url_.query)) form[name].push_back(value);
    return form;
  }

  // A POST, or a GET from servers that take none.
  GoHttp::Answer Post(const std::string& path, const Form& form) const {
    GoHttp::Request request = Start(path);
    request.method = "POST";
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = Encode(form);
    request.keeps_packed = true;
    GoHttp::Answer answer = http_.Send(request);
    if (answer.status != 403 && answer.status != 405 && answer.status != 501) return answer;
    return Get(path, form);
  }

  GoHttp::Answer Get(const std::string& path, const Form& form, std::string_view name = {}) const {
    GoHttp::Request request = Start(path);
    // promtool: the name comes into a path that has been cleaned already.
    constexpr std::string_view kName = ":name";
    if (const std::size_t at = request.url.path.find(kName); at != std::string::npos) {
      request.url.path.replace(at, kName.size(), name);
    }
    request.url.query = Encode(form);
    request.keeps_packed = true;
    return http_.Send(request);
  }

  void WaitForever() { timeout_ = std::chrono::hours(24 * 365); }

 private:
  GoHttp::Request Start(const std::string& path) const {
    GoHttp::Request request = {.url = url_, .headers = headers_, .timeout = timeout_};
    request.url.path = check::JoinUrlPath(url_.path, path);
    return request;
  }

  check::Url url_;
  GoHttp http_;
  GoHttp::Headers headers_;
  std::chrono::milliseconds timeout_ = std::chrono::minutes(2);
};

// The data of an answer, or what promtool says of it.
class Data {
 public:
  explicit Data(GoHttp::Answer answer) : answer_(std::move(answer)) {
    answer_.Unpack();
    if (!answer_.error.empty()) {
      read_.error.message = answer_.error;
    } else {
      read_ = ReadApiAnswer(answer_.status, answer_.body);
    }
  }
  Data(const Data&) = delete;
  Data& operator=(const Data&) = delete;

  bool ok() const { return read_.ok; }
  std::string_view text() const { return read_.data; }
  const std::string& error() const { return read_.error.message; }
  const std::vector<std::string>& warnings() const { return read_.warnings; }

  int Refuse() const {
    if (read_.error.detail.empty()) return Failure("query error: " + error());
    return Failure(
        fmt::format("query error: {} (detail: {})", error(), check::TrimSpace(read_.error.detail)));
  }

 private:
  GoHttp::Answer answer_;
  ApiAnswer read_;
};

int QueryFailure(const check::Error& error) { return Failure("query error: " + error.message); }

int Fatal(const check::Error& error) { return Failure("promtool: error: " + error.message); }

bool WantsJson(const Parsed& parsed) { return parsed.Text("format") == "json"; }

// A flag with a time, or another time if it is not given. Says so if it cannot be read.
std::optional<GoTime> TimeFlag(const Parsed& parsed, std::string_view flag, std::string_view what,
                               GoTime otherwise) {
  const std::string text = parsed.Text(flag);
  if (text.empty()) return otherwise;
  const std::optional<GoTime> time = ParsePromtoolTime(text);
  if (!time) {
    Failure(fmt::format("error parsing {} time: cannot parse {} to a valid timestamp", what,
                        check::GoQuote(text)));
  }
  return time;
}

// Prints a large answer as it is unpacked and read, without all of its text in memory. False if
// it is small, or has what the fast reader takes otherwise than promtool: then nothing is printed.
bool PrintLargeValue(const GoHttp::Answer& answer, const Parsed& parsed) {
  constexpr std::size_t kLarge = std::size_t{1} << 16;
  if (answer.status / 100 != 2 || !answer.error.empty() || answer.body.size() < kLarge)
    return false;
  check::model::LabelTable labels;
  const auto reply = check::api::ReadQueryAnswer(*answer.Open(), labels);
  if (!reply) return false;
  using check::promql::Matrix;
  using check::promql::Vector;
  if (const auto* vector = std::get_if<Vector>(&*reply)) {
    const auto is_plain = [](const auto& sample) { return sample.histogram == nullptr; };
    if (!std::all_of(vector->begin(), vector->end(), is_plain)) return false;
  } else if (const auto* matrix = std::get_if<Matrix>(&*reply)) {
    const auto is_plain = [](const auto& series) {
      return series.histograms.empty() && !series.floats.empty();
    };
    if (!std::all_of(matrix->begin(), matrix->end(), is_plain)) return false;
  } else {
    return false;
  }
  if (WantsJson(parsed)) {
    check::result::WriteJsonResult(*reply, {}, WriteOut);
    WriteOut("\n");
  } else {
    check::result::kPromqlFormat.write(*reply, {}, WriteOut);
  }
  return true;
}

int PrintValue(GoHttp::Answer answer, const Parsed& parsed) {
  if (PrintLargeValue(answer, parsed)) return kOk;
  const Data data(std::move(answer));
  if (!data.ok()) return data.Refuse();
  const check::Result<AnswerValue> value = ReadAnswerValue(data.text());
  if (!value) return QueryFailure(value.error());
  WantsJson(parsed) ? WriteData(ValueJson(*value)) : WriteOut(ValueText(*value));
  return kOk;
}

// Go: no time is not sent.
void SetTime(Form& form, const std::string& name, const GoTime& time) {
  if (!time.is_zero()) form[name] = {time.ToString()};
}

// The form of `series` and `labels`: from long ago to far ahead, unless flags say otherwise.
std::optional<Form> SelectionForm(const Parsed& parsed, const Api& api) {
  constexpr std::chrono::hours kFar(9999);
  const std::optional<GoTime> start =
      TimeFlag(parsed, "start", "start", GoTime::Now() + check::Duration(-kFar));
  if (!start) return std::nullopt;
  const std::optional<GoTime> end =
      TimeFlag(parsed, "end", "end", GoTime::Now() + check::Duration(kFar));
  if (!end) return std::nullopt;
  Form form = api.StartForm();
  for (const std::string& match : parsed.List("match")) form["match[]"].push_back(match);
  SetTime(form, "start", *start);
  SetTime(form, "end", *end);
  return form;
}

constexpr std::string_view kAnalysisHeader =
    "Bucket stats for each histogram series over time\n"
    "------------------------------------------------\n"
    "First the min, avg, and max number of populated buckets, followed by the total\n"
    "number of buckets (only if different from the max number of populated buckets\n"
    "which is typical for classic but not native histograms).\n\n";
constexpr std::string_view kAnalysisFooter =
    "\nAggregated bucket stats\n"
    "-----------------------\n"
    "Each line shows min/avg/max over the series above.\n";

// What `query analyze` finds out of the series of one selector after the other.
class Analysis {
 public:
  // The error is that the samples of a histogram's buckets do not belong together.
  std::optional<check::Error> Add(const std::vector<AnswerSeries>& matrix) {
    std::vector<std::pair<std::string, std::vector<check::api::ClassicBucket>>> classic;
    std::map<std::string, std::size_t> places;
    std::vector<std::vector<check::promql::FloatPoint>> points;
    points.reserve(matrix.size());
    for (const AnswerSeries& series : matrix) {
      if (series.floats.empty()) {
        AddNative(series);
        continue;
      }
      AnswerLabels labels = series.labels;
      const std::string name = Take(labels, "__name__").value_or("");
      const std::optional<std::string> le = Take(labels, "le");
      if (!le || !name.ends_with("_bucket")) continue;
      const std::string key = name + ShowLabels(labels);
      std::vector<check::promql::FloatPoint>& of_bucket = points.emplace_back();
      for (const AnswerScalar& point : series.floats)
        of_bucket.push_back({point.time, point.value});
      const auto [place, is_new] = places.try_emplace(key, classic.size());
      if (is_new) classic.push_back({key, {}});
      classic[place->second].second.push_back({check::ParseGoFloat(*le).value_or(0), of_bucket});
    }
    for (const auto& [key, buckets] : classic) {
      const auto statistics = check::api::StatisticsOfClassic(buckets);
      if (!statistics) return statistics.error();
      if (!*statistics) continue;
      WriteOut(fmt::format("- {} (classic): {}\n", key, (*statistics)->ToString()));
      classic_.Add(**statistics);
    }
    return std::nullopt;
  }

  void PrintSummary() const {
    WriteOut(kAnalysisFooter);
    if (native_.count() > 0) WriteOut(fmt::format("\nNative {}\n", native_.ToString()));
    if (classic_.count() > 0) WriteOut(fmt::format("\nClassic {}\n", classic_.ToString()));
  }

 private:
  static std::optional<std::string> Take(AnswerLabels& labels, std::string_view name) {
    const auto label = std::find_if(labels.begin(), labels.end(),
                                    [&](const auto& each) { return each.first == name; });
    if (label == labels.end()) return std::nullopt;
    std::string value = std::move(label->second);
    labels.erase(label);
    return value;
  }

  void AddNative(const AnswerSeries& series) {
    std::vector<std::vector<check::api::BucketBounds>> samples;
    for (const auto& [time, histogram] : series.histograms) {
      auto& bounds = samples.emplace_back();
      for (const AnswerHistogram::Bucket& bucket : histogram.buckets) {
        bounds.push_back(bucket.bounds);
      }
    }
    const auto statistics = check::api::StatisticsOfNative(samples);
    if (!statistics) return;
    WriteOut(fmt::format("- {} (native): {}\n", ShowMetric(series.labels), statistics->ToString()));
    native_.Add(*statistics);
  }

  check::api::BucketSummary native_;
  check::api::BucketSummary classic_;
};

}  // namespace

int QueryInstant(const Parsed& parsed) {
  const check::Result<Api> api = Api::From(parsed, parsed.Arguments("server").front());
  if (!api) return Fatal(api.error());
  const std::optional<GoTime> time = TimeFlag(parsed, "time", "evaluation", GoTime::Now());
  if (!time) return kFailed;
  Form form = api->StartForm();
  form["query"] = {parsed.Arguments("expr").front()};
  SetTime(form, "time", *time);
  return PrintValue(api->Post("/api/v1/query", form), parsed);
}

int QueryRange(const Parsed& parsed) {
  const check::Result<Api> api = Api::From(parsed, parsed.Arguments("server").front());
  if (!api) return Fatal(api.error());
  const std::optional<GoTime> end = TimeFlag(parsed, "end", "end", GoTime::Now());
  if (!end) return kFailed;
  const std::optional<GoTime> start =
      TimeFlag(parsed, "start", "start", *end + check::Duration(std::chrono::minutes(-5)));
  if (!start) return kFailed;
  if (*start >= *end) return Failure("start time is not before end time");
  check::Duration step = parsed.Time("step");
  if (step == check::Duration::zero()) {
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(*end - *start);
    step = std::chrono::seconds(std::max<std::int64_t>(whole.count() / 250, 1));
  }
  Form form = api->StartForm();
  form["query"] = {parsed.Arguments("expr").front()};
  form["start"] = {start->ToString()};
  form["end"] = {end->ToString()};
  form["step"] = {check::FormatGoFloat(
      std::chrono::duration_cast<std::chrono::duration<double>>(step).count(), 'f', -1)};
  return PrintValue(api->Post("/api/v1/query_range", form), parsed);
}

int QuerySeries(const Parsed& parsed) {
  const check::Result<Api> api = Api::From(parsed, parsed.Arguments("server").front());
  if (!api) return Fatal(api.error());
  const std::optional<Form> form = SelectionForm(parsed, *api);
  if (!form) return kFailed;
  const Data data(api->Post("/api/v1/series", *form));
  if (!data.ok()) return data.Refuse();
  const auto series = ReadAnswerSeries(data.text());
  if (!series) return QueryFailure(series.error());
  WantsJson(parsed) ? WriteData(SeriesJson(*series)) : WriteOut(SeriesText(*series));
  return kOk;
}

int QueryLabels(const Parsed& parsed) {
  const check::Result<Api> api = Api::From(parsed, parsed.Arguments("server").front());
  if (!api) return Fatal(api.error());
  const std::optional<Form> form = SelectionForm(parsed, *api);
  if (!form) return kFailed;
  const Data data(api->Get("/api/v1/label/:name/values", *form, parsed.Arguments("name").front()));
  for (const std::string& warning : data.warnings()) {
    WriteErr(fmt::format("query warning: {}\n", warning));
  }
  if (!data.ok()) return data.Refuse();
  const auto values = ReadAnswerTexts(data.text());
  if (!values) return QueryFailure(values.error());
  if (WantsJson(parsed)) {
    WriteData(check::result::NamesJson(*values));
  } else {
    WriteOut(check::result::NamesText(*values));
  }
  return kOk;
}

int QueryAnalyze(const Parsed& parsed) {
  check::Result<Api> api = Api::From(parsed, parsed.Text("server"));
  if (!api) return Fatal(api.error());
  api->WaitForever();
  if (const std::string type = parsed.Text("type"); type != "histogram") {
    return Failure(fmt::format("analyze type is {}, must be 'histogram'", type));
  }
  GoTime time = GoTime::Now();
  if (const std::string text = parsed.Text("time"); !text.empty()) {
    const std::optional<GoTime> given = ParsePromtoolTime(text);
    if (!given) {
      return Failure(fmt::format("error parsing time '{}': cannot parse {} to a valid timestamp",
                                 text, check::GoQuote(text)));
    }
    time = *given;
  }
  WriteOut(kAnalysisHeader);
  Analysis analysis;
  const std::string duration = check::FormatGoDuration(parsed.Time("duration"));
  for (const std::string& match : parsed.List("match")) {
    Form form = api->StartForm();
    form["query"] = {fmt::format("{}[{}]", match, duration)};
    SetTime(form, "time", time);
    const Data data(api->Post("/api/v1/query", form));
    if (!data.ok()) return Failure(data.error());
    const check::Result<AnswerValue> value = ReadAnswerValue(data.text());
    if (!value) return Failure(value.error().message);
    const auto* matrix = std::get_if<std::vector<AnswerSeries>>(&*value);
    if (matrix == nullptr) return Failure("query of buckets resulted in non-Matrix");
    if (const auto error = analysis.Add(*matrix)) return Failure(error->message);
  }
  analysis.PrintSummary();
  return kOk;
}

}  // namespace tools::compat
