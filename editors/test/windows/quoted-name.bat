"my tool" run fast
"My other tool"
