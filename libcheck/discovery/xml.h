#ifndef LIBCHECK_DISCOVERY_XML_H_
#define LIBCHECK_DISCOVERY_XML_H_

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"

namespace check::discovery {

/// An element with what is in it.
struct XmlElement {
  std::string name;  ///< Without a namespace's prefix.
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;        ///< Its own, without that of elements inside.
  std::string_view inner;  ///< All between its tags, as it was written: of the text that was read.
  std::vector<const XmlElement*> children;

  /// The last child of that name; null if there is none.
  const XmlElement* Find(std::string_view child) const;
  /// The text of that child; empty if there is none.
  std::string TextOf(std::string_view child) const;
  std::string Attribute(std::string_view attribute) const;
};

/// A document that has been read. Its elements last as long as it does.
struct XmlDocument {
  std::deque<XmlElement> elements;  ///< The outermost comes first.
};

/// Reads `text`, which has to last as long as the result. Elements may be nested 200 deep, and
/// texts may have no names of their own (entities). The error is a reason: "line 3: mismatched
/// tag".
Result<XmlDocument> ReadXml(std::string_view text);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_XML_H_
