#include "libcheck/rules/upstream.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace check::rules {

void DecodeLog::Add(std::string line) {
  if (fatal_.empty()) lines_.push_back(std::move(line));
}

void DecodeLog::Fail(std::string error) {
  if (fatal_.empty()) fatal_ = std::move(error);
}

void DecodeLog::Append(DecodeLog later) {
  if (!fatal_.empty()) return;
  std::move(later.lines_.begin(), later.lines_.end(), std::back_inserter(lines_));
  fatal_ = std::move(later.fatal_);
}

std::string DecodeLog::Error() const {
  if (!fatal_.empty() || lines_.empty()) return fatal_;
  return fmt::format("yaml: unmarshal errors:\n  {}", fmt::join(lines_, "\n  "));
}

void UpstreamLog::Append(UpstreamLog later) {
  strict.Append(std::move(later.strict));
  positions.Append(std::move(later.positions));
  std::move(later.validation.begin(), later.validation.end(), std::back_inserter(validation));
}

std::vector<std::string> UpstreamLog::Errors() const {
  if (strict.empty() && positions.empty()) return validation;
  std::vector<std::string> errors;
  for (const DecodeLog* log : {&strict, &positions}) {
    if (!log->empty()) errors.push_back(log->Error());
  }
  return errors;
}

}  // namespace check::rules
