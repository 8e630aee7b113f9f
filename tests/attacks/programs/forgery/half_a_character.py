# Hands in halves of characters, which no page can hold.
# held by: checks
# ends: returned
import struct

text = b'{"torch":"\\ud800","device":"\\udfff\xed\xa0\x80","threads":1,"seconds":0}'
os.write(3, struct.pack("<Q", len(text)) + text)
os._exit(0)
