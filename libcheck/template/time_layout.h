#ifndef LIBCHECK_TEMPLATE_TIME_LAYOUT_H_
#define LIBCHECK_TEMPLATE_TIME_LAYOUT_H_

#include <cstdint>
#include <string_view>

/// Layouts of times, which are written like "Mon Jan 2 15:04:05 2006".
namespace check::gotemplate {

/// What the example time in a layout stands for.
enum class LayoutPart : std::uint8_t {
  kNone,
  kLongMonth,
  kMonth,
  kNumberMonth,
  kZeroMonth,
  kLongWeekday,
  kWeekday,
  kDay,
  kUnderDay,
  kZeroDay,
  kUnderYearDay,
  kZeroYearDay,
  kHour,
  kHour12,
  kZeroHour12,
  kMinute,
  kZeroMinute,
  kSecond,
  kZeroSecond,
  kLongYear,
  kYear,
  kUpperHalf,
  kLowerHalf,
  kZoneName,
  kZone,
  kFraction,
};

/// A piece of a layout.
struct LayoutChunk {
  LayoutPart part = LayoutPart::kNone;  ///< kNone: its first character stands for itself.
  std::string_view text;
};

/// What a layout says at its very beginning.
LayoutChunk ReadLayout(std::string_view layout);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_TIME_LAYOUT_H_
