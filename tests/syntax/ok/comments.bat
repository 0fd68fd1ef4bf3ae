"one" (| "two" x "three" = "four" 3 "five" |) "six" foo "seven" . "eight"
