"""Runs commands in pseudo-terminals, presses Ctrl-C in each, and prints what became of them as JSON.

Standard input: a list of {"words": [...], "after": seconds, "shown": text or null}. The key is pressed `after` seconds
after the start, or as soon as `shown` is on the screen. All commands run at the same time.
"""
import json, os, pty, select, signal, sys, termios, time

LIMIT = 40
# For the time before a child has become the command.
signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    def __init__(self, case):
        self.case, self.screen, self.pressed, self.ended, self.status = case, b'', None, None, None
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(case['words'][0], case['words'])
        self.before = termios.tcgetattr(self.fd)

    def read(self):
        try:
            self.screen += os.read(self.fd, 65536)
        except OSError:
            pass

    def step(self):
        now, shown = time.monotonic(), self.case['shown']
        due = shown.encode() in self.screen if shown else now - self.start >= self.case['after']
        if self.pressed is None and due:
            self.pressed = now
            os.write(self.fd, b'\x03')
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.ended, self.status = now, status
        elif now - self.start > LIMIT:
            os.kill(self.pid, signal.SIGKILL)

    def result(self):
        while select.select([self.fd], [], [], 0)[0]:
            size = len(self.screen)
            self.read()
            if len(self.screen) == size:
                break
        by = os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else None
        return {
            'code': os.WEXITSTATUS(self.status) if by is None else None,
            'signal': None if by is None else signal.Signals(by).name,
            'pressed': self.pressed is not None,
            'seconds': self.ended - (self.pressed or self.ended),
            'sane': self.sane,
            'screen': self.screen.decode('utf8', 'replace'),
        }


terminals = [Terminal(case) for case in json.load(sys.stdin)]
while any(t.ended is None for t in terminals):
    running = [t for t in terminals if t.ended is None]
    ready = select.select([t.fd for t in running], [], [], 0.005)[0]
    for t in running:
        if t.fd in ready:
            t.read()
        t.step()
        t.sane = termios.tcgetattr(t.fd) == t.before
json.dump([t.result() for t in terminals], sys.stdout)
