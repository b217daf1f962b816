#ifndef LIBCHECK_RULES_EVAL_TEXT_QUERIES_H_
#define LIBCHECK_RULES_EVAL_TEXT_QUERIES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/storage/memory.h"

namespace check::rules {

/// Parses and runs queries that are given as text, keeping them for the next time.
class TextQueries {
 public:
  TextQueries(storage::MemoryStore& store, const promql::EngineOptions& engine,
              const promql::ParseOptions& parser)
      : store_(store), engine_(engine), parser_(parser) {}

  /// A vector, or why there is none, in Prometheus's words.
  Result<promql::Vector> Run(const std::string& text, std::int64_t time);
  /// Null if it cannot be parsed.
  const promql::Expr* Parse(const std::string& text) { return Find(text).expr; }

 private:
  struct Bound {
    explicit Bound(const std::string& text) : source("", text) {}
    const promql::Expr* expr = nullptr;
    SourceBuffer source;
    Arena arena;
    std::string problem;
    std::optional<promql::Query> query;
  };

  Bound& Find(const std::string& text);

  storage::MemoryStore& store_;
  const promql::EngineOptions& engine_;
  promql::ParseOptions parser_;
  std::map<std::string, std::unique_ptr<Bound>, std::less<>> bound_;
};

/// The value of a query as rules take it: a scalar is a vector with one element.
Result<promql::Vector> AsVector(promql::QueryResult result, model::LabelTable& labels);

}  // namespace check::rules

#endif  // LIBCHECK_RULES_EVAL_TEXT_QUERIES_H_
