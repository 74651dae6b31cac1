"""Use cases and the ports that they need.

- A version of law: ``ports`` says what it is, ``timeline`` puts versions in order.
- Its life: ``loading`` brings rule documents in, ``drafting`` works on ``drafts``, ``publication`` makes them law and
  ends that, where ``succession`` works out what becomes of other versions. ``keys`` says who may, ``refusals`` why not.
- The law to apply: ``law_cache`` keeps it compiled, ``snapshot`` chooses the version for a request.
- Answers: ``screening`` and ``answering``, ``comparing``, ``impact``, ``ownership``; ``catalogue`` on the law itself.
"""
