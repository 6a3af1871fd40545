"""A language model's server on 127.0.0.1, as far as `koor ask` asks it, and good answers for the post of the tests."""

import contextlib
import http.server
import json
import threading

GOOD = {1: ["In {{1}}, we're hiring a senior baker!", "A senior baker for {{1}}: we're hiring!"],
        2: ["A small team and a very old oven wait for you.", "You'll have a small team and a very old oven to work with."],
        3: ["We bake {{1}} loaves per day, and never do we start before {{2}}.",
            "{{1}} loaves a day is what we bake, and we never start before {{2}}."],
        4: ["Apply by {{1}}: {{2}}", "Do apply before {{1}}: {{2}}"]}


class Model:
    """Answers requests by `answer(number, sentence, messages)`: a list of wordings, a str for the content, bytes for
    the body, or (status, body, headers). Sentences are numbered as they come."""

    def __init__(self, answer):
        self.answer, self.requests, self.headers = answer, [], []
        self.sentences = {}

    def __enter__(self):
        model = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.headers.append(dict(self.headers))
                model.requests.append(body)
                asked = json.loads(body["messages"][1]["content"])
                sentence = asked.get("sentence") or asked["sentences"]
                number = model.sentences.setdefault(sentence, len(model.sentences) + 1)
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.give(model.answer(number, sentence, body["messages"]))

            def give(self, answer):
                status, more = 200, {}
                if isinstance(answer, list):
                    answer = json.dumps({"alternatives": answer})
                if isinstance(answer, tuple):
                    status, answer, more = answer
                if isinstance(answer, str):
                    answer = json.dumps({"choices": [{"message": {"role": "assistant", "content": answer}}]}).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": len(answer), **more}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
