# The files of the library, in the folder of this one.
set(LEGACYSSL_KDF_SOURCES
    cipher.c
    digest.c
    explain.c
    inputs.c
    key_block.c
    libgcrypt.c
    pct1.c
    prf.c
    protocol.c
    rc2.c
    rc4.c
    record.c
    ssl2.c
    ssl2_key_arg.c
    ssl3.c
    suite.c
    tls10.c
    trace.c
    wipe.c
)
list(TRANSFORM LEGACYSSL_KDF_SOURCES PREPEND ${CMAKE_CURRENT_LIST_DIR}/)
