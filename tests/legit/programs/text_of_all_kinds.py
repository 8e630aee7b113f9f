import unicodedata

print("Grüße, žluťoučký kůň, שלום, مرحبا, こんにちは, 한국어, ∑∂x≈π")
print(unicodedata.normalize("NFD", "é") == "é", len("👩‍👩‍👧"))
print("tab\tand\rcarriage", repr("\x00\x1b"), ascii("ß"))
