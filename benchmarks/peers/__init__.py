"""The same law in the words of other engines: head 210(a)(1) with 204, 221(b), 229, 217, 224 and the heads of 501.

They leave out what the transaction measured does not turn on: ownership, the other heads of 210, 209(a)(2), knowledge.
"""
