@echo off
echo é
