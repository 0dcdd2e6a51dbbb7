"""Which tests go otherwise with the plugin than without it: compare_tests.py without.xml with.xml"""
import collections
import sys
import xml.etree.ElementTree


def outcomes(path):
    """{test: passed, failed, error or skipped}, of a JUnit file."""
    found = {}
    for case in xml.etree.ElementTree.parse(path).iter("testcase"):
        bad = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        found[f"{case.get('classname')}.{case.get('name')}"] = bad[0] if bad else "passed"
    return found


def main():
    without, with_plugin = map(outcomes, sys.argv[1:3])
    differing = sorted(name for name in without.keys() | with_plugin.keys()
                       if without.get(name) != with_plugin.get(name))
    tally = ", ".join(f"{count} {outcome}" for outcome, count in collections.Counter(with_plugin.values()).most_common())
    print(f"with the plugin: {tally}; {len(differing)} differ")
    for name in differing:
        print(f"  {name}: {without.get(name)} without, {with_plugin.get(name)} with")
    return 1 if differing or "passed" not in with_plugin.values() else 0


if __name__ == "__main__":
    sys.exit(main())
