"""Works out who owns and controls whom: exact shares within bounds, and the facts that they rest on.

Three rooms, to be read in this order; each imports only those before it.

1. ``resolve``: which interests count, and what the graph of them is. ``measures`` and ``bounds`` are its numbers,
   ``counted`` has the interests of a day without treasury shares, ``before_deal`` those before a deal, ``problems`` and
   ``complete_lists`` what cannot be, ``order`` and ``graph`` who holds what in whom.
2. ``answer``: what is asked of the graph. ``question`` has the kinds of question and the methods of reckoning;
   ``attribution`` works a share out (with ``full_attribution``, ``person_bounds`` and ``rings``); ``held_share``,
   ``control`` and ``income`` give a verdict each, ``direct_holders`` where nobody further up matters; ``direction`` is
   about power over the management.
3. ``explain``: why. ``evidence`` are the facts relied on and those missing, ``share``, ``control`` and ``income`` find
   them for an answer, ``breakdown`` and ``wording`` say what a share is made up of.
"""
