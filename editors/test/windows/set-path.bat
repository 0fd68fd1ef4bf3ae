set PATH=C:\tools;%PATH%
python script.py --verbose
