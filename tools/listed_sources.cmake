# Gives the sources of the things that a header lists, each on a line of a macro that begins with
# `X(name` or `X(Name`: the file of that name in `folder`, in small letters with underscores. A name
# without a file shares that of another thing, which is listed by hand.
function(listed_sources out header folder)
  file(READ ${header} text)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  string(REGEX MATCHALL "\n  X\\([A-Za-z0-9_]+" entries "${text}")
  set(sources "")
  foreach(entry IN LISTS entries)
    string(REGEX REPLACE ".*X\\(" "" name "${entry}")
    string(REGEX REPLACE "([a-z0-9])([A-Z])" "\\1_\\2" name "${name}")
    string(TOLOWER "${name}" name)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}${name}.cc)
      list(APPEND sources ${folder}${name}.cc)
    endif()
  endforeach()
  set(${out} "${sources}" PARENT_SCOPE)
endfunction()
