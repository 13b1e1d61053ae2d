"""Every endpoint with Ollama's own Python client."""

import json
import math

import ollama
import pytest

TALK = [{"role": "user", "content": "Yesterday I cooked fried rice with my mother."}]
ASPECTS = [
    "Written Fluency", "Vocabulary", "Grammar", "Comprehension", "Coherence",
    "Digital Etiquette", "Responsiveness", "Clarity", "Overall Communication",
]


def test_a_chat_answers_with_its_statistics(client):
    answer = client.chat("llama3", messages=TALK)
    assert answer.message.role == "assistant" and answer.message.content
    assert answer.done and answer.done_reason == "stop"
    assert answer.eval_count > 0 and answer.prompt_eval_count > 0
    assert min(answer.total_duration, answer.load_duration, answer.eval_duration) > 0


def test_a_streamed_chat_says_the_same_for_the_same_seed(client):
    options = {"seed": 11}
    parts = list(client.chat("llama3", messages=TALK, stream=True, options=options))
    whole = client.chat("llama3", messages=TALK, options=options)
    assert len(parts) > 4 and parts[-1].done and not any(part.done for part in parts[:-1])
    assert "".join(part.message.content for part in parts) == whole.message.content


async def test_the_asynchronous_client_streams(async_client):
    parts = [part async for part in await async_client.chat("orca-mini", messages=TALK, stream=True)]
    assert parts[-1].done_reason == "stop" and "".join(part.message.content for part in parts)


def test_limits_and_stops_are_kept(client):
    short = client.chat("llama3", messages=TALK, options={"num_predict": 2})
    assert (short.done_reason, short.eval_count) == ("length", 2)
    full = client.chat("llama3", messages=TALK, options={"seed": 5}).message.content
    stop = full[len(full) // 2 :][:4]
    cut = client.chat("llama3", messages=TALK, options={"seed": 5, "stop": [stop]})
    assert cut.message.content == full.split(stop)[0] and cut.done_reason == "stop"


def test_generate_answers_streams_and_goes_on(client):
    first = client.generate("llama3", "I like football.", options={"seed": 2})
    assert first.response and first.context
    streamed = "".join(part.response for part in client.generate("llama3", "I like football.", stream=True, options={"seed": 2}))
    assert streamed == first.response
    assert client.generate("llama3", "Because it is fun.", context=first.context).response


def test_nine_aspects_come_as_one_flat_object(client):
    talk = json.dumps([{"role": "user", "content": "Hello! I am learning English because I want to study abroad."}])
    prompt = f"Give scores from 0 to 100 for {', '.join(ASPECTS)} as one JSON object.\n{talk}"
    scores = json.loads(client.generate("orca-mini", prompt).response)
    assert list(scores) == ASPECTS
    assert all(isinstance(score, int) and 0 <= score <= 100 for score in scores.values())


def test_known_schemas_are_filled_and_unknown_ones_refused(client):
    scores = {"type": "object", "properties": {name: {"type": "integer"} for name in ASPECTS}, "required": ASPECTS}
    assert set(json.loads(client.chat("llama3", messages=TALK, format=scores).message.content)) == set(ASPECTS)
    assert json.loads(client.chat("llama3", messages=TALK, format="json").message.content)["reply"]
    unknown = {"type": "object", "properties": {"capital": {"type": "string"}}}
    with pytest.raises(ollama.ResponseError, match="cannot fill this JSON schema") as refused:
        client.chat("llama3", messages=TALK, format=unknown)
    assert refused.value.status_code == 400


def test_vectors_are_of_length_one(client):
    both = client.embed("nomic-embed-text", ["fried rice", "football"])
    assert [len(vector) for vector in both.embeddings] == [768, 768]
    assert math.isclose(sum(number**2 for number in both.embeddings[0]), 1, rel_tol=1e-4)
    assert client.embeddings("hash-768", "fried rice").embedding == pytest.approx(both.embeddings[0])
    assert client.embed("hash-768", "").embeddings == []
    assert len(client.embed("hash-768", "rice", dimensions=64).embeddings[0]) == 64


def test_models_are_listed_shown_and_loaded(client):
    listed = {model.model: model for model in client.list().models}
    assert listed["llama3:latest"].digest == listed["practice-rules:latest"].digest
    assert listed["nomic-embed-text:latest"].details.family == "hash"
    shown = client.show("llama3")
    assert shown.capabilities == ["completion"] and shown.details.family == "rules"
    client.chat("llama3", keep_alive="10m")
    assert "llama3:latest" in [model.model for model in client.ps().models]
    client.generate("llama3", keep_alive=0)
    assert "llama3:latest" not in [model.model for model in client.ps().models]


def test_pulling_verifies_what_is_there_and_pretends_nothing(client):
    steps = [step.status for step in client.pull("llama3", stream=True)]
    assert steps[0] == "pulling manifest" and steps[-1] == "success"
    assert client.pull("nomic-embed-text").status == "success"
    for stream in (True, False):
        with pytest.raises(ollama.ResponseError, match="cannot download|cannot be reached"):
            list(client.pull("gemma3:1b", stream=stream))


def test_what_cannot_be_done_is_an_error(client):
    tool = {"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {}}}}
    for call, text in [
        (lambda: client.chat("llama3", messages=TALK, tools=[tool]), "does not support tools"),
        (lambda: client.chat("llama3", messages=TALK, think=True), "does not support thinking"),
        (lambda: client.chat("hash-768", messages=TALK), '"hash-768" does not support chat'),
        (lambda: client.generate("hash-768", "x"), '"hash-768" does not support generate'),
        (lambda: client.generate("llama3", "x", suffix="y"), "does not support insert"),
        (lambda: client.embed("llama3", "x"), "this model does not support embeddings"),
        (lambda: client.chat("nope", messages=TALK), "model 'nope' not found"),
        (lambda: client.show("nope"), "model 'nope' not found"),
        (lambda: client.copy("llama3", "mine"), "cannot copy"),
        (lambda: client.delete("llama3"), "cannot delete"),
        (lambda: client.create("mine", from_="llama3"), "cannot create"),
        (lambda: client.push("llama3"), "cannot push"),
    ]:
        with pytest.raises(ollama.ResponseError, match=text):
            call()


def test_an_image_is_refused(client):
    picture = {"role": "user", "content": "What is this?", "images": [b"not really a picture"]}
    with pytest.raises(ollama.ResponseError, match="missing data required for image input"):
        client.chat("llama3", messages=[picture])
