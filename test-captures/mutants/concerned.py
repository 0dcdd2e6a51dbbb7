"""Which tests concern a file: quick ones, that a bug in it is tried against first."""

# A capture of each kind that is small: everything in it verifies, in one pass, in two and in any order.
SMALL = ("ssl2/des-192-ede3-cbc", "ssl2/resumption", "pct1/reconnect-one-secret",
         "ssl3/openssl-1.0-renegotiation-by-server", "tls10/openssl-1.0-tickets", "tls10/openssl-1.0-http-until-close")
RIGHT_KEYS = [f"test_right_keys.py::{test}[{capture}]" for capture in SMALL
              for test in ("test_everything_verifies", "test_random_visits_show_what_one_pass_shows")]

# Tests of these names take longer than they find: they are left to the whole suite.
LONG = ("big-body", "large", "fast_open", "gigabyte", "openings", "icmp", "every_pass", "used_again", "real_peers",
        "no_text_of", "exported_objects", "any_port", "what_was_said", "two_passes_write", "no_filter_finds_less",
        "later_versions", "opens_again", "every_opened_record", "small-records", "test_lengths", "has_the_keys_that",
        "every_byte", "half_a_line", "a_browser_shows", "opens_exactly", "every_length", "nothing_gets_out", "full_of_one_byte",
        "14443", "both_ends", "times_are", "nothing_to_complain", "no_names_without", "in_pieces", "without_a_secret")

