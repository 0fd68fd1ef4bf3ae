ipconfig /all | findstr /i "IPv4"
ping -n 1 example.com > nul && echo up || echo down
