collection
    inject: 0
    Into: [| :sum. :each |
        sum + each ].
a & b &
    c \
    & d
