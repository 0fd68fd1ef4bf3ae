(echo first & echo second) > out.txt
type out.txt | findstr first
