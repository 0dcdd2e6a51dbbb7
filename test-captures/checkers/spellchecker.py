"""What check_spelling.py asks of pyspellchecker, which Debian has not: answered by Enchant's dictionaries."""
import re

import enchant


class SpellChecker:
    def __init__(self):
        self.dictionaries = [enchant.Dict(name) for name in ("en_US", "en_GB")]
        self.more = set()
        self.word_frequency = self

    def load_text_file(self, path):
        with open(path, encoding="utf-8") as file:
            self.load_words(re.findall(r"\S+", file.read()))

    def load_words(self, words):
        self.more.update(word.lower() for word in words)

    def known(self, words):
        return {word for word in words if word.lower() in self.more
                or any(checker.check(form) for checker in self.dictionaries for form in (word, word.capitalize()))}

    def unknown(self, words):
        return set(words) - self.known(words)
