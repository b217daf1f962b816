#ifndef LIBCHECK_PUSH_REMOTE_WRITER_H_
#define LIBCHECK_PUSH_REMOTE_WRITER_H_

#include <cstdint>
#include <optional>

#include "libcheck/api/reply.h"
#include "libcheck/http/http.h"
#include "libcheck/push/post.h"
#include "libcheck/push/remote_write.h"
#include "libcheck/push/write_request.h"

namespace check::push {

/// What came of a request.
struct Sent {
  enum class Outcome : std::uint8_t {
    kTaken,
    kPartly,    ///< The server says that it has stored less than was sent, exemplars aside.
    kIgnored,   ///< A success that does not say that anything was stored, as version 2 demands.
    kRefused,   ///< Another status: `answer` says which.
    kNoAnswer,  ///< `answer.fault` says why.
  } outcome = Outcome::kTaken;
  Version version = Version::k2;
  Counts counts;                  ///< What was sent.
  std::optional<Counts> written;  ///< What the server says it has stored.
  Answer answer;
};

/// Pushes to one receiver of remote write.
class RemoteWriter {
 public:
  /// `base`: the URL, credentials and limits of each request. Without a `version`, it is 2, and 1
  /// if the first answer says that the server does not know that, or that it has taken nothing,
  /// without a word: some receivers do not look at what they are sent, and a message of version 2
  /// is an empty one of version 1 to them.
  RemoteWriter(http::HttpTransport& http, http::HttpRequest base, std::optional<Version> version,
               PostOptions options = {});

  Sent Send(const WriteRequest& request);

  /// What `sent`, of which not all was taken, means to a person, and what to try.
  api::Fault Explain(const Sent& sent) const;

 private:
  Sent SendAs(const WriteRequest& request, Version version);

  http::HttpTransport& http_;
  http::HttpRequest base_;
  bool may_fall_back_;
  Version version_;
  PostOptions options_;
};

}  // namespace check::push

#endif  // LIBCHECK_PUSH_REMOTE_WRITER_H_
