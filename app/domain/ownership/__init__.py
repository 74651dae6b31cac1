"""Works out who owns and controls whom: shares as exact bounds, and the facts that they rest on.

Three packages, to be read in this order; each imports only those before it.

1. ``resolve``: which interests count, and what the graph of them is. ``measures`` and ``bounds`` are its numbers,
   ``counted`` has the interests that count on a day, treasury shares left out, ``before_deal`` those before a deal,
   ``problems`` and ``complete_lists`` find contradictions, ``graph`` has who holds what in whom, and ``order`` who is
   worked out before whom.
2. ``answer``: what is asked of the graph, in three values. ``question`` has the kinds of question and the methods of
   reckoning; ``attribution`` works a share out, from ``shares`` of one entity, links of ``full_attribution``,
   ``person_bounds`` and ``rings``. ``held_share``, ``control`` and ``income`` give a verdict each, the third from
   ``related_parties`` and ``income_figures``. ``direction`` is about power over the management.
3. ``explain``: why. ``answers`` gives for any answer the ``evidence``, which are the facts relied on and those missing,
   and the ``breakdown``, which is what a share is made up of; ``share``, ``control`` and ``income`` find them for the
   answers of those kinds, and ``wording`` puts them in words.
"""
