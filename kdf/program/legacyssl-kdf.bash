# legacyssl-kdf.bash - what bash completes on the command line of legacyssl-kdf
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash

# The value of --protocol so far; bash takes "--protocol=ssl2" for three words.
_legacyssl_kdf_protocol() {
    local i

    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -p || ${COMP_WORDS[i]} == --protocol ]] || continue
        [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
        echo "${COMP_WORDS[i + 1]}"
    done
}

# Names of the protocol's suites, OpenSSL's too; a suite of PCT is put together by hand.
_legacyssl_kdf_suites() {
    local protocol

    protocol=$(_legacyssl_kdf_protocol)
    [[ -n $protocol && $protocol != pct1 ]] &&
        "$1" --list --protocol "$protocol" 2>/dev/null | cut -s -d ' ' -f 2-
}

# @FILE: readline does not look behind the @, so a folder's slash is ours to add.
_legacyssl_kdf_files() {
    local i

    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -P @ -- "${1#@}")
    for i in "${!COMPREPLY[@]}"; do
        [[ -d ${COMPREPLY[i]#@} ]] || continue
        COMPREPLY[i]+=/
        compopt -o nospace
    done
}

_legacyssl_kdf() {
    local word=$2 before=$3

    [[ $word == = ]] && word=
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]}
    COMPREPLY=()
    if [[ $word == @* ]]; then
        _legacyssl_kdf_files "$word"
        return
    fi
    case $before in
    -p | --protocol)
        mapfile -t COMPREPLY < <(compgen -W "ssl2 pct1 ssl3 tls10" -- "$word")
        ;;
    -s | --suite)
        mapfile -t COMPREPLY < <(compgen -W "$(_legacyssl_kdf_suites "$1")" -- "$word")
        ;;
    -[mPHcrkaC] | --*-secret | --*-random | --*-key | --*-hash | --key-arg | --certificate)
        compopt -o nospace
        mapfile -t COMPREPLY < <(compgen -W "@" -- "$word")
        ;;
    *)
        mapfile -t COMPREPLY < <(compgen -W "$("$1" --help | grep -o -e '--[a-z-]*')" -- "$word")
        ;;
    esac
}

complete -F _legacyssl_kdf legacyssl-kdf
