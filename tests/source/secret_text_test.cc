#include "libcheck/source/secret_text.h"

#include <doctest/doctest.h>

#include <string>

namespace check {
namespace {

// `text` with every secret in it replaced by a star.
std::string Starred(const std::string& text, SecretSearch search) {
  std::string shown;
  std::size_t at = 0;
  for (const Span span : FindSecrets(text, search)) {
    shown += text.substr(at, span.begin - at) + "*";
    at = span.end;
  }
  return shown + text.substr(at);
}
std::string Broken(const std::string& text) { return Starred(text, SecretSearch::kBroken); }
std::string Parsed(const std::string& text) { return Starred(text, SecretSearch::kParsed); }

}  // namespace

TEST_CASE("names of secrets are known, and what they are misspelt as") {
  for (const char* name : {"password",      "Password",     "PASSWORD",      "smtp_auth_password",
                           "passwd",        "pwd",          "pass",          "psk",
                           "bearer_token",  "bearer_tokn",  "token",         "secret",
                           "client_secret", "clientSecret", "secret_key",    "credentials",
                           "credentails",   "apikey",       "api-key",       "api_key",
                           "X-Api-Key",     "auth",         "authorization", "Authorisation",
                           "Cookie",        "private_key",  "access_key",    "pasword",
                           "passwrod",      "secert",       "db_pass",       "routing_key",
                           "service_key"}) {
    CAPTURE(name);
    CHECK(IsSecretName(name));
  }
  for (const char* name : {"password_file",
                           "credentials_file",
                           "token_url",
                           "client_id",
                           "key_file",
                           "basic_auth",
                           "username",
                           "job_name",
                           "targets",
                           "tls_config",
                           "expr",
                           "record",
                           "alert",
                           "summary",
                           "severity",
                           "passing",
                           "bypass_proxy",
                           "tokens_total",
                           "token_type",
                           "author",
                           "page",
                           "source_labels",
                           "keep_firing_for",
                           "for",
                           "scheme",
                           "secret_name",
                           "metrics_path",
                           "team",
                           "params",
                           "module",
                           "proxy_url",
                           "oauth2",
                           "scopes",
                           "monkey",
                           "",
                           "key"}) {
    CAPTURE(name);
    CHECK_FALSE(IsSecretName(name));
  }
}

TEST_CASE("the value of a secret's key is hidden, whatever it does to the file") {
  CHECK(Broken("password: hush\nuser: me\n") == "password: *\nuser: me\n");
  CHECK(Broken("  - password: a: b\n") == "  - password: *\n");
  CHECK(Broken("password: hush # why\n") == "password: *\n");
  CHECK(Broken("password:hush\n") == "password:*\n");
  CHECK(Broken("password:\thush\n") == "password:\t*\n");
  CHECK(Broken("\"password\": \"hu\"sh\"\n") == "\"password\": *\n");
  CHECK(Broken("{user: me, password: hu, sh}\n") == "{user: me, password: *\n");
  CHECK(Broken("password = hush\n") == "password = *\n");
  CHECK(Broken("run --password=hush\n") == "run --password=*\n");
  CHECK(Broken("# password: hush\n") == "# password: *\n");
  CHECK(Broken("a: b # the token: hush\n") == "a: b # the token: *\n");
  CHECK(Broken("? password\n: hush\n") == "? password\n: *\n");
  CHECK(Broken("password: |\n  hush\n  hush\nuser: me\n") == "password: *\n  *\n  *\nuser: me\n");
  CHECK(Broken("password:\n  hush\n  hush: x\nuser: me\n") == "password:\n  *\n  *\nuser: me\n");
  CHECK(Broken("password: hu\n  sh: x\nuser: me\n") == "password: *\n  *\nuser: me\n");
  CHECK(Broken("a:\n  password: \"hush\nhush\nx\" y\n  user: me\n") ==
        "a:\n  password: *\n*\n*\n  user: me\n");
  CHECK(Broken("a:\n  password: \"hush\n  user: me\n") == "a:\n  password: *\n  user: me\n");
  CHECK(Broken("tokens:\n- hush\n- hush\nuser: me\n") == "tokens:\n*\n*\nuser: me\n");
  CHECK(Broken("credentials:\n- hush\n- hush\nuser: me\n") == "credentials:\n*\n*\nuser: me\n");
  CHECK(Broken("basic_auth_users:\n  admin: hush\n  root: hush\n") ==
        "basic_auth_users:\n  admin: *\n  root: *\n");
  CHECK(Broken("basic_auth_users: admin:hush\n") == "basic_auth_users: *\n");
  CHECK(Broken("headers: {X-Any: hush}\n") == "headers: *\n");
  CHECK(Broken("headers:\n  X-Any: hush\n") == "headers:\n  X-Any: *\n");
  CHECK(Broken("password: hush\r\nuser: me\r\n") == "password: *\r\nuser: me\r\n");
}

TEST_CASE("in a file that was parsed, a value ends where it does") {
  CHECK(Parsed("{password: hush, user: me}\n") == "{password: *, user: me}\n");
  CHECK(Parsed("{\"password\": \"hu,sh\", \"user\": \"me\"}\n") ==
        "{\"password\": *, \"user\": \"me\"}\n");
  CHECK(Parsed("password: hush # why\n") == "password: * # why\n");
  // Sections are left to their tables, but for what is in them.
  CHECK(Parsed("headers: {X-Any: seen, token: hush} # why\n") ==
        "headers: {X-Any: seen, token: *} # why\n");
  CHECK(Parsed("authorization:\n  type: Bearer\n  credentials: hush\n") ==
        "authorization:\n  type: Bearer\n  credentials: *\n");
}

TEST_CASE("addresses, keys and headers are known without a name") {
  CHECK(Broken("- https://me:hush@example.org/p?a=b\n") == "- https://*@example.org/p?a=b\n");
  CHECK(Broken("- https://hush@example.org\n") == "- https://*@example.org\n");
  CHECK(Broken("- https://me:hu/sh@example.org\n") == "- https://*@example.org\n");
  CHECK(Broken("- https://me:hu@sh@example.org\n") == "- https://*@example.org\n");
  CHECK(Broken("- https://example.org:9090/a@b\n") == "- https://example.org:9090/a@b\n");
  CHECK(Broken("- https://a/?x=1&access_token=hush&y=2\n") ==
        "- https://a/?x=1&access_token=*&y=2\n");
  CHECK(Broken("x: Bearer abc123def\n") == "x: Bearer *\n");
  CHECK(Broken("x: Basic authentication failed\n") == "x: Basic authentication failed\n");
  CHECK(Broken("x: |\n  -----BEGIN RSA PRIVATE KEY-----\n  MIIE\n  AAAA\n  -----END RSA PRIVATE "
               "KEY-----\n") ==
        "x: |\n  -----BEGIN RSA PRIVATE KEY-----\n  *\n  *\n  -----END RSA PRIVATE KEY-----\n");
}

TEST_CASE("rules may speak of secrets") {
  for (const char* text : {
           "expr: sum(secret_total{token=\"a\", secret=~\"b\"}) by (token) > 1\n",
           "record: job:token:rate5m\n",
           "expr: job:token:rate5m > 1\n",
           "summary: \"token: {{ $labels.token }}\"\n",
           "secret: '{{ $labels.secret }}'\n",
           "summary: the password of {{ $labels.user }} expires\n",
           "expr: token == 1\n",
       }) {
    CAPTURE(text);
    CHECK(Broken(text) == text);
  }
}

TEST_CASE("messages do not repeat secrets") {
  const std::string secrets[] = {"hunter2 and more", "\"abc\"", "multi\nline"};
  const auto hidden = [&](const char* message) { return HideTexts(message, secrets); };
  CHECK(hidden("not hunter2 and more here") == "not <secret> here");
  CHECK(hidden("not `hunter2` here") == "not `<secret>` here");
  CHECK(hidden("cannot unmarshal !!str `hunter2...` into x") ==
        "cannot unmarshal !!str `<secret>` into x");
  CHECK(hidden("not `abc`, abc") == "not `<secret>`, abc");
  CHECK(hidden("got \"multi\\nline\"") == "got \"<secret>\"");
  CHECK(hidden("unknown field `x`") == "unknown field `x`");
  CHECK(HideInUrls("cannot read https://a:b@c/d: refused") ==
        "cannot read https://<secret>@c/d: refused");
}

TEST_CASE("looking for secrets takes time in proportion to the text") {
  // Each would take minutes if a line were read again for each of its parts.
  for (const std::string& part :
       {std::string("\"token\": {{"), std::string("://a"), std::string("x\n"), std::string("pw: "),
        std::string("-----BEGIN PRIVATE KEY-----"), std::string("Bearer "), std::string("'pw: '"),
        std::string("password: \"\n")}) {
    std::string text;
    while (text.size() < 2'000'000) text += part;
    CHECK(FindSecrets(text, SecretSearch::kBroken).size() < text.size());
    CHECK(FindSecrets(text, SecretSearch::kParsed).size() < text.size());
  }
}

}  // namespace check