# The first row whose beginning a file's path has; RIGHT_KEYS are tried with all of them. Tests that are named
# (FILE::TEST) come first, long or not.
ROWS = (
    ("plugin/application/export_pdu", "test_menus.py"),
    ("plugin/application/follow_stream", "test_follow.py"),
    ("plugin/application/builtin_follow", "test_follow.py test_application.py"),
    ("plugin/application/proxy_tunnel", "test_application.py"),
    ("plugin/application/info_column", "test_application.py::test_no_text_of_a_message_that_was_not_whole "
                                       "test_application.py"),
    ("plugin/application/pdu", "test_application.py"),
    ("plugin/application", "test_http.py test_application.py test_menus.py"),
    ("plugin/bytes", "test_rsa_keys.py test_session_files.py test_recognition.py"),
    ("plugin/explain", "test_explain.py"),
    ("plugin/export/keylog_export", "test_keylog_export.py"),
    ("plugin/export", "test_plain_capture.py"),
    ("plugin/loss/diagnosis", "test_work.py::test_trials_cost_no_more_than_was_reckoned test_diagnosis.py"),
    ("plugin/loss", "test_diagnosis.py test_loss.py test_holes.py"),
    ("plugin/pct1/pct1_state", "test_tree.py::test_a_redo_is_one_whichever_side_is_captured test_tree.py"),
    ("plugin/pct1/pct1_failure", "test_failures.py::test_real_peers[pct1/specs-mismatch] "
                                 "test_failures.py::test_real_peers[pct1/redo-mismatch] test_failures.py"),
    ("plugin/pct1/pct1_messages", "test_failures.py::test_pct_says_which_lists_have_nothing_in_common "
                                  "test_lengths.py test_expert_items.py"),
    ("plugin/pct1/security_escape", "test_expert_items.py::test_an_escape_that_is_too_long test_expert_items.py"),
    ("plugin/pct1", "test_lengths.py test_attacks.py test_loss.py"),
    ("plugin/recognise/claim", "test_recognition.py::test_a_hello_in_pieces_is_ours test_recognition.py"),
    ("plugin/recognise/decode_as", "test_menus.py::test_decode_as_for_a_stream_from_the_middle_on test_recognition.py"),
    ("plugin/recognise/foreign_session", "test_secrets.py::test_nothing_is_left test_one_keylog.py"),
    ("plugin/recognise/lookout", "test_right_keys.py::test_everything_verifies[ssl2/hello-of-all-versions] "
                                 "test_recognition.py test_holes.py test_attacks.py"),
    ("plugin/recognise", "test_recognition.py test_holes.py test_attacks.py"),
    ("plugin/record/protected_record.c", "test_diagnosis.py::test_replayed test_diagnosis.py test_expert_items.py"),
    ("plugin/record/record_layer", "test_right_keys.py::test_everything_verifies[pct1/unified-hello] test_attacks.py"),
    ("plugin/record/record.c", "test_tree.py::test_records_have_sequence_numbers test_tree.py test_diagnosis.py"),
    ("plugin/record/protected_record_draw", "test_tree.py::test_what_stands_in_a_packet test_diagnosis.py"),
    ("plugin/record", "test_diagnosis.py test_expert_items.py test_loss.py"),
    ("plugin/secrets/keylog/session_file", "test_session_files.py"),
    ("plugin/secrets/keylog/keylog_secret", "test_write_keys.py::test_circle_of_others test_session_files.py"),
    ("plugin/secrets/keylog/write_keys", "test_write_keys.py"),
    ("plugin/secrets/keylog/keylog.c", "test_keylog.py::test_usable test_live.py test_keylog.py"),
    ("plugin/secrets/keylog/keylog_index", "test_live.py::test_it_is_written_anew test_live.py test_keylog.py"),
    ("plugin/secrets/keylog", "test_keylog.py test_live.py test_session_files.py"),
    ("plugin/secrets/rsa_key_source", "test_rsa_keys.py"),
    ("plugin/secrets/certificate_key", "test_rsa_keys.py"),
    ("plugin/secrets/builtin_secrets", "test_builtin_secrets.py::test_by_session_id "
                                       "test_builtin_secrets.py::test_resumed_on_another_carrier"),
    ("plugin/secrets/builtin_keylog", "test_work.py::test_a_key_log_is_read_once_for_the_built_in test_one_keylog.py"),
    ("plugin/secrets/certificate_text", "test_servers.py"),
    ("plugin/secrets/key_source", "test_work.py::test_sessions_are_tried_until_a_file_has_had_its_share "
                                  "test_session_files.py"),
    ("plugin/secrets/secret_memory", "test_memory.py::test_files_leave_nothing_behind test_secrets.py"),
    ("plugin/secrets/builtin", "test_one_keylog.py test_builtin_secrets.py"),
    ("plugin/secrets/key_place", "test_keylog.py::test_the_source_is_named test_keylog.py test_keys_facts.py"),
    ("plugin/secrets/key_files", "test_live.py test_keylog.py test_no_secret.py"),
    ("plugin/secrets/write_states", "test_diagnosis.py test_write_keys.py"),
    ("plugin/secrets", "test_session_files.py test_write_keys.py test_rsa_keys.py"),
    ("plugin/security/offered", "test_failures.py::test_forged test_failures.py test_servers.py"),
    ("plugin/security", "test_attacks.py test_servers.py"),
    ("plugin/show/builtin.c", "test_application.py::test_every_packet_of_ours_has_the_layer_tls "
                              "test_builtin_filters.py::test_no_filter_finds_less[tls10/mail-imap-starttls] "
                              "test_expert_items.py test_holes.py"),
    ("plugin/show/builtin", "test_builtin_filters.py::test_no_filter_finds_less[ssl2/rc4-128] "
                            "test_builtin_filters.py::test_no_filter_finds_less[tls10/mail-imap-starttls] "
                            "test_builtin_filters.py"),
    ("plugin/show/lost_draw", "test_loss.py"),
    ("plugin/show/guarded", "test_expert_items.py"),
    ("plugin/show/record_title", "test_tree.py::test_a_collapsed_record_says_what_it_holds test_tree.py"),
    ("plugin/show/suite_draw", "test_tree.py::test_a_suite_is_called_by_its_name test_tree.py"),
    ("plugin/show", "test_tree.py test_expert_items.py"),
    ("plugin/ssl2/ssl2_fields", "test_tree.py::test_kinds_of_pct_in_a_hello_of_ssl2_have_its_names"),
    ("plugin/ssl2/ssl2_failure", "test_failures.py"),
    ("plugin/ssl2/ssl2_security", "test_attacks.py"),
    ("plugin/ssl2", "test_expert_items.py test_loss.py test_attacks.py"),
    ("plugin/state/conversation", "test_servers.py::test_with_keys test_ports.py"),
    ("plugin/state", "test_diagnosis.py test_ports.py test_loss.py test_tree.py"),
    ("plugin/statistics/plain_tap", "test_plain_capture.py"),
    ("plugin/statistics/servers_table", "test_servers.py"),
    ("plugin/statistics/keys_facts", "test_keys_facts.py::test_what_the_peers_had test_keys_facts.py"),
    ("plugin/statistics/taps", "test_follow.py::test_raw test_follow.py test_statistics.py"),
    ("plugin/statistics/tap_option", "test_keys_facts.py::test_a_line_pasted_into_legacyssl_kdf "
                                     "test_write_keys.py::test_circle test_statistics.py"),
    ("plugin/statistics", "test_statistics.py test_servers.py"),
    ("plugin/system/file_posix", "test_work.py::test_a_key_log_is_read_once_for_the_built_in test_keylog.py test_live.py "
                                 "test_plain_capture.py"),
    ("plugin/system", "test_keylog.py test_live.py test_plain_capture.py"),
    ("plugin/tls/decompression", "test_memory.py::test_what_decompresses test_compression.py"),
    ("plugin/tls/tds", "test_tds.py::test_lost_packets test_tds.py"),
    ("plugin/tls/tls_content", "test_tree.py::test_what_stands_in_a_packet "
                               "test_tree.py::test_a_collapsed_record_says_what_it_holds test_no_secret.py "
                               "test_compression.py test_loss.py"),
    ("plugin/tls/tls_record_header", "test_tree.py::test_what_stands_in_a_packet test_attacks.py test_loss.py"),
    ("plugin/tls/tls_handshake", "test_failures.py::test_forged test_holes.py test_no_secret.py test_attacks.py "
                                 "test_loss.py"),
    ("plugin/tls/tls_failure", "test_failures.py"),
    ("plugin/tls/tls_security", "test_attacks.py"),
    ("plugin/tls/tls_watch", "test_attacks.py test_failures.py test_no_secret.py"),
    ("plugin/tls", "test_holes.py test_no_secret.py test_compression.py test_attacks.py test_loss.py"),
    ("plugin/wireshark/preferences", "test_keylog.py::test_the_key_log_of_tls_serves test_one_keylog.py test_menus.py"),
    ("plugin/wireshark/segment_conversation", "test_recognition.py::test_a_read_filter_on_ports_that_are_used_again "
                                              "test_recognition.py test_holes.py"),
    ("plugin/wireshark/tls_layer", "test_application.py::test_every_packet_of_ours_has_the_layer_tls test_follow.py "
                                   "test_menus.py"),
    ("plugin/legacyssl", "test_failures.py test_attacks.py test_tree.py test_statistics.py test_menus.py"),
    ("plugin", "test_tree.py test_statistics.py test_menus.py test_follow.py test_one_keylog.py"),
    ("kdf", "test_diagnosis.py test_loss.py"),
)


def words_of(path):
    return next(files for beginning, files in ROWS if path.startswith(beginning)).split()


def first_of(path):
    """Arguments for pytest: what takes seconds."""
    return RIGHT_KEYS + [word for word in words_of(path) if "::" in word]


def quick_of(files):
    return ["-k", "not " + " and not ".join(LONG), *files]


def rest_of(path):
    """What takes a minute."""
    return quick_of(word for word in words_of(path) if "::" not in word)


def each_once():
    """All that bugs are tried against, in parts."""
    words = list(dict.fromkeys(word for _, files in ROWS for word in files.split()))
    yield RIGHT_KEYS + [word for word in words if "::" in word]
    for word in words:
        if "::" not in word:
            yield quick_of([word])
