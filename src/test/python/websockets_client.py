"""Python's websockets, as a service or a bot would use it, on the raw WebSocket.

    python3 websockets_client.py http://127.0.0.1:8080

Prints "ok - ..." for each check and at last "N passed, M failed"; exit code 1 when any failed.
"""

import asyncio
import json
import secrets
import sys
import uuid

import websockets

PATIENCE = 20
URL = sys.argv[1].replace("http", "ws", 1) + "/eventbus/websocket"
results = []


def same(actual, expected, message):
    results.append(actual == expected)
    print("ok" if results[-1] else "not ok", "-", message, "" if results[-1] else f"got {actual}")


def new_address():
    return "chat." + secrets.token_hex(12)


def message(content):
    return {"id": str(uuid.uuid4()), "sender": "ana@example.com", "content": content}


async def hear(line):
    return json.loads(await asyncio.wait_for(line.recv(), PATIENCE))


async def ask(line, **frame):
    await line.send(json.dumps(frame))
    return await hear(line)


async def submit(line, address, body):
    return await ask(line, type="send", address=address, body=body, replyAddress="reply")


async def register(line, address, **headers):
    return await ask(line, type="register", address=address, headers={"ack": True, **headers})


def registered(address, seq):
    return {"type": "event", "event": "registered", "message": {"address": address, "seq": seq}}


async def talks(address):
    async with websockets.connect(URL) as reader, websockets.connect(URL) as writer:
        same(await register(reader, address), registered(address, 0), "the subscription stands")
        said = message("h\u00e9 \"quoted\" \U0001F335")
        answer = await submit(writer, address, said)
        body = answer["body"]
        same((answer["type"], answer["address"], body["seq"], body["id"]),
             ("rec", "reply", 1, said["id"]), "a send is acknowledged")
        event = await hear(reader)
        same((event["type"], event["address"], event["headers"]),
             ("rec", address, {"seq": "1", "acceptedAt": body["acceptedAt"]}), "the event comes")
        same({name: event["body"][name] for name in said}, said, "what was said comes back")
        await (await reader.ping())
        same(True, True, "a ping has its pong")
        for content in ("2", "3"):
            await submit(writer, address, message(content))


async def resumes(address):
    async with websockets.connect(URL) as reader:
        same(await register(reader, address, since=1), registered(address, 1), "it resumes")
        events = [await hear(reader), await hear(reader)]
        same([(e["headers"]["seq"], e["body"]["content"]) for e in events],
             [("2", "2"), ("3", "3")], "since replays what was missed")


async def is_refused(address):
    async with websockets.connect(URL) as line:
        refusal = await submit(line, address, {"sender": "nobody"})
        same((refusal["type"], refusal["address"], refusal["failureCode"]), ("err", "reply", 422),
             "a refused send is told at its reply address")
        same("sender" in refusal["message"], True, "and names the field")
        refusal = await register(line, "chat.nowhere")
        same((refusal["address"], refusal["failureCode"]), ("chat.nowhere", 400),
             "a refused register is told at its address")
        answer = await submit(line, address, message("goes on"))
        same(answer["type"], "rec", "and the line goes on")


async def run():
    address = new_address()
    await talks(address)
    await resumes(address)
    await is_refused(address)


try:
    asyncio.run(run())
except Exception as failure:  # whatever it is, the verdict must be printed
    same(repr(failure), None, "no exception")
print(f"{results.count(True)} passed, {results.count(False)} failed")
sys.exit(0 if all(results) else 1)
