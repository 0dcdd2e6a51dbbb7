"""Plausible bugs: what a tired programmer could have written in place of a line of C."""
import collections
import random
import re

# One line of one file, and what stands there instead.
Bug = collections.namedtuple("Bug", "path number before after kind")

COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
CALL = re.compile(r"^ +[\w.>-]+\([^;{}]*\);$")
ASSIGNMENT = re.compile(r"^ +[\w.\[\]]*(?:->|\.)[\w.>\[\]-]+ [|+&-]?= [^;{}]*;$")
NUMBER = re.compile(r"(?<![\w.\"])(0x[0-9a-fA-F]+|[1-9]\d*)(?![\w.])")


def swap(*pairs):
    """Each pattern of a pair for the other one's text, in both directions."""
    return [row for one, other in pairs for row in ((one, other), (other, one))]


# kind: [(what is looked for, what is put there)]; a space or a bracket on either side keeps operators whole.
REPLACEMENTS = {
    "comparison": swap((" < ", " <= "), (" > ", " >= "), (" == ", " != ")),
    "logic": swap((" && ", " || ")),
    "off by one": [(" + 1)", ")"), (" + 1;", ";"), (" - 1)", ")"), (" - 1;", ";"), (" + 1]", "]"), (" - 1]", "]"),
                   (" + 1,", ","), (" - 1,", ","), ("(guint i = 0;", "(guint i = 1;"),
                   ("(size_t i = 0;", "(size_t i = 1;"), ("(gsize i = 0;", "(gsize i = 1;")],
    "arithmetic": swap((" + ", " - ")) + swap((" MIN(", " MAX(")),
    "negation": [("(!", "("), (" !", " "), ("return TRUE;", "return FALSE;"), ("return FALSE;", "return TRUE;"),
                 ("return true;", "return false;"), ("return false;", "return true;"),
                 (" = TRUE;", " = FALSE;"), (" = FALSE;", " = TRUE;")],
    "side": swap(("LEGACYSSL_CLIENT", "LEGACYSSL_SERVER"), ("client_", "server_"), ("srcport", "destport"),
                 ("source_port", "destination_port"), ("->src,", "->dst,")) + [("other_side(side)", "side")],
}
WEIGHTS = {"comparison": 4, "logic": 2, "off by one": 4, "arithmetic": 2, "negation": 3, "side": 4, "dropped call": 3,
           "dropped assignment": 3, "constant": 2}


def code_only(text):
    """The text with everything in comments, strings and character constants blanked, of the same length."""
    return COMMENT_OR_STRING.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), text)


def halved(digits):
    value = int(digits, 0)
    return hex(value // 2) if digits.startswith("0x") else str(value // 2)


def replaced(line, code):
    """(kind, changed line) for every place of REPLACEMENTS."""
    for kind, rows in REPLACEMENTS.items():
        for wanted, other in rows:
            at = code.find(wanted)
            while at >= 0:
                yield kind, line[:at] + other + line[at + len(wanted):]
                at = code.find(wanted, at + 1)


def of_line(line, code):
    """(kind, changed line): every bug that this line can have. `code` is what code_only makes of it."""
    stripped = code.strip()
    is_define = stripped.startswith("#define ")
    if not stripped or (stripped.startswith("#") and not is_define):
        return
    if not is_define:
        yield from replaced(line, code)
    if CALL.match(code):
        yield "dropped call", re.sub(r"\S.*", ";", line)
    elif ASSIGNMENT.match(code):
        yield "dropped assignment", re.sub(r"\S.*", ";", line)
    for match in NUMBER.finditer(code):
        if int(match[0], 0) > 1:
            yield "constant", line[:match.start()] + halved(match[0]) + line[match.end():]


def candidates(path, text):
    lines = zip(text.split("\n"), code_only(text).split("\n"))
    return [Bug(path, number, line, changed, kind) for number, (line, code) in enumerate(lines, 1)
            for kind, changed in of_line(line, code)]


def in_turn(path, text, seed):
    """All candidates of a file, in an order that only the seed and the file decide; kinds take turns by weight, so
    that a file full of comparisons is not all there is."""
    source = random.Random(f"{seed}:{path}")
    kinds = collections.defaultdict(list)
    for bug in candidates(path, text):
        kinds[bug.kind].append(bug)
    for bugs in kinds.values():
        source.shuffle(bugs)
    order = []
    while kinds:
        kind = source.choices(list(kinds), [WEIGHTS[kind] for kind in kinds])[0]
        order.append(kinds[kind].pop())
        if not kinds[kind]:
            del kinds[kind]
    return order


def put_in(text, bug):
    lines = text.split("\n")
    assert lines[bug.number - 1] == bug.before
    lines[bug.number - 1] = bug.after
    return "\n".join(lines)
