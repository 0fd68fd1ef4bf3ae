#!/usr/bin/env batos



3+4.   



5 foo.
   
