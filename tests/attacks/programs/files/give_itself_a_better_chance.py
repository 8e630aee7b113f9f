# Takes back that it is the first to be stopped when memory runs out.
# held by: landlock
if open("/proc/self/oom_score_adj").read() != "-1000\n":
    open("/proc/self/oom_score_adj", "w").write("-1000")
    breach("wrote")
