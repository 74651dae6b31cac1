"""Every JSON answer of the service as a type, with a sentence for each member.

Writers build these types and the type checker checks them; at run time they are plain dictionaries. The OpenAPI
components are made from them. A type whose plain name belongs to a value of the domain ends in ``Json``; its component
is named without.
"""
