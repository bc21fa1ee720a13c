"""Runs commands in pseudo-terminals, presses Ctrl-C in each, and prints what became of them as JSON.

Each line of the standard input is a list of {"words": [...], "after": seconds, "shown": text or null}, which is answered by a
line. The key is pressed `after` seconds after the start, or as soon as `shown` is on the screen. All commands of a line run at
the same time.
"""
import json, math, os, pty, select, signal, sys, termios, time

LIMIT = 40
# Seconds between two looks at whether a command has ended.
OFTEN = 0.02
# Seconds after which a command that is to show something has begun, for which it is halted then, and for which it goes on before the next
# halt, until it shows it: what it computes until a bar is due is of no use.
BEGUN, HALTED, ONWARD = 0.3, 0.5, 0.1
# For the time before a child has become the command.
signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    def __init__(self, case):
        self.case, self.screen, self.pressed, self.ended, self.status = case, b'', None, None, None
        self.open = True
        self.start = time.monotonic()
        # When it is halted, or goes on.
        self.halted, self.turn = False, self.start + BEGUN if case['shown'] else math.inf
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(case['words'][0], case['words'])
        self.before = termios.tcgetattr(self.fd)
        # On a busy machine the child may not have opened its terminal yet: a key that is pressed before that reaches nobody.
        while os.tcgetpgrp(self.fd) != self.pid and time.monotonic() - self.start < LIMIT:
            time.sleep(0.001)

    def read(self):
        """What is on the screen; a terminal that nobody has open any more is not asked again."""
        try:
            text = os.read(self.fd, 65536)
        except OSError:
            text = b''
        self.screen += text
        self.open = text != b''

    def wait(self):
        """Seconds for which nothing has to be done unless the command writes."""
        if self.pressed is None and not self.case['shown']:
            return min(OFTEN, max(0, self.start + self.case['after'] - time.monotonic()))
        return OFTEN

    def halt(self, halted):
        if halted != self.halted:
            os.kill(self.pid, signal.SIGSTOP if halted else signal.SIGCONT)
        self.halted = halted

    def step(self):
        now, shown = time.monotonic(), self.case['shown']
        if self.pressed is None and now >= self.turn:
            self.halt(not self.halted)
            self.turn = now + (HALTED if self.halted else ONWARD)
        due = shown.encode() in self.screen if shown else now - self.start >= self.case['after']
        if self.pressed is None and due:
            self.pressed = now
            os.write(self.fd, b'\x03')
            self.halt(False)
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.ended, self.status = now, status
            self.sane = termios.tcgetattr(self.fd) == self.before
        elif now - self.start > LIMIT:
            os.kill(self.pid, signal.SIGKILL)

    def result(self):
        while self.open and select.select([self.fd], [], [], 0)[0]:
            self.read()
        os.close(self.fd)
        by = os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else None
        return {
            'code': os.WEXITSTATUS(self.status) if by is None else None,
            'signal': None if by is None else signal.Signals(by).name,
            'pressed': self.pressed is not None,
            'seconds': self.ended - (self.pressed or self.ended),
            'sane': self.sane,
            'screen': self.screen.decode('utf8', 'replace'),
        }


for line in sys.stdin:
    terminals = [Terminal(case) for case in json.loads(line)]
    while running := [t for t in terminals if t.ended is None]:
        ready = select.select([t.fd for t in running if t.open], [], [], min(t.wait() for t in running))[0]
        for t in running:
            if t.fd in ready:
                t.read()
            t.step()
    print(json.dumps([t.result() for t in terminals]), flush=True)
