"""Programs that run while a capture is made, and what they say."""

import subprocess
import threading
import time

PATIENCE = 20


class Program:
    """A running program; its input, output and error output are ours."""

    def __init__(self, command, **options):
        self.command = [str(word) for word in command]
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, **options)
        self.output = bytearray()
        self.errors = bytearray()
        self.readers = [self._collect(self.process.stdout, self.output),
                        self._collect(self.process.stderr, self.errors)]

    @staticmethod
    def _collect(stream, into):
        def read():
            for chunk in iter(lambda: stream.read1(65536), b""):
                into.extend(chunk)
        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        return thread

    def send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def expect(self, words, where=None, start=0):
        """Waits until the output (or `where`) holds the words at or after `start`."""
        heard = self.output if where is None else where
        await_that(lambda: words in heard[start:], lambda: f"{self} never said {words!r}")

    def finish(self):
        """Ends the input, as a user's Ctrl-D would, and waits for the program to end by itself."""
        self.close_input()
        self.wait()

    def close_input(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass

    def wait(self, patience=PATIENCE):
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self} does not end") from None
        for reader in self.readers:
            reader.join()

    def stop(self):
        """Ends the program from outside, where it has no other way."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE)
        for reader in self.readers:
            reader.join(1)

    def __str__(self):
        said = bytes(self.output[-800:]) + b" | " + bytes(self.errors[-800:])
        return f"{' '.join(self.command)}\n  said {said!r}\n "


def await_that(condition, complaint):
    """Waits until a condition holds; the complaint says what was missing."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(complaint())
        time.sleep(0.01)


def await_listener(port):
    """Waits until somebody listens on the port, without connecting to it."""
    def listening():
        for table in ("/proc/self/net/tcp", "/proc/self/net/tcp6"):
            with open(table, encoding="ascii") as lines:
                for line in list(lines)[1:]:
                    local, state = line.split()[1], line.split()[3]
                    if state == "0A" and int(local.rsplit(":", 1)[1], 16) == port:
                        return True
        return False
    await_that(listening, lambda: f"nobody listens on port {port}")


def run(command, **options):
    """Runs a command to its end and returns its output as text."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)
    if done.returncode:
        raise AssertionError(f"{command} failed: {done.stdout[-2000:]} {done.stderr[-2000:]}")
    return done.stdout
