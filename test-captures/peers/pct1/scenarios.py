"""What is recorded: one Scenario is one capture file."""

from dataclasses import dataclass

import report
from run import Connection


def every_key(done):
    return [line for _, client, _ in done for line in report.key_log_lines(client)]


@dataclass
class Scenario:
    name: str
    title: str
    connections: list
    key_log: object = every_key


def scenarios(authority):
    yield Scenario("rc4-md5", "One request over RC4 with 128 bits and MD5",
                   [Connection("RC4 128, MD5 128")])
