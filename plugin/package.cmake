# cpack -G DEB makes a package for the Wireshark that was built against: apt install ./legacyssl_*.deb
# Each series of Wireshark has a libwireshark package of its own name, which shlibdeps puts into
# Depends; so the package can't be installed beside another series.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME legacyssl)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Decrypt SSL 2.0, PCT 1.0, SSL 3.0 and TLS 1.0 in Wireshark")
set(CPACK_PACKAGE_DESCRIPTION
"A plugin of Wireshark that reads master secrets from a key log, decrypts the
records of a capture and verifies every one of them. With it come the library
that derives the keys, and legacyssl-kdf, a program that explains how.")
set(CPACK_PACKAGE_CONTACT "The LegacySSL project <legacyssl@localhost>")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/COPYING)
set(CPACK_STRIP_FILES ON)

# The plugin folder is an absolute path.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "wireshark | tshark")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libgcrypt20-dev")
install(FILES ${PROJECT_SOURCE_DIR}/COPYING DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/legacyssl
  RENAME copyright COMPONENT kdf)
include(CPack)
