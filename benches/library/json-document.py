import json
rows = []
for i in range(150000):
    row = {}
    row["id"] = i
    row["name"] = "a name that is number " + str(i)
    row["score"] = i / 7.0
    row["tags"] = ["red", "green", 'a "quoted" one']
    row["active"] = i % 2 == 0
    row["parent"] = None
    rows.append(row)
text = json.dumps(rows, separators=(",", ":"))
print(len(text))
print("true" if json.dumps(json.loads(text), separators=(",", ":")) == text else "false")
