# cpack makes a .deb where dpkg-deb is there, and an .rpm where rpmbuild is: for the Wireshark that was
# built against. Each series has a libwireshark of its own name, which gets into what the package
# needs; so it can't be installed beside another series. The tarball of the sources, by the target
# package_source, is for all of them.

set(CPACK_GENERATOR "")
foreach(GENERATOR_PROGRAM "DEB dpkg-deb" "RPM rpmbuild")
  separate_arguments(GENERATOR_PROGRAM)
  list(GET GENERATOR_PROGRAM 0 GENERATOR)
  list(GET GENERATOR_PROGRAM 1 PROGRAM)
  find_program(LEGACYSSL_${GENERATOR} ${PROGRAM})
  mark_as_advanced(LEGACYSSL_${GENERATOR})
  if(LEGACYSSL_${GENERATOR})
    list(APPEND CPACK_GENERATOR ${GENERATOR})
  endif()
endforeach()

set(CPACK_PACKAGE_NAME legacyssl)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Decrypt SSL 2.0, PCT 1.0, SSL 3.0 and TLS 1.0 in Wireshark")
set(CPACK_PACKAGE_DESCRIPTION
"A plugin of Wireshark that reads master secrets from a key log, decrypts the
records of a capture and verifies every one of them. With it come the library
that derives the keys, and legacyssl-kdf, a program that explains how.")
set(CPACK_PACKAGE_VENDOR LegacySSL)
set(CPACK_PACKAGE_CONTACT "The LegacySSL project <legacyssl@localhost>")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/COPYING)
set(CPACK_STRIP_FILES ON)

# The plugin folder is an absolute path.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
# by components, for install_manifest.txt tells the target uninstall what was installed, not packed
foreach(COMPONENT plugin kdf)
  list(APPEND CPACK_INSTALL_CMAKE_PROJECTS ${PROJECT_BINARY_DIR} ${PROJECT_NAME} ${COMPONENT} /)
endforeach()

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION}+wireshark${WIRESHARK_SERIES})
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "wireshark | tshark")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libgcrypt20-dev")
install(FILES ${PROJECT_SOURCE_DIR}/COPYING DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/legacyssl
  RENAME copyright COMPONENT kdf)

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_RELEASE 1.wireshark${WIRESHARK_SERIES})
set(CPACK_RPM_PACKAGE_DESCRIPTION "${CPACK_PACKAGE_DESCRIPTION}")
set(CPACK_RPM_PACKAGE_LICENSE GPL-2.0-or-later)
set(CPACK_RPM_SPEC_MORE_DEFINE "%define _build_id_links none")
# else what has an absolute path would be taken for configuration, and kept at the next version
set(CPACK_RPM_USER_FILELIST "%attr(-,root,root) ${LEGACYSSL_PLUGIN_DIR}/epan/legacyssl.so"
  "%attr(-,root,root) ${LEGACYSSL_PROFILE_DIR}/LegacySSL")
# folders that others have, too
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION
  /usr/${CMAKE_INSTALL_LIBDIR}/pkgconfig ${LEGACYSSL_PLUGIN_DIR}/epan ${LEGACYSSL_PROFILE_DIR}
  /usr/share/bash-completion /usr/share/bash-completion/completions
  /usr/share/man /usr/share/man/man1 /usr/share/man/man7)
foreach(FOLDER "${LEGACYSSL_PLUGIN_DIR}" "${LEGACYSSL_PROFILE_DIR}")
  while(NOT FOLDER MATCHES "^/(usr)?$" AND NOT FOLDER STREQUAL "")
    list(APPEND CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION ${FOLDER})
    get_filename_component(FOLDER ${FOLDER} DIRECTORY)
  endwhile()
endforeach()

set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME legacyssl-${PROJECT_VERSION})
set(CPACK_SOURCE_IGNORE_FILES "/\\\\.git/" "^${PROJECT_SOURCE_DIR}/build[^/]*/" "/__pycache__/" "/\\\\.pytest_cache/")
include(CPack)
