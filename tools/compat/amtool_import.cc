#include "tools/compat/amtool_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "libcheck/api/alertmanager_read.h"
#include "libcheck/base/number.h"
#include "libcheck/files/file_system.h"
#include "libcheck/files/go_paths.h"
#include "tools/compat/amtool_calls.h"
#include "tools/compat/amtool_client.h"
#include "tools/compat/amtool_words.h"
#include "tools/compat/go_json.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Where the value ends that begins at `at`, as far as brackets and strings tell.
std::size_t EndOfValue(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      if (depth == 0) return at;
      --depth;
    } else if (depth == 0 && (c == ',' || kSpace.find(c) != std::string_view::npos)) {
      return at;
    } else {
      continue;
    }
    if (depth == 0) return std::min(at + 1, text.size());
  }
  return text.size();
}

std::size_t SkipSpace(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kSpace, at), text.size());
}

// Sends silences that come from one source, by several threads.
class Importer {
 public:
  Importer(const AmtoolClient& client, SilenceTexts& silences, bool force)
      : client_(client), silences_(silences), force_(force) {}

  // None, if `workers` is below 1.
  void Run(double workers) {
    constexpr int kMost = 64;
    std::vector<std::jthread> threads;
    for (int i = 0; i < kMost && i + 1 <= workers; ++i) {
      threads.emplace_back([this] {
        while (auto silence = Take()) Send(std::move(*silence));
      });
    }
  }

  std::size_t count() const { return count_; }
  std::size_t failed() const { return failed_; }

 private:
  std::optional<v2::Silence> Take() {
    const std::scoped_lock lock(reading_);
    std::optional<v2::Silence> silence = silences_.Next();
    if (!silence) return silence;
    ++count_;
    if (force_) silence->id.clear();
    return silence;
  }

  void Send(v2::Silence silence) {
    const std::string id = silence.id;
    AmtoolClient::Posted posted = client_.PostSilence(silence);
    if (posted.is_unknown) {
      silence.id.clear();
      posted = client_.PostSilence(silence);
    }
    // Short lines, which are written in one go.
    if (posted.error.empty()) return WriteOut(posted.id + "\n");
    ++failed_;
    WriteErr(fmt::format("Error adding silence id='{}': {}\n", id, posted.error));
  }

  const AmtoolClient& client_;
  SilenceTexts& silences_;
  bool force_;
  std::mutex reading_;
  std::size_t count_ = 0;
  std::atomic<std::size_t> failed_ = 0;
};

int FailToRead(const std::string& why) {
  return FailAsAmtool(fmt::format("couldn't unmarshal input data, is it JSON?: {}", why));
}

}  // namespace

SilenceTexts::SilenceTexts(std::string_view text)
    : text_(text), source_(check::FromMemory(text)), json_(*source_) {
  json_.SetStrict();
  const char first = json_.Peek();
  if (first == '\0') {
    error_ = "EOF";
  } else if (first == '[' || first == '{') {
    bracket_ = first;
    json_.Take(first);
  } else if (!json_.Skip()) {
    error_ = Why();
  }
}

std::optional<v2::Silence> SilenceTexts::Fail(std::string error) {
  is_over_ = true;
  error_ = std::move(error);
  return std::nullopt;
}

// What is wrong with the value at which reading stopped. It is looked for from the start, as that
// is not remembered.
std::string SilenceTexts::Why() const {
  std::size_t at = SkipSpace(text_, 0);
  if (bracket_ != '\0') ++at;
  std::size_t values = count_;
  if (bracket_ == '\0' && is_begun_) ++values;
  for (; values > 0; --values) {
    at = SkipSpace(text_, EndOfValue(text_, SkipSpace(text_, at)));
    if (bracket_ == '[' && at < text_.size() && text_[at] == ',') ++at;
  }
  std::string error = GoJsonError(text_.substr(std::min(at, text_.size())), kPostableSilence);
  return error.empty() ? json_.why() : error;
}

std::optional<v2::Silence> SilenceTexts::Next() {
  if (is_over_) return std::nullopt;
  is_begun_ = true;
  const char next = json_.Peek();
  if (next == '\0' || next == ']' || next == '}') {
    is_over_ = true;
    return std::nullopt;
  }
  if (bracket_ == '{') return Fail("not at beginning of value");
  if (bracket_ == '[' && count_ > 0 && !json_.Take(',')) {
    return Fail("expected comma after array element");
  }
  v2::Silence silence;
  if (!v2::ReadSilence(json_, silence)) return Fail(Why());
  ++count_;
  return silence;
}

int AmtoolImportSilences(const Parsed& parsed) {
  const std::span<const std::string> path = parsed.Arguments("input-file");
  const check::Result<std::string> text =
      path.empty() ? check::Disk().Read("-") : check::ReadAsGo(check::Disk(), path.front());
  if (!text) return FailAsAmtool(text.error().message);
  SilenceTexts silences(*text);
  if (!silences.error().empty()) return FailToRead(silences.error());
  const auto client = AmtoolClient::Make(parsed);
  if (!client) return EndAsAmtool(client.error().message);
  Importer importer(*client, silences, parsed.Switch("force"));
  importer.Run(check::ParseGoFloat(parsed.Text("worker")).value_or(0));
  if (!silences.error().empty()) return FailToRead(silences.error());
  if (importer.failed() == 0) return 0;
  return FailAsAmtool(
      fmt::format("couldn't import {} out of {} silences", importer.failed(), importer.count()));
}

}  // namespace tools::compat
