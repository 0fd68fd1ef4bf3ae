0. 7. -7. 16r1F. -16r1f. 36rZz. 2r101.
123456789012345678901234567890. -98765432109876543210.
3.14. -0.5. 1e3. 1.5e-2. 1E+2. 1e999.
'plain'. ''. 'it\'s'. 'say \"hi\"'. 'a\tb\bc\nd\fe\rf\vg\ah\0i\\j\?k'.
'\x41\o101\d065'. '\xff'. 'é → 🙂'. 'two
lines'. 'joined \
line'.
self.
3 "comment" + "another \" with a quote" 4.
