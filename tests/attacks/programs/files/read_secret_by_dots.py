# Climbs out of its folder with as many dots as it takes.
# held by: landlock
# bites without: landlock
breach(open("../" * 30 + SECRET).read()[:6])
