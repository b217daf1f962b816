#ifndef TESTS_SERIES_LOCAL_QUERIES_H_
#define TESTS_SERIES_LOCAL_QUERIES_H_

#include <nlohmann/json.hpp>
#include <string>

#include "libcheck/storage/memory.h"

namespace check::test {

/// What a server answers to a case of local_queries, worked out from `store`: an object like the
/// API's, with `status`, `data` or `error`, `warnings` and `infos`.
nlohmann::json Answer(const nlohmann::json& question, storage::MemoryStore& store);

/// Whether that is what the server answered: values as they are printed, vectors in any order
/// unless they are sorted.
bool SameAnswer(const nlohmann::json& question, const nlohmann::json& actual);

/// Adds the series of a file like b_native_source.json: native histograms and stale markers, which
/// no other form can express.
void AddNativeSource(const std::string& text, storage::MemoryStore& store);

}  // namespace check::test

#endif  // TESTS_SERIES_LOCAL_QUERIES_H_
