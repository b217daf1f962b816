# What `cmake --install` puts where, and the Debian package that `cpack` makes of it.
include(GNUInstallDirs)
set(PRONOIA_MAINTAINER "The Pronoia authors <pronoia@example.org>" CACHE STRING
    "Who packages name as their maintainer")
set(PRONOIA_HOMEPAGE "" CACHE STRING "The project's address, which packages name if there is one")

install(TARGETS pronoia RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES completions/pronoia.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME pronoia)
install(FILES completions/_pronoia DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES completions/pronoia.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
file(GLOB references CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/man/*.md)
install(FILES README.md ${references} DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Installs `source` compressed, as Debian's policy asks: the same bytes whenever it is built.
set(compressed "")
function(install_compressed source folder name)
  set(output ${PROJECT_BINARY_DIR}/compressed/${name}.gz)
  add_custom_command(OUTPUT ${output} COMMAND gzip -9n < ${source} > ${output} DEPENDS ${source} VERBATIM)
  install(FILES ${output} DESTINATION ${folder})
  set(compressed ${compressed} ${output} PARENT_SCOPE)
endfunction()
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/compressed)

file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/man/*.[1-8])
foreach(page IN LISTS pages)
  get_filename_component(name ${page} NAME)
  string(REGEX REPLACE ".*\\." "" section ${name})
  install_compressed(${page} ${CMAKE_INSTALL_MANDIR}/man${section} ${name})
endforeach()
install_compressed(${PROJECT_SOURCE_DIR}/CHANGELOG.md ${CMAKE_INSTALL_DOCDIR} changelog)
# SOURCE_DATE_EPOCH, if it is set.
string(TIMESTAMP PRONOIA_DATE "%Y-%m-%dT%H:%M:%SZ" UTC)
execute_process(COMMAND date -R -u -d ${PRONOIA_DATE} OUTPUT_VARIABLE PRONOIA_DATE OUTPUT_STRIP_TRAILING_WHITESPACE)
configure_file(tools/packaging/changelog.in ${PROJECT_BINARY_DIR}/changelog.Debian @ONLY)
install_compressed(${PROJECT_BINARY_DIR}/changelog.Debian ${CMAKE_INSTALL_DOCDIR} changelog.Debian)
add_custom_target(compressed_files ALL DEPENDS ${compressed})

# The licences of what is linked statically or has code in headers go with the program.
set(linked cli11 cmark-gfm edit expat1 fmt howardhinnant-date md bsd protozero re2 snappy utf8proc xxhash yaml-cpp yaml ncurses isal)
list(TRANSFORM linked PREPEND lib)
list(TRANSFORM linked APPEND -dev)
set(copyright ${PROJECT_BINARY_DIR}/copyright)
configure_file(tools/packaging/copyright ${copyright} COPYONLY)
foreach(package IN LISTS linked ITEMS nlohmann-json3-dev zlib1g-dev)
  if(EXISTS /usr/share/doc/${package}/copyright)
    file(READ /usr/share/doc/${package}/copyright text)
    file(APPEND ${copyright} "\n\n==== ${package}\n\n${text}")
  endif()
endforeach()
install(FILES ${copyright} DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES tools/packaging/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME pronoia)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pronoia)
set(CPACK_PACKAGE_VENDOR "The Pronoia authors")
set(CPACK_PACKAGE_CONTACT "${PRONOIA_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "checks, tests and explains Prometheus rules and configurations")
set(CPACK_PACKAGE_DESCRIPTION
"Pronoia checks, tests, formats and explains what Prometheus and Alertmanager
read: rules, configurations, templates, routes, metrics and objectives. It
gives the verdicts of promtool and amtool, and finds what they let pass. It
also asks running servers.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
    GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "${PRONOIA_HOMEPAGE}")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded by the commands that need them.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, libcurl4, libisal2, libssl3, tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "git, prometheus, prometheus-alertmanager")
include(CPack)
