# Prints a script for whoever looks at its output with a browser.
# held by: checks
# ends: returned
print("<script>document.title = 'BR' + 'EACH'</script>")
print('<img src=x onerror="alert(1)">')
print("</pre></textarea></script><svg onload=alert(1)>")
print("{{ 7 * 7 }} {% raw %} ${7*7} <%= 7 * 7 %>")
