import sqlite3

with sqlite3.connect("runs.db") as database:
    database.execute("create table runs (name text, loss real)")
    database.executemany("insert into runs values (?, ?)", [("a", 0.5), ("b", 0.25)])
    database.commit()
    print(database.execute("select name from runs order by loss").fetchall())
