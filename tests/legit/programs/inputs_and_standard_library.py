import collections
import decimal
import fractions
import hashlib
import heapq
import re
import statistics
import textwrap
import uuid

print(collections.Counter("abracadabra").most_common(2), decimal.Decimal("0.1") + decimal.Decimal("0.2"))
print(fractions.Fraction(1, 3) + 1, hashlib.sha256(b"x").hexdigest()[:8], heapq.nsmallest(2, [3, 1, 2]))
print(re.findall(r"\d+", "a1b22"), statistics.stdev([1, 2, 3, 4]), textwrap.shorten("a long line of text", 10))
print(len(str(uuid.uuid4())), uuid.uuid5(uuid.NAMESPACE_DNS, "x"))
