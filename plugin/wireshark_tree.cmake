# Within Wireshark's own sources, by its own rules: with this whole folder as plugins/epan/legacyssl,
#   cmake -DCUSTOM_PLUGIN_SRC_DIR=plugins/epan/legacyssl ...
# or the same in CMakeListsCustom.txt, and make legacyssl. See Wireshark's doc/README.plugins.

include(WiresharkPlugin)
if(NOT GNUTLS_FOUND OR NOT ZLIB_FOUND)
  message(FATAL_ERROR "LegacySSL needs a Wireshark with GnuTLS and zlib.")
endif()

file(STRINGS CMakeLists.txt LEGACYSSL_PROJECT REGEX "^project")
string(REGEX MATCH "([0-9]+)\\.([0-9]+)\\.([0-9]+)" LEGACYSSL_PROJECT_VERSION "${LEGACYSSL_PROJECT}")
set_module_info(legacyssl ${CMAKE_MATCH_1} ${CMAKE_MATCH_2} ${CMAKE_MATCH_3} 0)

include(plugin/sources.cmake)
include(kdf/sources.cmake)
set(PLUGIN_FILES ${LEGACYSSL_PLUGIN_SOURCES} ${LEGACYSSL_KDF_SOURCES})
if(LEGACYSSL_WERROR)
  set(WERROR_COMMON_FLAGS -Werror) # else as all of Wireshark is built
endif()
set_source_files_properties(${PLUGIN_FILES} PROPERTIES COMPILE_FLAGS "${WERROR_COMMON_FLAGS}")
add_wireshark_plugin_library(legacyssl epan)
set_target_properties(legacyssl PROPERTIES C_STANDARD 11 C_EXTENSIONS OFF)
target_include_directories(legacyssl PRIVATE plugin kdf)
target_include_directories(legacyssl SYSTEM PRIVATE ${GCRYPT_INCLUDE_DIRS} ${GNUTLS_INCLUDE_DIRS} ${ZLIB_INCLUDE_DIRS})
target_compile_definitions(legacyssl PRIVATE LEGACYSSL_VERSION=PLUGIN_VERSION)
target_link_libraries(legacyssl epan wiretap ${GCRYPT_LIBRARIES} ${GNUTLS_LIBRARIES} ${ZLIB_LIBRARIES})
install_plugin(legacyssl epan)
