#include "libcheck/api/debug_archive.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <mutex>
#include <protozero/exception.hpp>
#include <protozero/pbf_reader.hpp>
#include <thread>
#include <utility>

#include "libcheck/files/gunzip.h"

namespace check::api {
namespace {

constexpr DebugFile kFiles[] = {
    {"/debug/pprof/profile", "cpu.pb", true, true},
    {"/debug/pprof/block", "block.pb", true},
    {"/debug/pprof/goroutine", "goroutine.pb", true},
    {"/debug/pprof/heap", "heap.pb", true},
    {"/debug/pprof/mutex", "mutex.pb", true},
    {"/debug/pprof/threadcreate", "threadcreate.pb", true},
    {"/debug/pprof/trace", "trace.pb", false, true},
    {"/metrics", "metrics.txt"},
};
constexpr std::size_t kProfiles = std::size(kFiles) - 1;

// zlib's numbers for the format of gzip, with the largest window.
constexpr int kGzip = 15 + 16;

// Whether `message` is made of the fields of pprof's message Profile, and says what is measured.
bool IsProfile(std::string_view message) {
  // The numbers of those that are messages or lists; others are whole numbers.
  constexpr protozero::pbf_tag_type kMessages[] = {1, 2, 3, 4, 5, 6, 11};
  constexpr protozero::pbf_tag_type kLists[] = {13};
  constexpr protozero::pbf_tag_type kLast = 14;
  bool measures = false;
  try {
    protozero::pbf_reader reader(message.data(), message.size());
    while (reader.next()) {
      const protozero::pbf_tag_type tag = reader.tag();
      const auto is_in = [&](const auto& tags) {
        return std::find(std::begin(tags), std::end(tags), tag) != std::end(tags);
      };
      const bool has_length = reader.wire_type() == protozero::pbf_wire_type::length_delimited;
      if (tag <= kLast && (is_in(kMessages) ? !has_length : has_length && !is_in(kLists))) {
        return false;
      }
      measures = measures || tag == 1;
      reader.skip();
    }
  } catch (const protozero::exception&) {
    return false;
  }
  return measures;
}

// Several are held at once; the largest that servers have are of some ten megabytes.
constexpr std::size_t kMostOfFile = std::size_t{64} << 20;

Reply<std::string> Fetch(const Server& server, const DebugFile& file,
                         std::chrono::seconds duration) {
  Form form;
  if (file.lasts) form.emplace_back("seconds", std::to_string(duration.count()));
  Reply<http::HttpResponse> response = server.Get(file.path, form);
  if (!response) return std::move(response.fault);
  Result<std::string> body = http::ReadBody(*response->body, kMostOfFile);
  if (body && file.is_profile) body = UnpackProfile(*body);
  if (body) return std::move(*body);
  return Fault{.kind = Fault::Kind::kConnection, .message = body.error().message};
}

void Write(char* field, std::string_view text) { std::copy(text.begin(), text.end(), field); }

// The head of a file in POSIX's format ustar: texts, and numbers in octal.
std::string TarHead(std::string_view name, std::size_t size) {
  std::string head(512, '\0');
  Write(&head[0], name.substr(0, 99));
  Write(&head[100], "0000666");
  Write(&head[108], "0000000");  // Owner, group
  Write(&head[116], "0000000");
  Write(&head[124], fmt::format("{:011o}", size));
  Write(&head[136], "00000000000");  // When it was changed.
  Write(&head[156], "0");
  Write(&head[257], std::string_view("ustar\00000", 8));
  // The sum of all bytes, those of the sum itself being blanks.
  Write(&head[148], "        ");
  unsigned sum = 0;
  for (const char c : head) sum += static_cast<unsigned char>(c);
  Write(&head[148], std::string_view(fmt::format("{:06o}\0 ", sum)));
  head[154] = '\0';
  return head;
}

}  // namespace

std::span<const DebugFile> DebugProfiles() { return std::span(kFiles).first(kProfiles); }
std::span<const DebugFile> DebugMetrics() { return std::span(kFiles).subspan(kProfiles); }
std::span<const DebugFile> DebugEverything() { return kFiles; }

std::vector<DebugReply> FetchDebugFiles(const Server& server, std::span<const DebugFile> files,
                                        std::chrono::seconds duration,
                                        const std::function<void(const DebugReply&)>& done) {
  std::vector<DebugReply> replies(files.size());
  std::vector<std::thread> threads;
  std::mutex mutex;
  for (std::size_t i = 0; i < files.size(); ++i) {
    threads.emplace_back([&, i] {
      replies[i] = {files[i], Fetch(server, files[i], duration)};
      const std::lock_guard lock(mutex);
      done(replies[i]);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return replies;
}

Result<std::string> UnpackProfile(std::string_view body) {
  constexpr std::size_t kMostUnpacked = std::size_t{512} << 20;
  std::string profile(body);
  if (LooksLikeGzip(body)) {
    Result<std::string> unpacked = http::ReadBody(*Gunzip(FromMemory(body)), kMostUnpacked);
    if (!unpacked) return Error{"decompressing profile: " + unpacked.error().message};
    profile = std::move(*unpacked);
  }
  if (profile.empty()) return Error{"parsing profile: empty input file"};
  if (!IsProfile(profile)) return Error{"parsing profile: unrecognized profile format"};
  return profile;
}

void TarGz::Add(std::string_view name, std::string_view content) {
  tar_ += TarHead(name, content.size());
  tar_ += content;
  tar_.resize((tar_.size() + 511) / 512 * 512, '\0');
}

Result<std::string> TarGz::Finish() {
  // It ends in two empty heads.
  tar_.resize(tar_.size() + 1024, '\0');
  z_stream stream = {};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return Error{"out of memory"};
  }
  std::string packed(deflateBound(&stream, tar_.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(tar_.data());
  stream.avail_in = static_cast<uInt>(tar_.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int code = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) return Error{"the archive is too large"};
  return packed;
}

}  // namespace check::api
